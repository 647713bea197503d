"""What is taken into account before stance is called long: speed, slope, sink, both feet, the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from coach.coaching.coach import Coach
from coach.coaching.drift import Drift
from coach.config import Baseline, Config, Hills, Stance
from coach.events import Speed, Step

from .rig import CUES, LONG_STANCE_S, NORMAL_S, QUICK, STANCE, Heard, Runner, learned, listen, settings

OWN = Config(baseline=Baseline(learn_s=15, own_speed=True), stance=STANCE, cues=CUES)


def at(steps: Iterable[Step], speed_mps: float) -> Iterator[Step]:
    """The same steps at a speed that a belt tells."""
    return (replace(step, values={**step.values, "outside_speed_mps": speed_mps}) for step in steps)


def pushes(heard: Heard) -> int:
    return len([advice for advice in heard.advice if advice.rule == "drawn-out"])


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_slower_running_at_own_normal_is_not_cued_and_the_same_contact_held_at_a_faster_speed_is() -> None:
    """Normal contact goes with speed to the power -0.54: 240 ms at 3.5 m/s are 288 ms at 2.5 and 210 ms at 4.5."""
    runner, coach = Runner(), Coach(QUICK)
    assert listen(coach, at(runner.run(25), 3.5)).advice == []
    assert pushes(listen(coach, at(runner.run(60, contact_s=0.288), 2.5))) == 0
    start_s = runner.at_s
    faster = listen(coach, at(runner.run(12, contact_s=0.240), 4.5))
    assert faster.cues()[0] - start_s < 12


def test_without_speed_slower_running_is_taken_for_drawn_out_stance(runner: Runner) -> None:
    assert pushes(listen(learned(runner), runner.run(20, contact_s=0.288)))


def test_the_foots_own_estimate_is_asked_only_where_the_runner_wants_it() -> None:
    for config, expected in ((OWN, 0), (QUICK, 1)):
        runner, coach = Runner(), Coach(config)
        listen(coach, runner.run(25, values={"speed_mps": 3.5}))
        listen(coach, runner.run(8, values={"speed_mps": 2.5}, activity="walk"))
        heard = listen(coach, runner.run(20, contact_s=0.288, values={"speed_mps": 2.5}))
        assert min(pushes(heard), 1) == expected


def test_a_single_wild_estimate_of_speed_changes_nothing() -> None:
    runner, coach = Runner(), Coach(OWN)
    listen(coach, runner.run(25, values={"speed_mps": 3.5}))
    for _ in range(10):
        wild = [*runner.run(2, values={"speed_mps": 3.5}), *runner.run(0.3, values={"speed_mps": 5.5})]
        assert pushes(listen(coach, wild)) == 0


# ── slope ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_known_incline_allows_longer_contact_and_more_where_the_speed_is_not_known(runner: Runner) -> None:
    for hills, longer, expected in (
        (Hills(incline_percent=5), 0.10, 0),
        (Hills(), 0.10, 1),
        (Hills(incline_percent=5), 0.30, 1),
        (Hills(incline_percent=-5), 0.10, 1),
    ):
        coach = learned(Runner(), settings(hills=hills))
        heard = listen(coach, Runner(at_s=200.0).run(20, contact_s=NORMAL_S * (1 + longer)))
        assert min(pushes(heard), 1) == expected, (hills, longer)


def test_a_belt_may_tell_its_incline() -> None:
    for incline_percent, expected in ((8.0, 0), (0.0, 1)):
        runner, coach = Runner(), Coach(QUICK)
        listen(coach, at(runner.run(25), 3.0))
        coach.notice(Speed(runner.at_s, 3.0, "treadmill", incline_percent))
        heard = listen(coach, at(runner.run(20, contact_s=1.09 * NORMAL_S), 3.0))
        assert min(pushes(heard), 1) == expected


def test_slower_than_usual_with_quicker_steps_is_a_hill() -> None:
    """Contact 7 % above own normal for the speed."""
    for stride_s, expected in ((0.68, 0), (0.76, 1)):
        runner, coach = Runner(), Coach(QUICK)
        listen(coach, at(runner.run(25), 3.5))
        uphill = runner.run(20, contact_s=1.07 * NORMAL_S * (2.9 / 3.5) ** -0.54, stride_s=stride_s)
        assert min(pushes(listen(coach, at(uphill, 2.9))), 1) == expected


# ── sink and feet ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["sink_deg", "sink_cm"])
def test_where_sink_is_measured_it_must_say_so_too(name: str) -> None:
    for sunk, least_percent, expected in ((20.0, 3, 0), (22.0, 3, 1), (20.0, 0, 1)):
        stance = Stance(hold_s=2, sink_percent=least_percent)
        runner, coach = Runner(), Coach(settings(stance=stance))
        listen(coach, runner.run(25, values={name: 20.0}))
        assert min(pushes(listen(coach, runner.run(20, contact_s=LONG_STANCE_S, values={name: sunk}))), 1) == expected


def test_a_lone_foots_heel_rise_is_a_proxy_and_is_not_asked() -> None:
    runner, coach = Runner(), Coach(QUICK)
    listen(coach, runner.run(25, values={"heel_rise_percent": 60.0}))
    assert pushes(listen(coach, runner.run(20, contact_s=LONG_STANCE_S, values={"heel_rise_percent": 50.0})))


def test_a_turn_or_a_limp_lengthens_one_foot_and_is_not_cued(runner: Runner) -> None:
    coach = learned(runner)
    limping = [
        replace(step, contact_s=step.contact_s * (1.15 if step.foot == "left" else 0.99)) for step in runner.run(60)
    ]
    assert pushes(listen(coach, limping)) == 0


def test_a_foot_that_is_not_heard_does_not_hold_the_other_back(runner: Runner) -> None:
    coach = learned(runner)
    left = [step for step in runner.run(40, contact_s=LONG_STANCE_S) if step.foot == "left"]
    assert pushes(listen(coach, left))


# ── the day ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_creeps_is_followed_slowly_and_not_far() -> None:
    drift = Drift(0.03)
    for second in range(600):
        drift.follow(float(second), 0.02)
    assert drift.level == pytest.approx(0.02 * (1 - 1 / 2.718), abs=0.001)
    for second in range(600, 6000):
        drift.follow(float(second), 0.10)
    assert drift.level == 0.03
    for second in range(6000, 12000):
        drift.follow(float(second), -0.10)
    assert drift.level == -0.015


def test_a_long_stop_is_no_time_in_which_anything_creeps() -> None:
    drift = Drift(0.03)
    drift.follow(0.0, 0.02)
    drift.pause()
    drift.follow(7200.0, 0.02)
    assert drift.level == 0.0


def test_tiring_is_told_from_form(runner: Runner) -> None:
    """5 % over an hour is followed and hardly cued; the same 5 % within seconds on top of it is cued."""
    coach = learned(runner)
    for minute in range(50):
        assert pushes(listen(coach, runner.run(60, contact_s=NORMAL_S * (1.0 + 0.05 * minute / 60)))) == 0
    tired_s = NORMAL_S * (1.0 + 0.05 * 50 / 60)
    assert pushes(listen(coach, runner.run(15, contact_s=tired_s * 1.06)))
