"""The low-pass against a reference implementation, and blind to how its input is cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt, sosfilt_zi

from coach.dsp.filters import LowPass, low_pass_delay_s
from coach.events import Floats


@pytest.mark.parametrize(("rate_hz", "cutoff_hz"), [(52, 30), (104, 30), (208, 20), (416, 5), (150, 42), (50, 8)])
def test_equals_the_textbook_butterworth(rate_hz: float, cutoff_hz: float) -> None:
    x = np.random.default_rng(1).normal(scale=300.0, size=(3000, 3)) + 7.0
    sos: Floats = np.asarray(butter(2, min(cutoff_hz, 0.35 * rate_hz), fs=rate_hz, output="sos"))
    settled: Floats = np.asarray(sosfilt_zi(sos))[:, :, None] * x[0]
    expected: Floats = np.asarray(sosfilt(sos, x, axis=0, zi=settled)[0])
    assert np.abs(LowPass(rate_hz, cutoff_hz, 3).feed(x) - expected).max() < 1e-9


@given(cuts=st.lists(st.integers(0, 700), max_size=12))
def test_any_cutting_gives_the_same_bits(cuts: list[int]) -> None:
    x = np.random.default_rng(2).normal(size=(700, 2))
    pieces = np.split(x, sorted(cuts))
    cut = LowPass(104, 30, 2)
    assert np.array_equal(np.concatenate([cut.feed(piece) for piece in pieces]), LowPass(104, 30, 2).feed(x))


def test_gravity_does_not_ring() -> None:
    still = np.tile([0.1, -0.2, 0.97], (2000, 1))
    assert np.abs(LowPass(104, 5, 3).feed(still) - still).max() < 1e-9


def test_the_stated_delay_is_the_delay_of_a_slow_ramp() -> None:
    low_pass = LowPass(208, 8, 1)
    ramp = np.arange(1000.0)[:, None]
    lag_rows = ramp[-1, 0] - low_pass.feed(ramp)[-1, 0]
    assert lag_rows / 208 == pytest.approx(low_pass.delay_s, rel=0.03)


@pytest.mark.parametrize(("rate_hz", "cutoff_hz"), [(52, 15), (104, 20), (50, 30)])
def test_the_delay_of_the_digital_filter_is_that_of_a_ramp_at_any_rate(rate_hz: float, cutoff_hz: float) -> None:
    ramp = np.arange(1000.0)[:, None]
    lag_rows = ramp[-1, 0] - LowPass(rate_hz, cutoff_hz, 1).feed(ramp)[-1, 0]
    assert lag_rows / rate_hz == pytest.approx(low_pass_delay_s(rate_hz, cutoff_hz), rel=1e-6)
