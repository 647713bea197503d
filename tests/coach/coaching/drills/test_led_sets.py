"""A set: what begins it, what ends it, and what is said meanwhile."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.config import Drills
from coach.events import Key, Link, Repetition, Step

from .puppet import Lead, Led, Puppet, repetition, step

ONE = Drills(sets=1)


def first_set(led: Led) -> tuple[int | None, str, float]:
    part = next(part for part in led.parts if part.kind == "drill")
    return part.repetitions, part.ended, part.end_s - part.start_s


def test_it_begins_with_the_first_repetition_and_not_with_the_call(lead: Lead) -> None:
    led = lead("pogo", ONE, puppet=Puppet(delay_s=5.0))
    (go_s,), part = led.times("drill-go"), led.parts[0]
    assert part.start_s == pytest.approx(go_s + 3.0 + 5.0)
    assert part.end_s - part.start_s == pytest.approx(12.0, abs=0.25)


def test_who_does_not_begin_is_called_once_more_and_then_left_alone(lead: Lead) -> None:
    led = lead("pogo", ONE, puppet=Puppet(delay_s=1000.0))
    assert len(led.times("drill-your-turn")) == 1
    assert first_set(led)[:2] == (0, "stopped")


def test_kicks_too_low_to_be_counted_are_told_and_go_by_the_clock(lead: Lead) -> None:
    kicks = [step(14.0 + 0.3 * k, "left", "run") for k in range(60)]
    led = lead("butt-kick", ONE, puppet=Puppet(delay_s=1000.0), events=kicks)
    assert len(led.times("drill-heel-up")) == 1
    assert not led.times("drill-your-turn")
    assert first_set(led) == (0, "done", pytest.approx(12.0, abs=0.3))


def test_without_a_sensor_nothing_is_counted_and_nothing_missed(lead: Lead) -> None:
    led = lead("skip", ONE)
    assert first_set(led) == (None, "done", pytest.approx(12.0, abs=0.25))
    assert not [one for one in led.said if one.cue.startswith("count") or one.cue == "drill-your-turn"]


def test_another_drill_is_not_counted(lead: Lead) -> None:
    wrong = [repetition("skip", 20.0 + 0.8 * k) for k in range(10)]
    assert first_set(lead("pogo", ONE, events=wrong, sensing=True, puppet=Puppet(delay_s=1000.0)))[0] == 0


def test_repetitions_that_become_certain_after_the_end_belong_to_the_set(lead: Lead) -> None:
    led = lead("pogo", ONE, puppet=Puppet())
    part = led.parts[0]
    jumps = [one for one in led.outputs if isinstance(one, Repetition) and part.start_s <= one.at_s <= part.end_s]
    assert part.repetitions == len(jumps)
    assert max(one.declared_s for one in jumps) > part.end_s


def test_a_sensor_that_is_lost_on_the_way_leaves_the_clock(lead: Lead) -> None:
    led = lead("pogo", ONE, puppet=Puppet(rests={1: (4.0, 500.0)}), events=[Link("foot-left", 15.0, "lost")])
    assert len(led.times("sensor-lost")) == 1
    assert any(status.state == "sensor-lost" for status in led.statuses)


def test_whoever_walks_away_has_ended_the_set(lead: Lead) -> None:
    walks = [step(22.0 + 0.6 * k, "left", "walk") for k in range(20)]
    led = lead("pogo", ONE, puppet=Puppet(rests={1: (5.0, 500.0)}), events=walks)
    count, ended, lasted_s = first_set(led)
    assert (count, ended) == (12, "stopped")
    assert lasted_s == pytest.approx(11 * 0.42)
    assert not led.times("drill-stop")


def test_counting_aloud_can_be_switched_off(lead: Lead) -> None:
    led = lead("pogo", Drills(sets=1, counts=False), puppet=Puppet())
    assert first_set(led)[0] == 29
    assert not [one for one in led.said if one.cue.startswith("count")]


def test_no_number_is_said_over_the_tone_that_means_stop(lead: Lead) -> None:
    led = lead("pogo", ONE, puppet=Puppet())
    (stop_s,) = led.times("drill-stop")
    assert stop_s == pytest.approx(led.parts[0].end_s)


def test_in_a_drill_no_step_is_believed(lead: Lead) -> None:
    hops = [step(15.0 + 0.3 * k, "left", "run") for k in range(10)]
    led = lead("pogo", ONE, puppet=Puppet(), events=[*hops, step(2.0, "left", "run")])
    steps = [one for one in led.outputs if isinstance(one, Step) and one.activity == "run"]
    assert [one.valid for one in steps] == [True] + [False] * 10
    assert {one.reason for one in steps[1:]} == {"in a drill"}


def test_long_contacts_are_told_seldom(lead: Lead) -> None:
    heavy = Puppet(does=lambda one: replace(one, contact_s=0.28))
    led = lead("pogo", Drills(sets=1, length_s=(30.0, 30.0)), puppet=heavy)
    told = led.times("drill-quicker")
    assert len(told) >= 2
    assert all(later - earlier >= 6.0 for earlier, later in pairwise(told))
    (why, *_) = [one.because for one in led.said if one.cue == "drill-quicker"]
    assert why == "contact 280 ms, above 250 ms"


def test_the_test_ends_with_the_tenth_jump_and_scores_the_best_five(lead: Lead) -> None:
    led = lead("pogo-test", puppet=Puppet(does=lambda one: replace(one, values={"rsi": 1.0 + 0.01 * (one.at_s % 1)})))
    part = led.parts[0]
    assert (part.repetitions, part.ended) == (10, "done")
    scores = sorted(1.0 + 0.01 * (one.at_s % 1) for one in led.outputs if isinstance(one, Repetition))
    assert part.values["rsi_best_five"] <= sum(scores[-5:]) / 5
    assert part.values["rsi_best_five"] > part.values["rsi"]


@pytest.mark.parametrize("at_s", [1.0, 3.0, 8.0, 20.0, 28.0, 40.0])
def test_keys_at_any_moment_lead_to_the_end(lead: Lead, at_s: float) -> None:
    for keys in (["pause", "pause"], ["skip"] * 3, ["repeat", "skip"], ["pause", "skip", "pause", "repeat"]):
        events = [Key(at_s + 2.0 * k, key) for k, key in enumerate(keys)]
        led = lead("butt-kick", puppet=Puppet(), events=events, until_s=400.0)
        assert led.parts[-1].kind == "over"
        assert all(part.start_s <= part.end_s for part in led.parts)


def test_a_pause_stops_the_clock_of_the_routine(lead: Lead) -> None:
    whole, paused = lead("skip"), lead("skip", events=[Key(14.0, "pause"), Key(54.0, "pause")])
    assert paused.parts[-1].end_s == pytest.approx(whole.parts[-1].end_s + 40.0, abs=1.0)
    assert {guide.note for guide in paused.guides if 15.0 < guide.at_s < 53.0} <= {"paused"}
