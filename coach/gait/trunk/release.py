"""Loading to release, step by step, and what a sensor at one side of the hip makes of it."""

from __future__ import annotations

import math
from collections import deque

REMEMBERED = 6
ENOUGH = 4
LOPSIDED_S = 0.04
"""Bodies differ by up to 21 ms between left and right; a sensor over one hip made it 85 ms."""


class Releases:
    """Evens out left and right where they differ by more than bodies do: the sensor, not the runner, is lopsided."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, release_s: float, beats: int) -> tuple[float, bool]:
        """One step's release, `beats` steps after the last; returns what to believe, and whether it was evened out."""
        if beats != 1 or math.isnan(release_s):
            self._last.clear()
        if math.isnan(release_s):
            return release_s, False
        self._last.append(release_s)
        if len(self._last) < ENOUGH or self._difference_s() < LOPSIDED_S:
            return release_s, False
        return (release_s + self._last[-2]) / 2.0, True

    def _difference_s(self) -> float:
        last = list(self._last)
        one, other = last[::2], last[1::2]
        return abs(sum(one) / len(one) - sum(other) / len(other))
