"""When the metronome clicks."""

from __future__ import annotations

import pytest

from coach.coaching.coach import Coach
from coach.config import Metronome

from .rig import LONG_STANCE_S, Runner, learned, listen, settings


def test_the_metronome_begins_with_the_cue_and_ends_with_the_stretch(runner: Runner) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(8, contact_s=LONG_STANCE_S))
    (start,) = heard.beats
    assert start.at_s == heard.cues()[0]
    assert start.spm == pytest.approx(1.03 * 120 / 0.72, rel=0.01)
    assert start.until_s == start.at_s + 30
    (stop,) = listen(coach, runner.run(10)).beats
    assert stop.spm is None


def test_a_metronome_that_has_ended_by_itself_is_not_stopped_again(runner: Runner) -> None:
    coach = learned(runner, settings(metronome=Metronome(longest_s=4)))
    listen(coach, runner.run(15, contact_s=LONG_STANCE_S))
    assert [beat for beat in listen(coach, runner.run(10)).beats if beat.spm is None] == []


def test_always_clicks_while_running_and_not_below_the_floor(runner: Runner) -> None:
    coach = Coach(settings(metronome=Metronome(mode="always", raise_percent=0)))
    heard = listen(coach, runner.run(40))
    assert [beat.spm for beat in heard.beats] == [pytest.approx(120 / 0.72, rel=0.01)]
    assert heard.beats[0].until_s is None
    assert [beat.spm for beat in listen(coach, runner.run(20, contact_s=0.22)).beats] == [None]
    assert len(listen(coach, runner.run(20)).beats) == 1
    assert [beat.spm for beat in listen(coach, runner.run(5, activity="walk")).beats] == [None]


def test_the_end_of_the_run_ends_what_still_clicks(runner: Runner) -> None:
    coach = Coach(settings(metronome=Metronome(mode="always")))
    listen(coach, runner.run(40))
    (end,) = coach.finish(200.0)
    assert (end.at_s, end.spm) == (200.0, None)
    assert coach.finish(201.0) == []


def test_off_is_off(runner: Runner) -> None:
    coach = learned(runner, settings(metronome=Metronome(mode="off")))
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).beats == []
