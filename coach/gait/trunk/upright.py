"""Which way is up for a sensor that bounces: the slow part of what it feels."""

from __future__ import annotations

import numpy as np

from coach.dsp.filters import LowPass
from coach.events import Floats

UP_CUTOFF_HZ = 0.1
"""Follows a re-mounted sensor within about six seconds; a stride's own swing is 150 times weaker at this cut-off."""
LEARN_S = 2.0


class Upright:
    """Adds the unit vector that points up to rows whose first three columns are acceleration in g.

    Averaged over strides acceleration is gravity, however the sensor is mounted: no standing still is needed. The
    first two seconds are held back until their mean has settled the filter, so the first steps are late, not lost.
    """

    def __init__(self, rate_hz: float) -> None:
        self._wanted = max(int(LEARN_S * rate_hz), 1)
        self._held: list[Floats] = []
        self._count = 0
        self._slow = LowPass(rate_hz, UP_CUTOFF_HZ, 3)

    @property
    def learned_row(self) -> int:
        """The row that completed the first estimate."""
        return self._wanted - 1

    def feed(self, rows: Floats) -> tuple[Floats, Floats]:
        """Rows ready to be used, and up for each of them (n, 3); both empty while the first estimate is learned."""
        if self._count < self._wanted:
            self._held.append(rows)
            self._count += len(rows)
            if self._count < self._wanted:
                return rows[:0], rows[:0, :3]
            rows = np.concatenate(self._held)
            self._held.clear()
            self._slow.feed(rows[: self._wanted, :3].mean(axis=0, keepdims=True))
        slow = self._slow.feed(rows[:, :3])
        length = np.sqrt(slow[:, 0] ** 2 + slow[:, 1] ** 2 + slow[:, 2] ** 2)
        return rows, slow / np.maximum(length, 1e-6)[:, None]
