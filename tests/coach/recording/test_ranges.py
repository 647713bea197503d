"""What range a sensor had shows where its values stop, and only from then on."""

from __future__ import annotations

import math

import numpy as np

from coach.recording.ranges import ACCEL_RANGES_G, limits


def test_a_range_shows_where_values_stop_and_only_from_then_on() -> None:
    rng = np.random.default_rng(1)
    loud = rng.normal(0.0, 5.0, (3000, 3))
    clipped = np.clip(loud, -8.0, 7.99976)
    at_the_end = np.flatnonzero(np.abs(clipped).max(axis=1) > 7.99)
    assert limits(clipped, ACCEL_RANGES_G) == [(0, math.inf), (int(at_the_end[2]), 8.0)]
    assert limits(loud, ACCEL_RANGES_G) == [(0, math.inf)]
    assert limits(clipped[:, 3:], ACCEL_RANGES_G) == [(0, math.inf)]


def test_a_range_that_is_exceeded_is_forgotten() -> None:
    x = np.zeros((100, 3))
    x[[10, 20, 30], 1] = 4.0
    x[60, 2] = -9.0
    x[[70, 80, 90], 0] = 16.0
    assert limits(x, ACCEL_RANGES_G) == [(0, math.inf), (30, 4.0), (60, math.inf), (90, 16.0)]


def test_a_sensor_at_rest_shows_no_range() -> None:
    x = np.tile([0.0, 0.0, 1.0], (500, 1))
    assert limits(x, ACCEL_RANGES_G) == [(0, math.inf)]
