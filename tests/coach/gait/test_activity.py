"""Stand, walk or run."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from coach.events import Activity, Contact
from coach.gait.activity import HYSTERESIS, STOP_S, ActivityTracker


def feed(
    tracker: ActivityTracker,
    count: int,
    stride_s: float | None,
    contact_s: float,
    *,
    start_s: float = 0.0,
    floating: float | None = None,
) -> list[Activity]:
    """`count` even steps of one foot; the activity after each."""
    states: list[Activity] = []
    for k in range(count):
        at_s = start_s + k * (stride_s or 0.7)
        extras = {} if floating is None else {"flight_share": floating}
        contact = Contact("foot-left", "left", at_s, at_s + contact_s, at_s + 0.3, contact_s, 0.006, (), extras)
        tracker.update(contact, stride_s)
        states.append(tracker.activity)
    return states


def test_running_is_known_after_three_steps() -> None:
    states = feed(ActivityTracker(), 5, 0.74, 0.25)
    assert states == ["stand"] * (HYSTERESIS - 1) + ["run"] * 3


@pytest.mark.parametrize(("stride_s", "contact_s"), [(0.65, 0.16), (0.74, 0.25), (0.80, 0.32), (0.86, 0.36)])
def test_everything_measured_as_running_is_running(stride_s: float, contact_s: float) -> None:
    assert feed(ActivityTracker(), 4, stride_s, contact_s)[-1] == "run"


@pytest.mark.parametrize(("stride_s", "contact_s"), [(1.02, 0.62), (1.0, 0.54), (1.3, 0.85), (0.90, 0.50)])
def test_walking_is_walking(stride_s: float, contact_s: float) -> None:
    assert set(feed(ActivityTracker(), 20, stride_s, contact_s)) == {"stand", "walk"}


def test_a_walker_with_a_faulty_sensor_is_no_runner() -> None:
    generator = np.random.default_rng(1)
    tracker = ActivityTracker()
    for k in range(2000):
        contact_s = float(generator.choice([0.17, 0.25, 0.4, 0.6, nan]))
        stride_s = float(generator.normal(1.02, 0.05))
        assert feed(tracker, 1, stride_s if generator.random() < 0.9 else None, contact_s, start_s=k * 1.02) != ["run"]


def test_a_grounded_step_ends_no_run_and_begins_none() -> None:
    runner = ActivityTracker()
    feed(runner, 5, 0.74, 0.25)
    assert feed(runner, 20, 0.74, 0.355, start_s=4.0)[-1] == "run"
    assert feed(ActivityTracker(), 20, 0.74, 0.355)[-1] == "walk"


def test_two_strange_steps_change_nothing() -> None:
    tracker = ActivityTracker()
    feed(tracker, 5, 0.74, 0.25)
    assert feed(tracker, 2, 1.1, 0.7, start_s=3.7) == ["run", "run"]
    assert feed(tracker, 1, 0.74, 0.25, start_s=5.5) == ["run"]
    assert feed(tracker, 3, 1.1, 0.7, start_s=6.2)[-1] == "walk"


def test_a_pause_is_standing_and_running_is_back_within_a_few_steps() -> None:
    tracker = ActivityTracker()
    feed(tracker, 10, 0.74, 0.25)
    after = feed(tracker, 1, None, 0.25, start_s=10 * 0.74 + STOP_S + 0.1)
    assert after == ["stand"]
    assert feed(tracker, 3, 0.74, 0.25, start_s=11.0)[-1] == "run"


def test_unknown_steps_break_a_series() -> None:
    tracker = ActivityTracker()
    for k in range(20):
        feed(tracker, 2, 0.74, 0.25, start_s=3 * k * 0.74)
        assert feed(tracker, 1, 0.74, nan, start_s=(3 * k + 2) * 0.74) == ["stand"]


def test_a_trunk_that_does_not_float_walks() -> None:
    assert feed(ActivityTracker(), 10, 0.74, 0.25, floating=0.05)[-1] == "walk"
    runner = ActivityTracker()
    assert feed(runner, 10, 0.74, 0.25, floating=0.3)[-1] == "run"
    assert feed(runner, 10, 0.74, 0.25, start_s=7.4, floating=0.10)[-1] == "run"
    assert feed(runner, 10, 0.74, 0.25, start_s=14.8, floating=0.05)[-1] == "walk"


@pytest.mark.parametrize(("apart_s", "expected"), [(1.0, "walk"), (1.4, "walk"), (0.7, "stand"), (2.3, "stand")])
def test_feet_that_are_set_down_again_and_again_walk_though_none_can_be_measured(
    apart_s: float, expected: Activity
) -> None:
    tracker = ActivityTracker()
    for k in range(6):
        contact = Contact("foot-left", "left", k * apart_s, k * apart_s + 0.6, k * apart_s + 1.2, nan, 0.012, ("gap",))
        assert tracker.update(contact, None) is None
    assert tracker.activity == expected


def test_a_runner_whose_contacts_cannot_be_measured_is_no_walker() -> None:
    tracker = ActivityTracker()
    assert feed(tracker, 6, 0.7, 0.24)[-1] == "run"
    for k in range(8):  # one stride of two is missed, so that strides look like a walker's
        at_s = 4.2 + 1.4 * k
        tracker.update(Contact("foot-left", "left", at_s, at_s + 0.24, at_s + 0.3, nan, 0.012, ("gap",)), None)
    assert tracker.activity == "run"
    assert feed(tracker, 2, 0.7, 0.24, start_s=15.0)[-1] == "run"


def test_who_floats_for_more_than_half_of_the_time_jumps() -> None:
    assert feed(ActivityTracker(), 6, 0.70, 0.21, floating=0.45)[-1] == "run"
    assert set(feed(ActivityTracker(), 6, 0.90, 0.21, floating=0.57)) == {"stand", "walk"}


@pytest.mark.parametrize(("speed_mps", "activity"), [(1.8, "run"), (1.2, "walk")])
def test_nobody_runs_at_a_walking_pace(speed_mps: float, activity: Activity) -> None:
    tracker = ActivityTracker()
    for k in range(5):
        at_s = 0.7 * k
        told = {"speed_mps": speed_mps}
        tracker.update(Contact("foot-left", "left", at_s, at_s + 0.2, at_s + 0.25, 0.2, 0.006, (), told), 0.7)
    assert tracker.activity == activity
