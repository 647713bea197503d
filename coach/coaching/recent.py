"""The recent past of one number, in stream time."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque

LEAST = 3
"""Fewer values than this say nothing."""


class Recent:
    """Values of the last `span_s` seconds. A pair of feet fills it twice as fast as a lone foot; a gap empties it."""

    def __init__(self) -> None:
        self._values: deque[tuple[float, float]] = deque()
        self._sorted: list[float] = []

    def add(self, at_s: float, value: float, span_s: float) -> None:
        """Take in a value and forget those as old as `span_s`."""
        values, ordered = self._values, self._sorted
        values.append((at_s, value))
        insort(ordered, value)
        while values[0][0] <= at_s - span_s:
            del ordered[bisect_left(ordered, values.popleft()[1])]

    @property
    def median(self) -> float | None:
        """Upper median; None with fewer than three values."""
        count = len(self._sorted)
        return None if count < LEAST else self._sorted[count // 2]

    def since_s(self, at_s: float) -> float:
        """How long ago the newest value came; infinite when there is none."""
        return at_s - self._values[-1][0] if self._values else math.inf

    def clear(self) -> None:
        """Begin anew."""
        self._values.clear()
        self._sorted.clear()
