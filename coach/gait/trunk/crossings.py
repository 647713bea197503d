"""Where a signal passes a level, found over whole blocks yet blind to how they were cut."""

from __future__ import annotations

import numpy as np

from coach.events import Floats


class Crossings:
    """Rows at which a signal passes `level`, between samples by linear interpolation."""

    def __init__(self, level: float, *, rising: bool) -> None:
        self._level = level
        self._sign = 1.0 if rising else -1.0
        self._last: Floats = np.empty(0)
        self._rows: Floats = np.empty(0)

    def feed(self, x: Floats, first: int) -> None:
        """Add samples (n,), n > 0, the first of them being row number `first`."""
        before = len(self._last)
        above = self._sign * (np.concatenate([self._last, x]) - self._level)
        at = np.flatnonzero((above[1:] >= 0.0) & (above[:-1] < 0.0))
        self._last = x[-1:].copy()
        if len(at):
            share = above[at] / (above[at] - above[at + 1])
            self._rows = np.concatenate([self._rows, first - before + at + share])

    def forget_before(self, row: float) -> None:
        """Drop rows that nobody will ask for again."""
        if len(self._rows) and self._rows[0] < row:
            self._rows = self._rows[np.searchsorted(self._rows, row) :]

    def first_after(self, row: float) -> float | None:
        """The first crossing at or after `row`."""
        i = int(np.searchsorted(self._rows, row))
        return float(self._rows[i]) if i < len(self._rows) else None

    def last_before(self, row: float) -> float | None:
        """The last crossing before or at `row`."""
        i = int(np.searchsorted(self._rows, row, side="right"))
        return float(self._rows[i - 1]) if i else None


class Trigger:
    """Up-crossings of `level` that come from below `low` and go on above `high`: once for each swing."""

    def __init__(self, *, level: float, low: float, high: float) -> None:
        self._low, self._high = low, high
        self._rising = Crossings(level, rising=True)
        self._armed = False

    def feed(self, x: Floats, first: int) -> list[tuple[float, int]]:
        """(row of the crossing, row at which it was certain) for samples (n,), n > 0, that begin at row `first`."""
        self._rising.feed(x, first)
        state = (x > self._high).astype(np.int8) - (x < self._low)
        at = np.flatnonzero(state)
        state = state[at]
        armed = np.concatenate([[self._armed], state < 0])
        self._armed = bool(armed[-1])
        certain = (first + at[(state > 0) & armed[:-1]]).tolist()
        rows = [self._rising.last_before(row) for row in certain]
        newest = self._rising.last_before(first + len(x))
        if newest is not None:
            self._rising.forget_before(newest)
        return [(row, sure) for row, sure in zip(rows, certain, strict=True) if row is not None]
