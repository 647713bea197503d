"""The simulated runner who does what he hears, and a course that is laid out while it is run."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest

from coach.events import Packet
from coach.simulate.course import Course
from coach.simulate.follower import Follower, Manner, Rest
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor


def course() -> Course:
    return Course(Scenario("x", "", (Phase("walk", 1e4, 1.4), Phase("never", 10.0, 3.0))))


def test_what_lay_before_stays_as_it_was() -> None:
    plain, turned = course(), course()
    turned.then(Phase("run", 1e4, 3.0, ramp_s=2.0), 20.0)
    for at_s in (0.0, 5.0, 19.99):
        assert turned.speed_mps(at_s) == plain.speed_mps(at_s)
        assert turned.distance_m(at_s) == plain.distance_m(at_s)
    assert turned.speed_mps(21.0) == pytest.approx(2.2)
    assert turned.speed_mps(23.0) == 3.0


def test_distance_goes_on_without_a_jump() -> None:
    turned = course()
    for k, speed_mps in enumerate((3.0, 1.0, 2.0)):
        turned.then(Phase(str(k), 1e4, speed_mps, ramp_s=1.0), 10.0 + 5.0 * k)
    for at_s in (10.0, 15.0, 20.0):
        assert turned.distance_m(at_s + 1e-6) == pytest.approx(turned.distance_m(at_s - 1e-6), abs=1e-4)
    assert turned.distance_m(40.0) - turned.distance_m(30.0) == pytest.approx(20.0)


def test_a_change_waits_for_the_one_that_is_under_way() -> None:
    turned = course()
    turned.then(Phase("run", 1e4, 3.0, ramp_s=4.0), 10.0)
    turned.then(Phase("walk", 1e4, 1.0, ramp_s=1.0), 11.0)
    assert turned.speed_mps(14.0) == pytest.approx(3.0)
    assert turned.speed_mps(15.5) == pytest.approx(1.0)


def test_a_later_word_takes_the_place_of_what_was_planned() -> None:
    turned = course()
    turned.then(Phase("run", 1e4, 3.0, ramp_s=1.0), 30.0)
    turned.then(Phase("stroll", 1e4, 1.0, ramp_s=1.0), 10.0)
    assert turned.speed_mps(40.0) == 1.0


def led(manner: Manner | None = None) -> Follower:
    follower = Follower([SimulatedSensor("foot-left")], 3, manner)
    calls = [(2.0, "drill-warm-up"), (15.0, "drill-pogo"), (20.0, "drill-go"), (32.0, "drill-stop")]
    calls += [(36.0, "drill-butt-kick"), (40.0, "drill-go"), (50.0, "drill-stop")]
    for at_s, cue in calls:
        follower.advance(at_s)
        follower.hear(cue, at_s)
    follower.advance(60.0)
    return follower


def test_he_does_what_he_is_told_when_he_is_told() -> None:
    truth = [step for step in led().runner.truth if step.initial_contact_s > 1.0]
    order = [gait for gait, steps in groupby(truth, lambda step: step.gait) if len(list(steps)) > 2]
    assert order == ["walk", "run", "walk", "pogo", "walk", "butt-kick", "walk"]
    first = min(step.initial_contact_s for step in truth if step.gait == "pogo")
    last = max(step.initial_contact_s for step in truth if step.gait == "pogo")
    assert 23.0 < first < 25.0
    assert 32.0 < last < 35.0


def test_he_is_sloppy_until_he_is_told() -> None:
    follower = Follower([SimulatedSensor("foot-left")], 3)
    for at_s, cue in ((2.0, "drill-pogo"), (6.0, "drill-go"), (16.0, "drill-quicker")):
        follower.advance(at_s)
        follower.hear(cue, at_s)
    follower.advance(28.0)
    jumps = [step for step in follower.runner.truth if step.gait == "pogo"]
    before = [step.contact_s for step in jumps if 12.0 < step.initial_contact_s < 17.0]
    after = [step.contact_s for step in jumps if step.initial_contact_s > 21.0]
    assert min(before) > 0.25
    assert max(after) < 0.22


def test_he_may_stop_in_between() -> None:
    follower = led(Manner(rests=(Rest(1, 3.0, 4.0),)))
    jumps = sorted(step.initial_contact_s for step in follower.runner.truth if step.gait == "pogo")
    longest = max(later - earlier for earlier, later in pairwise(jumps))
    assert 3.0 < longest < 5.5


def test_the_same_words_give_the_same_bytes() -> None:
    def heard(steps: int) -> list[Packet]:
        follower = Follower([SimulatedSensor("foot-left")], 5)
        packets = [packet for k in range(1, steps + 1) for packet in follower.advance(k * 10.0 / steps)]
        follower.hear("drill-warm-up", 10.0)
        return packets + follower.advance(20.0)

    assert heard(40) == heard(160)
