"""An endless quintic B-spline: smooth to the fourth derivative, and local, so that it can grow while it is read."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import BSpline

from coach.events import Floats

_DEGREE = 5
_HALF = 3


class Track:
    """Columns over time. Control row j belongs to knot j and is felt from three knots before it to three after."""

    def __init__(self, columns: int) -> None:
        self._knots_s: Floats = np.empty(0)
        self._rows: Floats = np.empty((0, columns))

    @property
    def ready_s(self) -> float:
        """Nothing that is appended later changes the track before this time."""
        return float(self._knots_s[-2 * _HALF]) if len(self._knots_s) >= 4 * _HALF else -np.inf

    def append(self, knots_s: Floats, rows: Floats) -> None:
        """Add ascending knots (m,) and their control rows (m, columns)."""
        self._knots_s = np.concatenate([self._knots_s, knots_s])
        self._rows = np.concatenate([self._rows, rows])

    def forget(self, before_s: float) -> None:
        """Drop what is not felt after this time."""
        first = int(np.searchsorted(self._knots_s, before_s)) - 3 * _HALF
        if first > 0:
            self._knots_s = self._knots_s[first:]
            self._rows = self._rows[first:]

    def at(self, at_s: Floats, *orders: int) -> list[Floats]:
        """(m, columns) for each order asked for: 0 the value, 1 and 2 its exact derivatives."""
        begin, end = np.searchsorted(self._knots_s, at_s[[0, -1]])
        first, last = max(int(begin) - 2 * _HALF - 1, 0), int(end) + 2 * _HALF + 1
        curve = BSpline(self._knots_s[first:last], self._rows[first + _HALF : last - _HALF], _DEGREE, extrapolate=False)
        return [curve(at_s, nu=order) for order in orders]
