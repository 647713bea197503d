from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UserError
from coach.simulate.course import Course
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.scenarios import SCENARIOS

_MIXED = Scenario(
    "mixed",
    "",
    (
        Phase("stand", 5.0, 0.0, ramp_s=0.0),
        Phase("walk", 20.0, 1.5),
        Phase("run", 30.0, 3.4, turn_deg=90.0, stumbles=2),
    ),
)


def test_distance_is_the_integral_of_speed() -> None:
    course = Course(_MIXED)
    t = np.linspace(-3.0, 60.0, 20001)
    speed = np.array([course.speed_mps(x) for x in t])
    ran = float(np.sum((speed[1:] + speed[:-1]) * np.diff(t)) / 2.0)
    assert course.distance_m(60.0) - course.distance_m(-3.0) == pytest.approx(ran, abs=1e-4)


@given(st.floats(-20.0, 80.0))
def test_speed_never_jumps(at_s: float) -> None:
    course = Course(_MIXED)
    assert abs(course.speed_mps(at_s + 1e-4) - course.speed_mps(at_s)) < 2e-4


def test_a_turn_adds_up_to_its_angle() -> None:
    course = Course(_MIXED)
    t = np.arange(20.0, 60.0, 0.01)
    assert sum(course.heading_rate_dps(float(x)) * 0.01 for x in t) == pytest.approx(90.0, abs=0.1)


def test_who_stands_sets_off_when_the_belt_does() -> None:
    course = Course(_MIXED)
    sets_off_s = course.sets_off_s(1.0)
    assert 5.0 < sets_off_s < 9.0
    assert course.speed_mps(sets_off_s) == pytest.approx(0.25, abs=1e-6)
    assert Course(Scenario("still", "", (Phase("stand", 5.0, 0.0),))).sets_off_s(1.0) > 1e4


def test_a_scenario_on_the_move_is_at_full_speed_from_the_start() -> None:
    course = Course(SCENARIOS["steady"])
    assert course.speed_mps(0.0) == SCENARIOS["steady"].phases[0].speed_mps
    assert course.speed_mps(-20.0) == 0.0


def test_stumbles_are_spread_over_the_phase() -> None:
    course = Course(_MIXED)
    due = [t for t in np.arange(20.0, 60.0, 0.5) if course.stumbles_between(float(t), float(t) + 0.5)]
    assert len(due) == 2
    assert due[1] - due[0] == pytest.approx(10.0, abs=0.6)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Phase("odd", 0.0, ramp_s=0.0),
        lambda: Phase("odd", 3.0, ramp_s=4.0),
        lambda: Phase("odd", 9.0, -1.0),
        lambda: Phase("odd", 9.0, 9.0),
        lambda: Phase("odd", 9.0, contact_stretch=3.0),
        lambda: Phase("odd", 9.0, flight_stretch=0.1),
    ],
    ids=["no time", "long ramp", "backwards", "too fast", "too long a contact", "hardly any flight"],
)
def test_impossible_phases_are_refused(wrong: Callable[[], Phase]) -> None:
    with pytest.raises(UserError, match="Phase 'odd'"):
        wrong()


def test_an_empty_scenario_is_refused() -> None:
    with pytest.raises(UserError, match="no phases"):
        Scenario("nothing", "", ())


def test_the_table_is_keyed_by_name() -> None:
    assert all(name == scenario.name and scenario.about for name, scenario in SCENARIOS.items())
    assert {"steady", "demo"} <= SCENARIOS.keys()
    assert SCENARIOS["demo"].lasts_s == 600.0
