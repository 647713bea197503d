"""What the coach says about drawn-out stance, and when it keeps quiet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from coach.coaching.coach import Coach
from coach.coaching.drawn_out import LONG_S
from coach.coaching.words import MENDED, PUSH
from coach.events import Step

from .rig import CUES, LONG_STANCE_S, NORMAL_S, QUICK, Runner, learned, listen


def test_good_form_is_met_with_silence(runner: Runner) -> None:
    heard = listen(Coach(QUICK), runner.run(600))
    assert heard.advice == []
    assert heard.beats == []
    assert heard.states == ["learning", "good"]


def test_a_lengthening_that_lasts_is_cued_within_seconds(runner: Runner) -> None:
    coach, start_s = learned(runner), runner.at_s
    heard = listen(coach, runner.run(12, contact_s=LONG_STANCE_S))
    assert heard.cues()[0] - start_s < 6
    assert heard.states == ["good", "drawn-out"]
    first = heard.advice[0]
    assert first.rule == "drawn-out"
    assert re.fullmatch(r"contact 26\d ms, (9|10|11) % above your (239|240|241) ms for 2 s", first.because)
    assert first.value == pytest.approx(265, abs=5)
    assert first.limit == pytest.approx(250, abs=2)


def test_a_lone_foot_is_enough() -> None:
    runner = Runner(lone=True)
    coach, start_s = learned(runner), runner.at_s
    heard = listen(coach, runner.run(12, contact_s=LONG_STANCE_S))
    assert heard.cues()[0] - start_s < 7


def test_a_short_lengthening_is_no_lengthening(runner: Runner) -> None:
    coach = learned(runner)
    steps = [
        step
        for _ in range(20)
        for part in ((2.5, LONG_STANCE_S), (4.0, NORMAL_S))
        for step in runner.run(part[0], contact_s=part[1])
    ]
    assert listen(coach, steps).advice == []


def test_feet_are_compared_with_their_own_normal(runner: Runner) -> None:
    """One foot always stands 30 ms longer: that is this runner."""

    def uneven(steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            yield replace(step, contact_s=step.contact_s + (0.03 if step.foot == "left" else 0.0))

    heard = listen(Coach(QUICK), uneven(runner.run(120)))
    assert heard.advice == []


def test_cues_in_one_stretch_grow_rarer_and_end(runner: Runner) -> None:
    coach = learned(runner)
    cues = listen(coach, runner.run(300, contact_s=LONG_STANCE_S))
    times = cues.cues()
    assert [advice.cue for advice in cues.advice] == list(PUSH)
    assert times[1] - times[0] == pytest.approx(5, abs=1)
    assert times[2] - times[1] == pytest.approx(10, abs=1)
    assert cues.statuses[-1].text.endswith("left alone for now")


def test_a_new_stretch_begins_anew_and_never_says_the_same_twice_in_a_row(runner: Runner) -> None:
    coach = learned(runner)
    said: list[str] = []
    for _ in range(4):
        said += [advice.cue for advice in listen(coach, runner.run(8, contact_s=LONG_STANCE_S)).advice]
        said += [advice.cue for advice in listen(coach, runner.run(15)).advice]
    assert len(said) >= 4
    assert all(a != b for a, b in pairwise(said))


def test_cues_that_did_not_sound_do_not_count(runner: Runner) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(100, contact_s=LONG_STANCE_S), outcome="dropped")
    assert len(heard.cues()) > CUES.give_up_after + 5
    assert {advice.cue for advice in heard.advice} == {PUSH[0]}
    assert heard.beats == []


def test_one_chime_when_a_long_cued_stretch_is_mended(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(LONG_S + 10, contact_s=LONG_STANCE_S))
    heard = listen(coach, runner.run(60))
    assert [advice.cue for advice in heard.advice] == [MENDED]


def test_a_short_stretch_is_mended_in_silence(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(10, contact_s=LONG_STANCE_S))
    assert listen(coach, runner.run(60)).advice == []
