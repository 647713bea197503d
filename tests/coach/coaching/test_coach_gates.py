"""Who must not be pushed, and when."""

from __future__ import annotations

import pytest

from coach.coaching.coach import Coach
from coach.coaching.words import EASE
from coach.config import Bounce
from coach.config import Runner as Profile

from .rig import LONG_STANCE_S, Runner, learned, listen, settings


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (Profile(pain=True), "pain is set"),
        (Profile(knee_to_wall_cm=6, knee_to_wall_limit_cm=9), "knee-to-wall 6 cm is below your limit of 9 cm"),
    ],
)
def test_whoever_must_not_be_pushed_is_not_and_is_told_why(runner: Runner, profile: Profile, why: str) -> None:
    coach = Coach(settings(runner=profile))
    first = listen(coach, runner.run(25)).statuses[0]
    assert first.text.endswith(f"push cues are off: {why}")
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S)).advice == []


def test_a_knee_to_wall_above_the_limit_gates_nothing(runner: Runner) -> None:
    coach = learned(runner, settings(runner=Profile(knee_to_wall_cm=10, knee_to_wall_limit_cm=9)))
    assert listen(coach, runner.run(10, contact_s=LONG_STANCE_S)).advice


def test_bouncing_is_eased_once_and_push_cues_rest(runner: Runner) -> None:
    coach, start_s = learned(runner, settings(bounce=Bounce(lock_s=60))), runner.at_s
    bouncing = listen(coach, runner.run(30, contact_s=0.23, stride_s=0.75))
    assert bouncing.cues() == bouncing.cues(EASE)
    assert len(bouncing.advice) == 1
    assert bouncing.cues()[0] - start_s < 20 * 0.36
    assert "bouncy" in bouncing.states
    assert listen(coach, runner.run(25, contact_s=LONG_STANCE_S)).advice == []
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).cues()


def test_running_faster_is_no_bouncing(runner: Runner) -> None:
    coach = learned(runner)
    assert listen(coach, runner.run(60, contact_s=0.19, stride_s=0.68)).advice == []
