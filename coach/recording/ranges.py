"""What range a sensor had, from where its values stop: imported tables do not say it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from coach.events import Floats

ACCEL_RANGES_G = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 30.0, 32.0, 64.0, 100.0, 200.0, 400.0)
GYRO_RANGES_DPS = (125.0, 245.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0)
Limit: TypeAlias = tuple[int, float]
"""First row, and the range from there on."""
_NEAR_RANGE = 0.005
"""How far the last code may be from the nominal range: 32767 / 32.8 is 998.99 deg/s."""
_SAME = 0.001
_HITS = 3


def limits(values: Floats, ranges: Sequence[float]) -> list[Limit]:
    """Each change of what is known about the range of (n, axes) values; it starts infinite.

    A range is known once three rows have ended at one and the same largest value and that value is the end of a range
    that sensors have; it is forgotten when a row exceeds it. Only earlier rows are looked at, so that cutting the
    table cannot change what was believed before the cut.
    """
    if not values.size:
        return [(0, math.inf)]
    size = np.abs(values).max(axis=1)
    record = np.flatnonzero(size >= (1.0 - _SAME) * np.maximum.accumulate(size))
    found: list[Limit] = [(0, math.inf)]
    top, hits = 0.0, 0
    for row, value in zip(record.tolist(), size[record].tolist(), strict=True):
        if value > top * (1.0 + _SAME):
            top, hits = value, 0
            if top > found[-1][1] * (1.0 + _NEAR_RANGE):
                found.append((row, math.inf))
        hits += 1
        if hits == _HITS:
            near = min(ranges, key=lambda known: abs(known - top))
            if abs(near - top) <= _NEAR_RANGE * near and near != found[-1][1]:
                found.append((row, near))
    return found
