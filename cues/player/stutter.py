"""Holes in the sound as sentences: each would be too many, none would hide that the machine is too busy."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from cues.player.messages import Stalled

EVERY_S = 30.0
"""Between two sentences; what happens meanwhile is counted."""


SETTLED_S = 1.0
"""A hole is told so long after it was heard: until then it may turn out to have had a good reason."""
MOVING_S = 2.0
"""Around the time at which the sound moved to another output, a hole is no wonder."""


class Stutter:
    """Counts what has not been told yet."""

    def __init__(self) -> None:
        self._fresh: list[Stalled] = []
        self._holes = 0
        self._lasted_s = 0.0
        self._told_s = -math.inf
        self._moves_s: deque[float] = deque(maxlen=8)

    def moved(self, at_s: float) -> None:
        """The sound comes out elsewhere now."""
        self._moves_s.append(at_s)

    def told(self, stalls: Sequence[Stalled], now_s: float) -> list[str]:
        """What there is to say now of these stalls and of earlier ones: one sentence or none."""
        self._fresh += stalls
        settled = [stall for stall in self._fresh if stall.at_s <= now_s - SETTLED_S and not self._moving(stall.at_s)]
        self._fresh = [stall for stall in self._fresh if stall.at_s > now_s - SETTLED_S]
        self._holes += len(settled)
        self._lasted_s += sum(stall.lasted_s for stall in settled)
        if not self._holes or now_s - self._told_s < EVERY_S:
            return []
        times = "once" if self._holes == 1 else f"{self._holes} times"
        sentence = f"The sound stuttered {times}, {1e3 * self._lasted_s:.0f} ms in all: this machine is busy."
        self._holes, self._lasted_s, self._told_s = 0, 0.0, now_s
        return [sentence]

    def _moving(self, at_s: float) -> bool:
        return any(abs(at_s - moved_s) <= MOVING_S for moved_s in self._moves_s)
