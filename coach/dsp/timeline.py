"""Row numbers to seconds, the same to the last bit however the rows were cut into blocks."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from coach.events import Block

_SAME_S = 1e-5
"""Above the rounding of seconds since 1970, below the smallest correction that the grid makes."""
_KEPT = 256


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows between two moves of the grid."""

    first_row: int
    row_zero: int
    """The row that was fresh."""
    fresh_s: float
    """When that row was, as its block said."""
    moved_s: float
    """By how much the grid has been moved since."""
    rate_hz: float

    def seconds(self, row: float) -> float:
        return self.fresh_s + self.moved_s + (row - self.row_zero) / self.rate_hz


class Timeline:
    """Dates absolute row numbers, which count as in `History`: from the first row ever appended, across fresh starts.

    The grid moves its blocks by a fraction of a millisecond now and then, so that the samples' true rate and the
    grid's never drift apart. Reading the time from `block.t_s` of whatever block a row came in would round differently
    with each cutting; here a stretch between two such moves has one origin. The last 256 stretches are remembered.
    """

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque(maxlen=_KEPT)
        self._end = 0

    def append(self, block: Block) -> None:
        """Take note of the block's rows; call once for each block, in order."""
        last = self._stretches[-1] if self._stretches else None
        if last is None or block.fresh:
            self._stretches.append(_Stretch(self._end, self._end, block.t_s, 0.0, block.rate_hz))
        else:
            moved_s = block.t_s - last.fresh_s - (self._end - last.row_zero) / last.rate_hz
            if abs(moved_s - last.moved_s) > _SAME_S:
                self._stretches.append(_Stretch(self._end, last.row_zero, last.fresh_s, moved_s, last.rate_hz))
        self._end += len(block.accel_g)

    def seconds(self, row: float) -> float:
        """Time of an absolute, possibly fractional row number."""
        for stretch in reversed(self._stretches):
            if row >= stretch.first_row:
                return stretch.seconds(row)
        return self._stretches[0].seconds(row)

    def moved_s(self, unmoved_s: float) -> float:
        """What a time lacks that was counted in rows from the fresh block's `t_s` alone; 0 before any move."""
        for stretch in reversed(self._stretches):
            if unmoved_s >= stretch.fresh_s + (stretch.first_row - stretch.row_zero) / stretch.rate_hz:
                return stretch.moved_s
        return self._stretches[0].moved_s if self._stretches else 0.0
