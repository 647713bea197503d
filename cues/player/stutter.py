"""Holes in the sound as sentences: each would be too many, none would hide that the machine is too busy."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cues.player.messages import Stalled

EVERY_S = 30.0
"""Between two sentences; what happens meanwhile is counted."""


class Stutter:
    """Counts what has not been told yet."""

    def __init__(self) -> None:
        self._holes = 0
        self._lasted_s = 0.0
        self._told_s = -math.inf

    def told(self, stalls: Sequence[Stalled], now_s: float) -> list[str]:
        """What there is to say now of these stalls and of earlier ones: one sentence or none."""
        self._holes += len(stalls)
        self._lasted_s += sum(stall.lasted_s for stall in stalls)
        if not self._holes or now_s - self._told_s < EVERY_S:
            return []
        times = "once" if self._holes == 1 else f"{self._holes} times"
        sentence = f"The sound stuttered {times}, {1e3 * self._lasted_s:.0f} ms in all: this machine is busy."
        self._holes, self._lasted_s, self._told_s = 0, 0.0, now_s
        return [sentence]
