"""Own normal and the band around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.baseline import Baseline
from coach.coaching.normal import Normal, Seen
from coach.config import Baseline as Settings
from coach.config import Stance
from coach.events import Step

STEP = Step(
    foot="left",
    placement="foot-left",
    initial_contact_s=0.0,
    toe_off_s=0.24,
    declared_s=0.25,
    contact_s=0.24,
    uncertainty_s=0.006,
    stride_s=0.72,
    flight_s=0.12,
    activity="run",
    valid=True,
    reason="",
)
STANCE = Stance(trigger_percent=4, release_percent=2)


def fresh(learn_s: float = 10.0, contact_ms: float | None = None, at_mps: float | None = None) -> Baseline:
    """A baseline that knows nobody."""
    return Baseline(Settings(learn_s=learn_s, contact_ms=contact_ms, contact_at_mps=at_mps), STANCE, {})


def known(baseline: Baseline) -> Normal | None:
    """The left foot's normal."""
    return baseline.normals.get(("foot-left", "left"))


def taught(contacts_s: list[float], *, speed_mps: float | None = None, learn_s: float = 10.0) -> Baseline:
    """A baseline that has seen these contacts of the left foot, 0.72 s apart."""
    baseline = fresh(learn_s)
    for k, contact_s in enumerate(contacts_s):
        baseline.learn(replace(STEP, declared_s=0.72 * k, contact_s=contact_s), speed_mps)
    return baseline


def test_a_normal_is_known_after_its_time_and_not_before() -> None:
    assert not taught([0.24] * 14).knows(STEP)
    assert taught([0.24] * 15).knows(STEP)
    assert taught([0.24] * 14).learned_s(STEP) == pytest.approx(13 * 0.72)


def test_a_few_wild_steps_do_not_move_it() -> None:
    assert taught([0.24] * 12 + [0.40] * 5).usual(STEP, None).contact_s == 0.24


def test_each_foot_has_its_own_and_another_sensor_knows_nothing_of_it() -> None:
    baseline = taught([0.24] * 20)
    assert not baseline.knows(replace(STEP, foot="right", placement="foot-right"))
    assert not baseline.knows(replace(STEP, placement="shank-left"))


def test_what_half_of_the_steps_do_not_have_is_not_known() -> None:
    baseline = fresh()
    for k in range(20):
        baseline.learn(replace(STEP, declared_s=0.72 * k, flight_s=0.12 if k % 3 == 0 else None), None)
    usual = baseline.usual(STEP, None)
    assert (usual.flight_s, usual.stride_s, usual.sinks) == (None, 0.72, {})


def test_a_steady_runner_gets_the_band_that_was_asked_for() -> None:
    band = taught([0.24] * 20).band(STEP, None)
    assert (band.normal_s, band.trigger, band.release) == pytest.approx((0.24, 0.04, 0.02))
    assert band.limit_s == pytest.approx(0.2496)


def test_a_restless_runner_gets_a_wider_one_but_never_a_deaf_one() -> None:
    generator = np.random.default_rng(5)
    restless = taught((0.24 + 0.0072 * generator.standard_normal(400)).tolist(), learn_s=280).band(STEP, None)
    assert restless.trigger == pytest.approx(0.06, abs=0.008)
    assert restless.release == pytest.approx(0.03, abs=0.004)
    wild = taught((0.24 + 0.05 * generator.standard_normal(400)).tolist(), learn_s=280).band(STEP, None)
    assert (wild.trigger, wild.release) == pytest.approx((0.08, 0.04))


def test_normal_follows_a_known_speed_with_a_band_that_knows_its_doubt() -> None:
    """Measured over 26 runners: 268, 224 and 194 ms at 2.5, 3.5 and 4.5 m/s."""
    baseline = taught([0.224] * 20, speed_mps=3.5)
    for speed_mps, contact_s in ((2.5, 0.268), (3.5, 0.224), (4.5, 0.194)):
        assert baseline.band(STEP, speed_mps).normal_s == pytest.approx(contact_s, abs=0.003)
    assert baseline.band(STEP, 3.5).trigger == pytest.approx(0.04)
    assert 0.055 < baseline.band(STEP, 2.5).trigger < 0.07


def test_without_speed_then_or_now_normal_stays_as_it_is() -> None:
    assert taught([0.24] * 20).band(STEP, 2.5).normal_s == 0.24
    assert taught([0.24] * 20, speed_mps=3.5).band(STEP, None).normal_s == pytest.approx(0.24)


def test_good_running_at_another_speed_makes_the_curve_ones_own_and_the_band_narrower() -> None:
    baseline = taught([0.240] * 20, speed_mps=3.5)
    before = baseline.band(STEP, 2.5)
    for k in range(50):
        baseline.more(replace(STEP, declared_s=100 + 0.72 * k, contact_s=0.300), 2.52, 0.0)
    after = baseline.band(STEP, 2.5)
    assert before.normal_s == pytest.approx(0.288, abs=0.001)
    assert after.normal_s == pytest.approx(0.300, abs=0.004)
    assert after.trigger < before.trigger - 0.005
    assert baseline.band(STEP, 4.5).normal_s < 0.240 * (4.5 / 3.5) ** -0.54


def test_a_level_that_crept_in_is_not_learned_as_a_property_of_the_speed() -> None:
    baseline = taught([0.240] * 20, speed_mps=3.5)
    for k in range(50):
        baseline.more(replace(STEP, declared_s=100 + 0.72 * k, contact_s=0.288 * 1.03), 2.5, 0.03)
    assert baseline.band(STEP, 2.5).normal_s == pytest.approx(0.288, abs=0.001)


def test_a_speed_that_was_only_passed_through_teaches_nothing() -> None:
    baseline = fresh()
    for k in range(60):
        baseline.learn(replace(STEP, declared_s=0.72 * k, contact_s=0.3 if k < 4 else 0.24), 2.5 if k < 4 else 3.5)
    normal = known(baseline)
    assert normal is not None
    assert [seen.speed_mps for seen in normal.seen] == [3.5]


def test_what_is_known_from_earlier_runs_is_known_at_once() -> None:
    seen = (Seen(300, 0.26, 0.012, 3.0), Seen(300, 0.22, 0.012, 4.0))
    baseline = Baseline(Settings(), STANCE, {("foot-left", "left"): seen})
    assert baseline.knows(STEP)
    assert baseline.usual(STEP, 3.0).contact_s == pytest.approx(0.26, rel=0.01)
    assert baseline.usual(STEP, 4.0).contact_s == pytest.approx(0.22, rel=0.01)


def test_a_contact_time_from_the_settings_stays_while_the_rest_is_learned() -> None:
    baseline = fresh(contact_ms=230)
    before = baseline.usual(STEP, None)
    assert (before.contact_s, before.stride_s) == (0.23, None)
    for k in range(20):
        baseline.learn(replace(STEP, declared_s=0.72 * k), None)
    after = baseline.usual(STEP, None)
    assert (after.contact_s, after.stride_s, after.flight_s) == (0.23, 0.72, 0.12)


def test_a_contact_time_may_be_told_and_taken_back_before_anything_is_learned() -> None:
    baseline = fresh(contact_ms=230)
    assert baseline.band(STEP, None).normal_s == 0.23
    baseline.set(Settings(contact_ms=250), STANCE)
    assert (baseline.usual(STEP, None).contact_s, baseline.band(STEP, None).normal_s) == (0.25, 0.25)
    baseline.set(Settings(), STANCE)
    assert not baseline.knows(STEP)


def test_a_contact_time_from_the_settings_may_have_its_speed() -> None:
    baseline = fresh(contact_ms=230, at_mps=3.0)
    assert baseline.usual(STEP, None).contact_s == pytest.approx(0.230)
    assert baseline.usual(STEP, 4.0).contact_s == pytest.approx(0.230 * (4 / 3) ** -0.54)
    assert baseline.usual(STEP, 4.0).unsure > 0.01


def test_flight_is_what_contact_leaves_of_the_step_at_every_speed() -> None:
    usual = taught([0.24] * 20, speed_mps=3.5).usual(STEP, 2.5)
    assert usual.stride_s is not None
    assert usual.flight_s == pytest.approx(0.12 + 0.5 * (usual.stride_s - 0.72) - (usual.contact_s - 0.24))
    assert usual.stride_s > 0.72
