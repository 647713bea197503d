"""The recent past of a signal, addressed by absolute sample number."""

from __future__ import annotations

import numpy as np

from coach.events import Floats


class History:
    """Keeps at least the last `keep` rows of an endless (n, columns) signal; O(1) amortised, views without copying.

    Row numbers count from the first row ever appended, so they mean the same however the signal was cut.
    """

    def __init__(self, columns: int, keep: int) -> None:
        self._keep = keep
        self._rows: Floats = np.empty((max(4 * keep, 1024), columns))
        self._first = 0
        self._used = 0

    @property
    def end(self) -> int:
        """Number of the next row."""
        return self._first + self._used

    @property
    def start(self) -> int:
        """Number of the oldest row still held."""
        return self._first

    def append(self, rows: Floats) -> None:
        """Add (n, columns) rows at the end; a block longer than the buffer makes the buffer grow."""
        n = len(rows)
        if self._used + n > len(self._rows):
            drop = max(self._used - self._keep, 0)
            kept = self._rows[drop : self._used].copy()
            if len(kept) + n > len(self._rows):
                self._rows = np.empty((2 * (len(kept) + n), self._rows.shape[1]))
            self._rows[: len(kept)] = kept
            self._first += drop
            self._used = len(kept)
        self._rows[self._used : self._used + n] = rows
        self._used += n

    def view(self, start: int, stop: int) -> Floats:
        """Rows start…stop-1, clamped to what is held; no copy: read it, do not keep it."""
        first = max(start - self._first, 0)
        last = min(max(stop - self._first, first), self._used)
        return self._rows[first:last]

    def at(self, row: Floats) -> Floats:
        """Linear interpolation at fractional row numbers (m,), clamped to what is held; returns (m, columns)."""
        position = np.clip(row - self._first, 0, self._used - 1)
        below = np.minimum(position.astype(np.intp), self._used - 2)
        share = (position - below)[:, None]
        return self._rows[below] * (1.0 - share) + self._rows[below + 1] * share
