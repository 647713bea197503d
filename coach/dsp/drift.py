"""The straight line under a cloud of late arrivals: how a sensor's clock runs against ours."""

from __future__ import annotations

from collections import deque

import numpy as np

from coach.events import Floats

_GROUP = 8
_WINDOW_S = 45.0
_MAX_GROUPS = 400
_FITS = 3
_QUICK_S = 0.002
CRYSTAL = 1000e-6
"""How far a crystal may be off, which is what most sensors have."""
_PRIOR_S2 = 80.0
"""Pulls a crystal's drift towards zero while the window is short: (2.7 ms of jitter in a minimum / 300 ppm)²."""


class Drift:
    """Offset and drift from pairs of sensor time and arrival; a radio can only be late, so minima tell the truth.

    Drift by least squares through the minima of groups of eight packets over the last 45 s, within ±`tolerance`;
    offset by the smallest remaining residual. Groups that a stalled radio delivered late are left out of the fit.
    Memory is bounded.
    """

    def __init__(self, tolerance: float = CRYSTAL) -> None:
        self._tolerance = tolerance
        self._prior_s2 = _PRIOR_S2 * (CRYSTAL / tolerance) ** 2
        self.rate = 1.0
        """Our seconds in one of the sensor's."""
        self._minima: deque[tuple[float, float]] = deque(maxlen=_MAX_GROUPS)
        self._best = (0.0, np.inf)
        self._count = 0
        self._low = np.inf
        """Smallest residual against the current rate, sensor time measured from the origin."""

    def add(self, sensor_s: float, arrived_s: float) -> None:
        """One packet: when its newest sample was taken, when it arrived; both from any origin that stays put."""
        excess = arrived_s - sensor_s
        if excess < self._best[1]:
            self._best = (sensor_s, excess)
        self._low = min(self._low, excess - (self.rate - 1.0) * sensor_s)
        self._count += 1
        if self._count == _GROUP:
            self._minima.append(self._best)
            self._best, self._count = (0.0, np.inf), 0
            while sensor_s - self._minima[0][0] > _WINDOW_S:
                self._minima.popleft()
            self._fit()

    def at(self, sensor_s: float) -> float:
        """Our time for a sensor time: the earliest that agrees with every arrival in the window."""
        return sensor_s * self.rate + self._low

    def _fit(self) -> None:
        """Least squares, twice more without the groups in which no packet was quick."""
        x, excess = np.array(self._minima).T
        used = np.ones(len(x), dtype=np.bool_)
        slope = 0.0
        for _ in range(_FITS):
            centred = (x - float(x @ used) / float(used.sum())) * used
            slope = float(centred @ (excess - excess[0])) / (float(centred @ centred) + self._prior_s2)
            slope = min(max(slope, -self._tolerance), self._tolerance)
            rest = excess - slope * x
            off = rest - _middle(rest)
            used = off < _QUICK_S + 3.0 * _middle(np.abs(off))
        self.rate = 1.0 + slope
        self._low = float((excess - slope * x).min())


def _middle(x: Floats) -> float:
    return float(np.sort(x)[len(x) // 2])
