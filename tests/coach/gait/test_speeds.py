"""Of several speeds, which one counts, and until when."""

from __future__ import annotations

import math

import pytest

from coach.events import Speed
from coach.gait.speeds import MEASURED_LIFE_S, Speeds


def told(*speeds: Speed) -> Speeds:
    """As if these had been told, in this order."""
    found = Speeds()
    for speed in speeds:
        found.add(speed)
    return found


def counts(speeds: Speeds, at_s: float) -> tuple[float, str] | None:
    speed = speeds.at(at_s)
    return None if speed is None else (speed.speed_mps, speed.source)


def test_a_typed_speed_holds_until_the_next_one() -> None:
    speeds = told(Speed(10.0, 3.0, "typed"), Speed(30.0, 0.0, "typed"), Speed(20.0, 4.0, "typed"))

    at = [speeds.at(t) for t in (9.0, 10.0, 19.0, 20.0, 31.0)]
    assert [speed and speed.speed_mps for speed in at] == [None, 3.0, 3.0, 4.0, None]


@pytest.mark.parametrize("source", ["treadmill", "footpod", "phone", "table", "something new"])
def test_a_measured_speed_grows_old(source: str) -> None:
    speeds = told(Speed(5.0, 3.0, source))

    assert counts(speeds, 5.0 + MEASURED_LIFE_S) == (3.0, source)
    assert counts(speeds, math.nextafter(5.0 + MEASURED_LIFE_S, math.inf)) is None


def test_the_belt_goes_before_the_pod_before_the_phone() -> None:
    speeds = told(Speed(0.0, 2.0, "treadmill"), Speed(5.0, 3.0, "footpod"), Speed(8.0, 4.0, "phone"))

    assert counts(speeds, 9.5) == (2.0, "treadmill")
    assert counts(speeds, 12.0) == (3.0, "footpod"), "the belt has not been heard for too long"
    assert counts(speeds, 17.0) == (4.0, "phone")


def test_who_types_a_speed_in_knows_better_than_a_pod_and_worse_than_the_belt() -> None:
    speeds = told(Speed(0.0, 3.0, "typed"), Speed(5.0, 2.8, "footpod"), Speed(6.0, 3.1, "treadmill"))

    assert counts(speeds, 5.5) == (3.0, "typed")
    assert counts(speeds, 7.0) == (3.1, "treadmill")
    assert counts(speeds, 100.0) == (3.0, "typed")


def test_of_equals_the_newer_counts() -> None:
    speeds = told(Speed(3.0, 3.1, "table"), Speed(2.0, 4.0, "phone"))

    assert counts(speeds, 4.0) == (3.1, "table")


def test_a_belt_that_stands_is_not_overruled() -> None:
    speeds = told(Speed(0.0, 2.5, "typed"), Speed(1.0, 3.0, "treadmill"), Speed(2.0, 0.0, "treadmill"))

    assert counts(speeds, 1.5) == (3.0, "treadmill")
    assert counts(speeds, 3.0) is None
    assert counts(speeds, 60.0) == (2.5, "typed"), "it went away altogether"
