"""Sensors that count samples at their own pace: the clock must believe them as far as their counter says."""

from __future__ import annotations

import numpy as np
import pytest

from coach.devices.device import Counter
from coach.dsp.clock import Clock
from coach.events import Floats, RawSamples, Rejected

HZ = 200.0
BATCH = 4


def dated(off: float, tolerance: float) -> Floats:
    """Two minutes of samples at a rate that is off by so much, heard through a jittery radio."""
    clock = Clock("waist", Counter(HZ, 2**53, 1, tolerance))
    rng = np.random.default_rng(5)
    arrived_s = 0.0
    times: list[float] = []
    for first in range(0, int(120 * HZ), BATCH):
        arrived_s = max(arrived_s, (first + BATCH) / (HZ * (1.0 + off)) + 0.01 + rng.exponential(0.008))
        still = np.zeros((BATCH, 3))
        for samples in clock.feed(RawSamples(still, still, ticks=first + np.arange(float(BATCH))), arrived_s):
            assert not isinstance(samples, Rejected)
            times += samples.t_s.tolist()
    return np.array(times)


@pytest.mark.parametrize("off", [-0.02, -0.005, 0.01, 0.02])
def test_a_motion_chips_own_pace_is_learned(off: float) -> None:
    t_s = dated(off, tolerance=0.03)
    quarter = int(HZ / 4)
    error_s = t_s[quarter:] - t_s[:-quarter] - quarter / (HZ * (1.0 + off))
    assert np.abs(error_s).max() < 1e-3
    assert np.abs(error_s[int(20 * HZ) :]).max() < 1e-4
    assert t_s[-1] - t_s[0] == pytest.approx((len(t_s) - 1) / (HZ * (1.0 + off)), abs=0.01)


def test_a_crystal_is_not_believed_to_be_so_far_off() -> None:
    t_s = dated(0.02, tolerance=1e-3)
    assert abs(t_s[-1] - t_s[0] - (len(t_s) - 1) / (HZ * 1.02)) > 1.0
