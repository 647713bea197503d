"""What every part of the routine needs to know besides its own business."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from coach.events import Speed

FRESH_S = 5.0
"""A speed that nobody confirmed for so long is not known any more."""
TAKEN_IN_S = 0.5
"""After words, before the next thing."""
COUNT_IN_S = 3.0
"""From the first tone of the count-in to the one that means go."""


class Odometer:
    """Metres by a speed from outside the motion sensors. One that was typed in belongs to a belt, and is no help."""

    def __init__(self) -> None:
        self._metres = 0.0
        self._speed: Speed | None = None

    def feed(self, speed: Speed) -> None:
        """A speed, in order of time."""
        if speed.source != "typed":
            self._metres = self.metres(speed.at_s)
            self._speed = speed

    def metres(self, at_s: float) -> float:
        """So far."""
        if self._speed is None:
            return 0.0
        return self._metres + self._speed.speed_mps * min(max(at_s - self._speed.at_s, 0.0), FRESH_S)

    def known(self, at_s: float) -> bool:
        """Whether there is a speed now."""
        return self._speed is not None and at_s - self._speed.at_s <= FRESH_S


@dataclass(slots=True)
class Voice:
    """Whether words are due or being said: the next thing waits for them."""

    due: int = 0
    free_s: float = -math.inf
    go_s: float | None = None
    """When the count-in that was asked for comes to its end; None until that is certain."""

    def quiet(self, at_s: float) -> bool:
        """Nothing is being said, and nothing is about to be."""
        return self.due == 0 and at_s >= self.free_s + TAKEN_IN_S


@dataclass(slots=True)
class Scene:
    """Shared by the parts of one routine. Its time stands still while the runner has paused."""

    now_s: float = 0.0
    sensing: bool = False
    """A sensor that can count is being heard."""
    counts: bool = True
    """Whether to count aloud."""
    voice: Voice = field(default_factory=Voice)
    odometer: Odometer = field(default_factory=Odometer)
    say: list[Say] = field(default_factory=list["Say"])
    """What the part wants said; taken away after each moment."""

    def wish(self, cue: str, because: str, value: float = 0.0, limit: float = 0.0) -> None:
        """Something is to be said."""
        self.say.append(Say(cue, because, value, limit))


@dataclass(frozen=True, slots=True)
class Say:
    """A cue that a part asks for."""

    cue: str
    because: str
    value: float = 0.0
    limit: float = 0.0
