"""What counts as running, and what the coach says it thinks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from coach.coaching.coach import Coach
from coach.coaching.memory import Memory
from coach.coaching.normal import Seen
from coach.coaching.words import PUSH
from coach.config import Baseline, Cues
from coach.events import Activity, Beat, Key, Link, Status, Tick

from .rig import CUES, FEET, LONG_STANCE_S, NORMAL_S, QUICK, Heard, Runner, learned, listen, settings


def test_before_the_baseline_nothing_is_said(runner: Runner) -> None:
    coach = Coach(settings(baseline=Baseline(learn_s=60)))
    listen(coach, runner.run(10))
    assert listen(coach, runner.run(40, contact_s=LONG_STANCE_S)).advice == []


def test_a_normal_from_the_settings_is_known_at_once(runner: Runner) -> None:
    coach = Coach(settings(baseline=Baseline(contact_ms=240)))
    heard = listen(coach, runner.run(15, contact_s=LONG_STANCE_S))
    assert PUSH[0] in [advice.cue for advice in heard.advice]
    assert "learning" not in heard.states


def test_time_without_belief_teaches_nothing(runner: Runner) -> None:
    coach = Coach(QUICK)
    for _ in range(10):
        assert "good" not in listen(coach, runner.run(1)).states
        assert "good" not in listen(coach, runner.run(20, contact_s=0.3, valid=False)).states


@pytest.mark.parametrize("activity", ["walk", "stand"])
def test_no_cue_while_not_running_nor_in_the_first_steps_after(runner: Runner, activity: Activity) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(30, contact_s=0.3, activity=activity))
    assert heard.advice == []
    assert heard.statuses[-1].state in ("walking", "standing")
    back_s = runner.at_s
    later = listen(coach, runner.run(20, contact_s=LONG_STANCE_S))
    assert later.cues()[0] - back_s >= CUES.settle_steps * 0.36


def test_a_pause_without_steps_is_a_stop_whether_or_not_somebody_ticked(runner: Runner) -> None:
    ticked, quiet = learned(Runner()), learned(runner)
    for tick in range(20):
        ticked.notice(Tick(runner.at_s + tick))
    runner.rest(20)
    steps = list(runner.run(30, contact_s=LONG_STANCE_S))
    assert listen(ticked, steps).advice == listen(quiet, steps).advice


def test_invalid_steps_are_never_cued(runner: Runner) -> None:
    coach = learned(runner)
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S, valid=False)).advice == []


def test_pause_stops_everything_until_it_is_pressed_again(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(8, contact_s=LONG_STANCE_S))
    thoughts = coach.notice(Key(runner.at_s, "pause"))
    assert [beat.spm for beat in thoughts if isinstance(beat, Beat)] == [None]
    assert [status.state for status in thoughts if isinstance(status, Status)] == ["paused"]
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S)) == Heard()
    assert coach.notice(Tick(runner.at_s + 60)) == []
    coach.notice(Key(runner.at_s, "pause"))
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).cues()


def test_other_keys_change_nothing(runner: Runner) -> None:
    assert learned(runner).notice(Key(runner.at_s, "mark")) == []


def test_silence_is_a_lost_sensor_only_where_one_was_lost(runner: Runner) -> None:
    coach = learned(runner)
    assert all(isinstance(t, Status) and t.state == "good" for t in coach.notice(Tick(runner.at_s + 1)))
    coach.notice(Link("foot-left", runner.at_s + 2, "lost"))
    (lost,) = [t for t in coach.notice(Tick(runner.at_s + 4)) if isinstance(t, Status)]
    coach.notice(Link("foot-left", runner.at_s + 5, "connected"))
    (still,) = [t for t in coach.notice(Tick(runner.at_s + 6)) if isinstance(t, Status)]
    assert (lost.state, still.state) == ("sensor-lost", "standing")


def test_steps_out_of_the_past_are_not_thought_about(runner: Runner) -> None:
    coach = learned(runner)
    late = [replace(step, valid=False, reason="late") for step in Runner(at_s=50.0).run(20)]
    assert listen(coach, late) == Heard()
    assert listen(coach, runner.run(10, contact_s=LONG_STANCE_S)).cues()


def test_a_thought_is_told_when_it_changes_and_otherwise_at_most_once_a_second(runner: Runner) -> None:
    statuses = listen(Coach(QUICK), runner.run(60)).statuses
    for before, after in pairwise(statuses):
        assert after.state != before.state or after.at_s - before.at_s >= 1.0
        assert (after.state, after.text) != (before.state, before.text)


def test_the_same_steps_give_the_same_thoughts(runner: Runner) -> None:
    steps = [*runner.run(30), *runner.run(60, contact_s=LONG_STANCE_S), *runner.run(60, stride_s=0.76)]
    assert listen(Coach(QUICK), steps) == listen(Coach(QUICK), steps)


def test_what_was_learned_in_the_quiet_time_is_told_once_when_it_is_over(runner: Runner) -> None:
    coach = Coach(settings(cues=Cues(quiet_first_s=40, settle_steps=10)))
    start_s = runner.at_s
    heard = listen(coach, [*runner.run(200), *runner.run(20, activity="walk"), *runner.run(60)])
    (told,) = heard.advice
    assert (told.cue, told.rule) == ("learned", "learned")
    assert 40 <= told.at_s - start_s < 41
    assert re.fullmatch(r"your normal is 2(39|40|41) ms, from 15 s of running", told.because)


@pytest.mark.parametrize(
    ("quiet_s", "memory"),
    [(0, None), (10, None), (40, Memory(normals={side: (Seen(99, NORMAL_S, 0.012),) for side in FEET}))],
    ids=["no quiet time", "learned after it", "known from the start"],
)
def test_who_may_be_coached_already_is_not_told(quiet_s: float, memory: Memory | None, runner: Runner) -> None:
    coach = Coach(settings(cues=Cues(quiet_first_s=quiet_s, settle_steps=10)), memory)
    assert listen(coach, runner.run(200)).advice == []


def test_nobody_is_told_so_while_stance_is_long(runner: Runner) -> None:
    coach = Coach(settings(cues=Cues(quiet_first_s=40, settle_steps=10)))
    heard = listen(coach, [*runner.run(30), *runner.run(60, contact_s=LONG_STANCE_S), *runner.run(60)])
    assert "learned" not in {advice.cue for advice in heard.advice}


def test_stance_counts_as_long_from_when_it_became_so(runner: Runner) -> None:
    coach, start_s = learned(runner), runner.at_s
    heard = listen(coach, runner.run(20, contact_s=LONG_STANCE_S))
    first = next(status for status in heard.statuses if status.state == "drawn-out")
    assert first.since_s is not None
    assert start_s < first.since_s < first.at_s - 1.9
    assert {status.since_s for status in heard.statuses if status.state != "drawn-out"} == {None}
