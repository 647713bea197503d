"""Row numbers to seconds, the same to the last bit however the rows were cut into blocks."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from coach.events import Block

_SAME_S = 1e-5
"""Above the rounding of seconds since 1970, below the smallest correction that the grid makes."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Stretch:
    first_row: int
    row_zero: int
    zero_s: float
    rate_hz: float

    def seconds(self, row: float) -> float:
        return self.zero_s + (row - self.row_zero) / self.rate_hz


class Timeline:
    """Dates absolute row numbers, which count as in `History`: from the first row ever appended, across fresh starts.

    The grid moves its blocks by a fraction of a millisecond now and then, so that the samples' true rate and the
    grid's never drift apart. Reading the time from `block.t_s` of whatever block a row came in would round differently
    with each cutting; here a stretch between two such moves has one origin. The last 64 stretches are remembered.
    """

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque(maxlen=_KEPT)
        self._end = 0

    def append(self, block: Block) -> None:
        """Take note of the block's rows; call once for each block, in order."""
        last = self._stretches[-1] if self._stretches else None
        if last is None or block.fresh:
            self._stretches.append(_Stretch(self._end, self._end, block.t_s, block.rate_hz))
        elif abs(last.seconds(self._end) - block.t_s) > _SAME_S:
            zero_s = block.t_s - (self._end - last.row_zero) / last.rate_hz
            self._stretches.append(_Stretch(self._end, last.row_zero, zero_s, last.rate_hz))
        self._end += len(block.accel_g)

    def seconds(self, row: float) -> float:
        """Time of an absolute, possibly fractional row number."""
        for stretch in reversed(self._stretches):
            if row >= stretch.first_row:
                return stretch.seconds(row)
        return self._stretches[0].seconds(row)
