"""The drawn-out rule: when stance has become too long, for how long, and how often that is worth a word."""

from __future__ import annotations

from typing import Literal

from coach.config import Cues, Stance

LONG_S = 30.0
"""A mended stretch that was at least so long, and was cued, is worth one chime."""
RETRY_S = 15.0
"""A cue that did not sound (quiet time, budget) is offered again after so long."""
ANSWERED = 1.0 / 3.0

Turn = Literal["due", "mended", "over"]
"""A cue is due; a stretch that was long and cued has ended; another one has."""


class DrawnOut:
    """Stretches of too long a stance. Feed it the running median of the excess over own normal.

    A stretch begins once the median has stayed above the trigger for `hold_s`. It ends when the median falls below the
    release, or below the trigger and a third of its worst: that is an answer, and what comes next is new. Within it a
    cue is due at once and then, while the median is above the trigger, after the cool-down, which doubles with each cue
    that was not answered; after `give_up_after` of them the runner is left alone, until stance has not been drawn-out
    for as long as it had to be: a short dip is no new stretch.
    """

    def __init__(self, stance: Stance, cues: Cues) -> None:
        self.set(stance, cues)
        self._above_since_s: float | None = None
        self._left_alone_until_s: float | None = None
        self._due_s = 0.0
        self._worst = 0.0
        self.active = False
        self.told = 0
        """Cues given in this stretch."""
        self.lasted_s = 0.0
        """How long the last ended stretch lasted."""

    def set(self, stance: Stance, cues: Cues) -> None:
        """Settings from now on."""
        self._hold_s = stance.hold_s
        self._cooldown_s = cues.cooldown_s
        self._most = cues.give_up_after

    @property
    def given_up(self) -> bool:
        """Whether this stretch is left alone."""
        return self.active and (self.told >= self._most or self._left_alone_until_s is not None)

    @property
    def since_s(self) -> float | None:
        """When stance became too long; None while it is not."""
        return self._above_since_s

    def lasts_s(self, at_s: float) -> float:
        """How long stance has been too long."""
        return 0.0 if self._above_since_s is None else at_s - self._above_since_s

    def update(self, at_s: float, excess: float | None, trigger: float, release: float) -> Turn | None:
        """What the median (None = too few steps to tell) means at this moment; all three are shares of own normal."""
        if excess is None:
            if not self.active:
                self._above_since_s = None
            return None
        if not self.active:
            self._wait(at_s, above=excess > trigger)
        elif excess < max(release, min(trigger, ANSWERED * self._worst)):
            return self._end(at_s)
        self._worst = max(self._worst, excess)
        due = self.active and excess > trigger and not self.given_up and at_s >= self._due_s
        return "due" if due else None

    def offered(self, at_s: float) -> None:
        """The cue that was due has been offered, or kept back."""
        self.told += 1
        self._due_s = at_s + self._cooldown_s * 2.0 ** (self.told - 1)

    def dropped(self, at_s: float) -> None:
        """It did not sound after all, so it does not count."""
        if self.told:
            self.told -= 1
            self._due_s = at_s + min(self._cooldown_s, RETRY_S)

    def clear(self) -> None:
        """The stretch is over, or running is."""
        self.active = False
        self.told = 0
        self._worst = 0.0
        self._above_since_s = None

    def _end(self, at_s: float) -> Turn:
        self.lasted_s = self.lasts_s(at_s)
        worth_a_chime = self.told > 0 and self.lasted_s >= LONG_S
        if self.given_up:
            self._left_alone_until_s = at_s + self._hold_s
        self.clear()
        return "mended" if worth_a_chime else "over"

    def _wait(self, at_s: float, *, above: bool) -> None:
        if self._above_since_s is None and self._left_alone_until_s is not None and at_s >= self._left_alone_until_s:
            self._left_alone_until_s = None
        if not above:
            self._above_since_s = None
            return
        if self._above_since_s is None:
            self._above_since_s = at_s
        if self.lasts_s(at_s) >= self._hold_s:
            self.active = True
            self._due_s = at_s
