"""Who must not be pushed, and when."""

from __future__ import annotations

import pytest

from coach.coaching.coach import Coach
from coach.coaching.dose import Dose as WeeksDose
from coach.coaching.memory import Memory
from coach.coaching.words import EASE
from coach.config import Bounce, Dose
from coach.config import Runner as Profile

from .rig import LONG_STANCE_S, QUICK, Runner, learned, listen, settings


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


def test_pushed_too_far_push_cues_stop_within_twenty_steps_and_one_ease_is_said(runner: Runner) -> None:
    coach = learned(runner, settings(bounce=Bounce(lock_s=120)))
    assert listen(coach, runner.run(20, contact_s=LONG_STANCE_S)).cues()
    start_s = runner.at_s
    bouncing = listen(coach, runner.run(60, contact_s=0.232, stride_s=0.76))
    assert [advice.cue for advice in bouncing.advice] == [EASE]
    assert bouncing.cues(EASE)[0] - start_s <= 20 * 0.38
    assert listen(coach, runner.run(50, contact_s=LONG_STANCE_S)).advice == []


def test_more_up_and_down_while_contact_falls_is_bouncing_and_the_signs_must_agree() -> None:
    for oscillation_cm, flight_s, expected in ((11.2, 0.13, [EASE]), (11.2, 0.10, []), (10.3, 0.13, [])):
        made, coach = Runner(), Coach(QUICK)
        listen(coach, made.run(25, flight_s=0.12, values={"oscillation_cm": 10.0}))
        heard = listen(
            coach, made.run(30, contact_s=0.233, flight_s=flight_s, values={"oscillation_cm": oscillation_cm})
        )
        assert [advice.cue for advice in heard.advice] == expected, oscillation_cm


def test_another_speed_has_another_flight_and_is_no_bouncing(runner: Runner) -> None:
    """At 4.5 m/s after learning at 3.0 the usual flight is longer."""
    coach = Coach(QUICK)
    listen(coach, runner.run(25, values={"outside_speed_mps": 3.0}))
    fast = runner.run(40, contact_s=0.193, stride_s=0.66, values={"outside_speed_mps": 4.5})
    assert listen(coach, fast).advice == []


def test_too_many_cued_minutes_in_a_week_are_told(runner: Runner) -> None:
    memory = Memory(this_week_s=28 * 60.0, last_week_s=20 * 60.0)
    coach = learned(runner, settings(dose=Dose(week_min=29)), memory)
    before = listen(coach, runner.run(10)).statuses
    assert not any("cued minutes" in status.text for status in before)
    after = [*listen(coach, runner.run(60, contact_s=LONG_STANCE_S)).statuses]
    assert after[-1].text.endswith("cued minutes this week, above your 29: enough for now")


def test_the_weeks_limit_grows_with_what_one_is_used_to() -> None:
    assert WeeksDose(Dose(week_min=30, ramp_percent=20), 3500.0, 3000.0).warning == ""
    assert WeeksDose(Dose(week_min=30, ramp_percent=20), 3700.0, 3000.0).warning.startswith("62 cued minutes")
    used = WeeksDose(Dose(week_min=30), 0.0, 0.0)
    for at_s in (0.0, 20.0, 200.0):
        used.pushed(at_s)
    assert used.cued_s == 140.0
