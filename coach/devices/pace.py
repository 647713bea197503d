"""Sample times for sensors that stamp the first sample of a packet, coarsely."""

from __future__ import annotations

import numpy as np

from coach.events import Floats

_FOLLOW = 1.0 / 8.0
"""Share of a stamp's deviation that is followed: what rounding to whole ticks adds is mostly taken away again."""
_TRUSTED_SAMPLES = 100
_PLAUSIBLE = 0.05


class Pace:
    """Learns the true period from stamps far apart, and lets the samples follow each other evenly.

    `period` is the nominal one in ticks; it serves until a hundred samples have passed, and after each gap the time
    begins at the next stamp.
    """

    def __init__(self, period: float) -> None:
        self._nominal = self._period = period
        self._next: float | None = None
        self._anchor = 0.0
        self._since = 0

    def ticks(self, stamp: int, n: int) -> Floats:
        """(n,) ticks of a packet's samples, the first of which was stamped so."""
        error = 0.0 if self._next is None else stamp - self._next
        if self._next is None or abs(error) > 0.5 * n * self._period:
            self._next = self._anchor = float(stamp)
            self._since, error = 0, 0.0
        if self._since >= _TRUSTED_SAMPLES:
            learned = (stamp - self._anchor) / self._since
            if abs(learned / self._nominal - 1.0) < _PLAUSIBLE:
                self._period = learned
        first = self._next + _FOLLOW * error
        self._next = first + n * self._period
        self._since += n
        return first + np.arange(n, dtype=np.float64) * self._period
