"""The parts of the trunk detector against formulas that can be worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.gait.trunk.constants import WAIST
from coach.gait.trunk.crossings import Crossings, Trigger
from coach.gait.trunk.model import USUAL_LEAD_S, date, half_sine_s
from coach.gait.trunk.pulse import Pulse, pulse
from coach.gait.trunk.release import Releases
from coach.gait.trunk.steps import TrunkStep
from coach.gait.trunk.travel import travel
from coach.gait.trunk.upright import Upright


@pytest.mark.parametrize("duty", [0.4, 0.55, 0.7, 0.9])
def test_a_half_sine_push_is_as_long_as_it_is(duty: float) -> None:
    step_s, rate_hz = 0.36, 1000.0
    t = np.arange(int(step_s * rate_hz)) / rate_hz
    vertical_g = np.pi / (2 * duty) * np.sin(np.pi * t / (duty * step_s)) * (t < duty * step_s)
    shape = pulse(vertical_g, 0.0, step_s * rate_hz, 0, rate_hz)

    assert half_sine_s(shape) == pytest.approx(duty * step_s, abs=0.001)
    assert shape.centre_s == pytest.approx(duty * step_s / 2, abs=0.001)
    assert shape.skew_g == pytest.approx(0.0, abs=0.01)


def test_an_early_push_is_skewed_forwards() -> None:
    t = np.linspace(0.0, 1.0, 400, endpoint=False)
    early = pulse(np.exp(-((t - 0.2) ** 2) / 0.01) + np.exp(-((t - 0.4) ** 2) / 0.03), 0.0, 400.0, 0, 1000.0)
    late = pulse(np.exp(-((t - 0.8) ** 2) / 0.01) + np.exp(-((t - 0.6) ** 2) / 0.03), 0.0, 400.0, 0, 1000.0)

    assert early.skew_g > 0.05
    assert late.skew_g == pytest.approx(-early.skew_g, abs=0.01)


def test_amplitudes_beyond_the_table_are_clamped() -> None:
    assert half_sine_s(Pulse(0.36, 5.0, 0.1, 0.0)) == pytest.approx(0.30 * 0.36)
    assert half_sine_s(Pulse(0.36, 0.1, 0.1, 0.0)) == pytest.approx(0.98 * 0.36)


STEP = TrunkStep(
    loading_s=10.0,
    next_loading_s=10.36,
    declared_s=10.45,
    release_s=0.22,
    pulse=Pulse(0.36, 1.5, 0.09, 0.1),
    travel=None,
    flight_share=0.3,
    turn_dps=math.nan,
    beats=1,
    leftness=math.nan,
    by_roll=False,
    faults=(),
)


def test_speed_shortens_contact_and_narrows_the_band() -> None:
    slow, fast, unknown = (date(STEP, WAIST, speed) for speed in (2.5, 4.5, None))

    assert fast.contact_s < slow.contact_s
    assert slow.uncertainty_s == fast.uncertainty_s == 0.020
    assert unknown.uncertainty_s > slow.uncertainty_s


def test_speeds_beyond_the_fitted_ones_are_held_at_the_edge() -> None:
    assert date(STEP, WAIST, 9.0) == date(STEP, WAIST, 6.0)
    assert date(STEP, WAIST, 0.5) == date(STEP, WAIST, 2.0)


def test_without_shape_or_release_there_is_no_contact_time() -> None:
    assert math.isnan(date(replace(STEP, release_s=math.nan), WAIST, 3.0).contact_s)
    shapeless = date(replace(STEP, pulse=None), WAIST, 3.0)
    assert math.isnan(shapeless.contact_s)
    assert shapeless.lead_s == USUAL_LEAD_S


@pytest.mark.parametrize("bias_g", [0.0, 1.0, 1.03])
def test_travel_of_a_sinusoid(bias_g: float) -> None:
    rate_hz, step_s, amplitude_cm = 208.0, 0.36, 4.0
    omega = 2 * np.pi / step_s
    t = np.arange(round(2 * step_s * rate_hz) + 1) / rate_hz
    accel_g = amplitude_cm / 100 * omega**2 * np.cos(omega * t) / 9.80665 + bias_g
    both = travel(accel_g, step_s * rate_hz, rate_hz)

    assert both.oscillation_cm == pytest.approx(2 * amplitude_cm, abs=0.1)
    # lowest where the push is strongest, at the loading itself: a quarter step earlier it is amplitude higher
    assert both.sink_cm(step_s / 4) == pytest.approx(amplitude_cm, abs=0.1)


@given(
    cuts=st.lists(st.integers(1, 60), min_size=1, max_size=8),
    seed=st.integers(0, 1000),
)
def test_crossings_do_not_depend_on_the_cutting(cuts: list[int], seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=300)
    whole, parts = Trigger(level=0.0, low=-0.5, high=0.5), Trigger(level=0.0, low=-0.5, high=0.5)
    found: list[tuple[float, int]] = []
    a = turn = 0
    while a < len(x):
        size = cuts[turn % len(cuts)]
        found += parts.feed(x[a : a + size], a)
        a, turn = a + size, turn + 1

    assert found == whole.feed(x, 0)


def test_a_trigger_needs_the_whole_swing() -> None:
    trigger = Trigger(level=1.0, low=0.75, high=1.25)

    assert trigger.feed(np.array([0.9, 1.1, 0.9, 1.3, 0.9, 1.3]), 0) == []
    assert trigger.feed(np.array([0.5, 0.9, 1.1, 0.9, 1.2, 1.3, 0.9, 1.3]), 6) == [(9.0 + 1 / 3, 11)]


def test_crossings_fall_where_a_line_would() -> None:
    crossings = Crossings(0.35, rising=False)
    crossings.feed(np.array([1.0, 0.45]), 0)
    crossings.feed(np.array([0.25, 1.0]), 2)

    assert crossings.first_after(0.0) == pytest.approx(1.5)
    assert crossings.first_after(1.6) is None
    assert crossings.last_before(1.4) is None
    crossings.forget_before(1.6)
    assert crossings.first_after(0.0) is None


def test_up_is_found_while_bouncing_and_again_after_a_new_mounting() -> None:
    rate_hz = 104.0
    t = np.arange(int(30 * rate_hz)) / rate_hz
    bounce = 1.0 + 1.5 * np.sin(2 * np.pi * 2.7 * t)
    accel = np.where(t[:, None] < 15.0, bounce[:, None] * [0.0, 0.6, 0.8], bounce[:, None] * [0.8, 0.0, -0.6])
    upright = Upright(rate_hz)
    held, _ = upright.feed(accel[:100])
    rows, up = upright.feed(accel[100:])

    assert len(held) == 0
    assert len(rows) == len(accel)
    assert up[int(14 * rate_hz)] == pytest.approx([0.0, 0.6, 0.8], abs=0.02)
    assert up[int(25 * rate_hz)] == pytest.approx([0.8, 0.0, -0.6], abs=0.04)


def test_a_lopsided_sensor_is_evened_out_a_lopsided_runner_is_not() -> None:
    sensor, runner = Releases(), Releases()
    one_hip = [sensor.add(0.22 if k % 2 else 0.30, 1) for k in range(8)]
    limping = [runner.add(0.22 if k % 2 else 0.24, 1) for k in range(8)]

    assert one_hip[-1] == (pytest.approx(0.26), True)
    assert limping[-1] == (0.22, False)


def test_a_lost_count_forgets_which_step_was_which() -> None:
    releases = Releases()
    for k in range(6):
        releases.add(0.22 if k % 2 else 0.30, 1)

    assert releases.add(0.22, 0) == (0.22, False)
    assert math.isnan(releases.add(math.nan, 1)[0])
