"""Own normal and the band around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.baseline import Baseline
from coach.coaching.withholding import Withholding
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


def taught(contacts_s: list[float], *, speed_mps: float | None = None, learn_s: float = 10.0) -> Baseline:
    """A baseline that has seen these contacts of the left foot, 0.72 s apart."""
    baseline = Baseline(Settings(learn_s=learn_s), STANCE)
    for k, contact_s in enumerate(contacts_s):
        baseline.learn(replace(STEP, declared_s=0.72 * k, contact_s=contact_s), speed_mps)
    return baseline


def test_a_normal_is_known_after_its_time_and_not_before() -> None:
    assert taught([0.24] * 14).normal(STEP) is None
    assert taught([0.24] * 15).normal(STEP) is not None
    assert taught([0.24] * 14).learned_s(STEP) == pytest.approx(13 * 0.72)


def test_a_few_wild_steps_do_not_move_it() -> None:
    normal = taught([0.24] * 12 + [0.40] * 5).normal(STEP)
    assert normal is not None
    assert normal.contact_s == 0.24


def test_each_foot_has_its_own_and_another_sensor_knows_nothing_of_it() -> None:
    baseline = taught([0.24] * 20)
    assert baseline.normal(replace(STEP, foot="right", placement="foot-right")) is None
    assert baseline.normal(replace(STEP, placement="shank-left")) is None


def test_what_half_of_the_steps_do_not_have_is_not_known() -> None:
    baseline = Baseline(Settings(learn_s=10), STANCE)
    for k in range(20):
        baseline.learn(replace(STEP, declared_s=0.72 * k, flight_s=0.12 if k % 3 == 0 else None), None)
    normal = baseline.normal(STEP)
    assert normal is not None
    assert (normal.flight_s, normal.stride_s, normal.speed_mps) == (None, 0.72, None)


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
    assert 0.08 < baseline.band(STEP, 2.5).trigger < 0.12


def test_without_speed_then_or_now_normal_stays_as_it_is() -> None:
    assert taught([0.24] * 20).band(STEP, 2.5).normal_s == 0.24
    assert taught([0.24] * 20, speed_mps=3.5).band(STEP, None).normal_s == 0.24


def test_a_contact_time_from_the_settings_stays_while_the_rest_is_learned() -> None:
    baseline = Baseline(Settings(learn_s=10, contact_ms=230), STANCE)
    before = baseline.normal(STEP)
    assert before is not None
    assert (before.contact_s, before.stride_s) == (0.23, None)
    for k in range(20):
        baseline.learn(replace(STEP, declared_s=0.72 * k), None)
    after = baseline.normal(STEP)
    assert after is not None
    assert (after.contact_s, after.stride_s, after.flight_s) == (0.23, 0.72, 0.12)


def test_cues_are_withheld_at_the_asked_rate_the_same_each_time() -> None:
    def fates(seed: int) -> list[bool]:
        withholding = Withholding(20.0, seed)
        return [withholding.next() for _ in range(5000)]

    first = fates(1)
    assert sum(first) / 5000 == pytest.approx(0.2, abs=0.02)
    assert first == fates(1)
    assert first != fates(2)
    assert not any(Withholding(0.0, 1).next() for _ in range(100))
