"""Landmarks, strapdown and models on signals drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.dsp.orientation import PitchAxis
from coach.events import Block, Floats
from coach.gait.foot.anchors import Anchors, Leaving, Stance
from coach.gait.foot.early import Foresight
from coach.gait.foot.model import FootModel, Landmarks, Ridge, View
from coach.gait.foot.signals import Signals
from coach.gait.foot.strapdown import STANDARD_GRAVITY_MPS2, Strapdown
from coach.gait.foot.table import model_for

RATE = 100.0
STRIDE_S, CONTACT_S = 0.7, 0.25
AXIS = np.array([0.0, 1.0, 0.0])
Bells = tuple[tuple[float, float, float], ...]
"""(height in deg/s, seconds after initial contact, width in s)."""
RUNNING: Bells = ((-450.0, 0.02, 0.012), (-480.0, 0.24, 0.035), (450.0, 0.55, 0.06))
"""Landing, push-off, swing."""


def drawn(bells: Bells, strides: int = 5) -> Floats:
    """Pitch rate of strides of 0.7 s, the first beginning at 0.7 s; a swing comes before each."""
    t = np.arange(int((strides + 1.6) * STRIDE_S * RATE)) / RATE
    rate = np.zeros(len(t))
    for stride in range(strides + 1):
        for height, centre, width in bells:
            if stride > 0 or centre > 0.4:
                rate += height * np.exp(-0.5 * ((t - stride * STRIDE_S - centre) / width) ** 2)
    return rate


def known_axis() -> PitchAxis:
    """Learned while running."""
    axis, rate = PitchAxis(RATE), drawn(RUNNING, 12)
    for first in range(0, 800, 100):
        axis.learn(rate[first : first + 100, None] * AXIS)
    return axis


def felt(rate: Floats, accel: Floats | None = None) -> Block:
    gyro = rate[:, None] * AXIS
    none = np.zeros(len(rate), dtype=np.bool_)
    accel = np.tile([0.0, 0.0, 1.0], (len(rate), 1)) if accel is None else accel
    return Block("foot-left", 0.0, RATE, accel, gyro, none, none, fresh=True)


def signals_of(rate: Floats, accel: Floats | None = None) -> Signals:
    signals = Signals(RATE, known_axis())
    list(signals.feed(felt(rate, accel)))
    return signals


def stances(bells: Bells) -> tuple[list[Stance], list[Leaving]]:
    anchors = Anchors(RATE)
    found = list(anchors.find(signals_of(drawn(bells))))
    return found, list(anchors.leavings)


def after_contact_s(row: float, stride: int) -> float:
    """Seconds after the drawn initial contact of a stride, the filter's delay taken off."""
    return row / RATE - signals_of(np.zeros(10)).delay_s - stride * STRIDE_S


def test_each_stride_has_its_landmarks() -> None:
    found, leavings = stances(RUNNING)

    assert len(found) == len(leavings) == 5
    for number, stance in enumerate(found, start=1):
        assert after_contact_s(stance.anchor, number) == pytest.approx(0.02, abs=0.006)
        assert 0.05 < after_contact_s(stance.flat, number) < 0.18
        assert after_contact_s(stance.push, number) == pytest.approx(0.24 - 0.046, abs=0.006)
        assert after_contact_s(stance.heel_rise, number) < after_contact_s(stance.push, number)
        assert not stance.weak
        assert not stance.soft


def test_a_forefoots_rebound_is_no_swing() -> None:
    found, _ = stances((*RUNNING, (300.0, 0.045, 0.008)))

    assert len(found) == 5
    assert not any(stance.weak for stance in found)


def test_of_two_dips_the_one_before_the_rebound_counts() -> None:
    soft: Bells = ((-110.0, 0.01, 0.01), (190.0, 0.03, 0.008), (-160.0, 0.055, 0.008))
    found, _ = stances((*soft, *RUNNING[1:]))

    assert [after_contact_s(x.anchor, n) for n, x in enumerate(found, 1)] == pytest.approx([0.005] * 5, abs=0.012)


def test_a_heel_that_rocks_after_landing_does_not_push_off() -> None:
    found, _ = stances((*RUNNING, (-280.0, 0.075, 0.009)))

    assert [after_contact_s(x.push, n) for n, x in enumerate(found, 1)] == pytest.approx([0.194] * 5, abs=0.008)


def test_a_landing_without_a_slap_is_soft() -> None:
    found, _ = stances(RUNNING[1:])

    assert len(found) == 5
    assert all(stance.soft for stance in found)


def test_a_push_off_that_is_too_slow_is_weak() -> None:
    found, leavings = stances((RUNNING[0], (-170.0, 0.24, 0.035), RUNNING[2]))

    assert len(found) == 5
    assert leavings == []
    assert all(stance.weak for stance in found)
    assert after_contact_s(found[0].push, 1) == pytest.approx(0.24, abs=0.012)


def test_a_foot_that_stays_down_is_given_up() -> None:
    rate = np.concatenate([drawn(RUNNING, 1)[:84], np.zeros(1000), drawn(RUNNING, 3)])
    found = list(Anchors(RATE).find(signals_of(rate)))

    assert len(found) == 3


@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_asking_often_finds_the_same(sizes: list[int]) -> None:
    block = felt(drawn((*RUNNING, (300.0, 0.045, 0.008), (-280.0, 0.075, 0.009))))
    signals, anchors = Signals(RATE, known_axis()), Anchors(RATE)
    found: list[Stance] = []
    first, turn = 0, 0
    assert block.gyro_dps is not None
    while first < len(block.accel_g):
        part = slice(first, first + sizes[turn % len(sizes)])
        first, turn = part.stop, turn + 1
        gyro, none = block.gyro_dps[part], block.filled[part]
        list(signals.feed(Block("foot-left", 0.0, RATE, block.accel_g[part], gyro, none, none)))
        found += anchors.find(signals)
        assert all(stance.decided < signals.pitch_end for stance in found)
    whole = Anchors(RATE)

    assert found == list(whole.find(signals_of(drawn((*RUNNING, (300.0, 0.045, 0.008), (-280.0, 0.075, 0.009))))))
    assert list(anchors.leavings) == list(whole.leavings)


def stepping(speed_mps: float, tilt_deg: float) -> Floats:
    """Specific force of a foot that rests, moves one stride ahead and rests, in a sensor tilted about y."""
    t = np.arange(int(4 * STRIDE_S * RATE)) / RATE
    moving = np.clip((t % STRIDE_S - CONTACT_S) / (STRIDE_S - CONTACT_S), 0.0, 1.0)
    length = speed_mps * STRIDE_S
    ahead = length * 2 * np.pi * np.sin(2 * np.pi * moving) / (STRIDE_S - CONTACT_S) ** 2 / STANDARD_GRAVITY_MPS2
    tilt = np.radians(tilt_deg)
    up, forward = np.array([-np.sin(tilt), 0.0, np.cos(tilt)]), np.array([np.cos(tilt), 0.0, np.sin(tilt)])
    return np.asarray(up + ahead[:, None] * forward)


@pytest.mark.parametrize("speed_mps", [1.5, 3.0, 5.0])
@pytest.mark.parametrize("tilt_deg", [0.0, 35.0])
def test_speed_and_directions_come_from_one_rest_to_the_next(speed_mps: float, tilt_deg: float) -> None:
    accel = stepping(speed_mps, tilt_deg)
    signals, strapdown = signals_of(np.zeros(len(accel)), accel), Strapdown(RATE)
    first, second = (round((k * STRIDE_S + 0.1) * RATE) for k in (1, 2))

    assert np.isnan(strapdown.flat(signals.motion, first))
    assert strapdown.directions(signals.motion, first) is None
    assert strapdown.flat(signals.motion, second) == pytest.approx(speed_mps, rel=0.02)
    directions = strapdown.directions(signals.motion, second)
    assert directions is not None
    tilt = np.radians(tilt_deg)
    assert directions[0] == pytest.approx([-np.sin(tilt), 0.0, np.cos(tilt)], abs=0.01)
    assert directions[1] == pytest.approx([np.cos(tilt), 0.0, np.sin(tilt)], abs=0.01)


def test_no_stride_is_measured_across_a_break() -> None:
    accel = stepping(3.0, 0.0)
    signals, strapdown = signals_of(np.zeros(len(accel)), accel), Strapdown(RATE)
    strapdown.flat(signals.motion, 80)
    strapdown.interrupt()

    assert np.isnan(strapdown.flat(signals.motion, 150))


def ridge(weight: float, constant_ms: float) -> Ridge:
    """Looks at the pitch rate at the landmark only; 1 ms for each SD of 100 deg/s."""
    one = np.ones((1, 1))
    return Ridge((0,), np.zeros(1), 0.0 * one, 100.0 * one, weight * one, constant_ms)


def model(weight: float = 1.0) -> FootModel:
    return FootModel(
        landing=ridge(weight, -10.0),
        leaving=(ridge(0.0, 60.0), ridge(0.0, 5.0)),
        strange_limit=4.0,
        fallback_landing_ms=-8.0,
        fallback_leaving_ms=70.0,
        uncertainty_ms=5.0,
        fallback_uncertainty_ms=10.0,
        speed_gain=1.0,
        speed_uncertainty=0.03,
        slowest_mps=2.0,
        fastest_mps=5.0,
    )


def dated(
    rate_dps: float, *, blind: bool = False, weak: bool = False, mass_kg: float | None = None
) -> tuple[float, float]:
    """Milliseconds from anchor to initial contact and from push to toe-off, while the rate stays the same."""
    view = View(signals_of(np.full(200, rate_dps)), RATE, np.zeros((1, 2, 3)))
    false, anchor, push = np.zeros(1, dtype=np.bool_), np.array([80.0]), np.array([100.0])
    marks = Landmarks(anchor, push, np.array([blind]), false, np.array([weak]))
    events = model().date(view, marks, mass_kg)
    return 10.0 * (float(events.initial_contact[0]) - 80.0), 10.0 * (float(events.toe_off[0]) - 100.0)


def test_a_model_adds_what_it_sees_to_its_constants() -> None:
    assert dated(0.0) == pytest.approx((-10.0, 65.0))
    assert dated(200.0) == pytest.approx((-8.0, 65.0))


def test_what_is_seen_is_clipped_before_it_is_weighed() -> None:
    assert dated(380.0) == pytest.approx((-6.5, 65.0))


def test_a_signal_unlike_training_is_dated_by_the_fallback() -> None:
    assert dated(900.0) == pytest.approx((-8.0, 70.0))
    assert dated(0.0, blind=True) == pytest.approx((-8.0, 70.0))
    assert dated(0.0, weak=True)[1] == pytest.approx(0.0)


def test_a_heavy_runner_touches_50_newton_earlier_and_leaves_it_later() -> None:
    light, heavy = dated(0.0, mass_kg=50.0), dated(0.0, mass_kg=90.0)

    assert heavy[0] < light[0]
    assert heavy[1] > light[1]
    assert dated(0.0, mass_kg=68.6) == pytest.approx(dated(0.0))


@pytest.mark.parametrize("rate_hz", [50.0, 52.0, 100.0, 104.0, 208.0, 416.0, 500.0])
def test_the_shipped_table_has_a_model_for_every_rate(rate_hz: float) -> None:
    shipped = model_for(rate_hz)

    assert shipped.landing.weights_ms.shape == (2, len(shipped.landing.offsets_s))
    assert all(np.all(stage.sd > 0.0) for stage in shipped.leaving)
    assert 3.0 < shipped.uncertainty_ms < shipped.fallback_uncertainty_ms < 15.0
    assert shipped.slowest_mps < 2.5
    assert shipped.fastest_mps > 4.5
    assert (shipped is model_for(104.0)) == (rate_hz == 104.0)


def test_a_long_stance_is_told_from_the_runners_own() -> None:
    foresight = Foresight()
    usual = Stance(97, 100.0, 110, 115.0, 120.0, soft=False, weak=False, decided=124)
    assert foresight.foresee(Leaving(200.0, 222.0, 223)) is None
    for _ in range(5):
        foresight.learn(usual, 99.0, 127.5)

    assert foresight.foresee(Leaving(200.0, 222.0, 223)) == pytest.approx((199.0, 229.5, 2.0))
