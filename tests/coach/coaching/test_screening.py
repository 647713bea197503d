"""Which runs make a normal, and what is missing in the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from coach.coaching.screening import Screened, Screening
from coach.events import Step

from .rig import NORMAL_S, Runner


def at(steps: Iterable[Step], speed_mps: float) -> Iterator[Step]:
    return (replace(step, values={**step.values, "outside_speed_mps": speed_mps}) for step in steps)


def screened(*parts: Iterable[Step], speed_mps: float | None = None) -> Screened:
    screening = Screening()
    screening.add([step for part in parts for step in part], speed_mps)
    return screening.judge()


def test_two_even_minutes_are_enough(runner: Runner) -> None:
    found = screened(runner.run(120, values={"sink_deg": 21.0}), speed_mps=3.2)
    assert found.missing == ()
    assert set(found.normals) == {("foot-left", "left"), ("foot-right", "right")}
    usual = found.normals["foot-left", "left"].at(3.2)
    assert usual.contact_s == pytest.approx(NORMAL_S, abs=0.001)
    assert usual.sinks == {"sink_deg": pytest.approx(21.0)}
    assert usual.stride_s == pytest.approx(0.72)
    assert found.remarks == ()


def test_each_speed_that_was_run_long_enough_is_a_point_of_the_curve(runner: Runner) -> None:
    parts = [at(runner.run(90, contact_s=0.27), 2.5), at(runner.run(45, contact_s=0.22), 3.6), at(runner.run(15), 3.0)]
    normal = screened(*parts).normals["foot-left", "left"]
    assert sorted(seen.speed_mps or 0.0 for seen in normal.seen) == [2.5, 3.6]


def test_without_speed_it_says_what_that_means(runner: Runner) -> None:
    found = screened(runner.run(120))
    assert found.missing == ()
    assert "speed is not known" in found.remarks[0]


def test_several_recordings_are_taken_together() -> None:
    screening = Screening()
    for _ in range(2):
        screening.add(Runner().run(45), 3.2)
    assert screening.judge().missing == ()


def test_what_is_missing_is_said_for_each_foot(runner: Runner) -> None:
    missing = screened(runner.run(50), speed_mps=3.2).missing
    assert missing[0].startswith("foot-left: ")
    assert "and 60 s are needed" in missing[0]
    assert len(missing) == 2
    assert screened().missing == ("no running was found",)
    assert screened(runner.run(100, activity="walk")).missing == ("no running was found",)


def test_running_at_ever_other_speeds_is_too_little_at_each(runner: Runner) -> None:
    parts = [at(runner.run(40), speed_mps) for speed_mps in (2.5, 3.0, 3.5, 4.0)]
    assert "at one speed" in screened(*parts).missing[0]


@pytest.mark.parametrize(
    ("contacts_s", "said"),
    [
        ([0.240 + 0.0007 * k for k in range(30)], "warm up"),
        ([0.240] * 12 + [0.264] * 4 + [0.240] * 14, "too mixed"),
    ],
)
def test_running_that_was_not_even_is_refused(contacts_s: list[float], said: str, runner: Runner) -> None:
    steps = [step for contact_s in contacts_s for step in runner.run(5, contact_s=contact_s)]
    missing = screened(steps, speed_mps=3.2).missing
    assert said in missing[0]


def test_steps_that_scatter_are_refused() -> None:
    assert "scatter" in screened(Runner(noise_s=0.02).run(150), speed_mps=3.2).missing[0]


def test_a_sensor_that_cannot_be_trusted_is_refused_with_its_reason(runner: Runner) -> None:
    steps = [
        replace(step, valid=k % 3 > 0, reason="" if k % 3 else "clipped") for k, step in enumerate(runner.run(150))
    ]
    missing = screened(steps, speed_mps=3.2).missing
    assert "only 6" in missing[0]
    assert "clipped" in missing[0]


def test_legs_that_differ_are_told_and_kept(runner: Runner) -> None:
    uneven = (replace(s, contact_s=s.contact_s + (0.03 if s.foot == "left" else 0.0)) for s in runner.run(120))
    found = screened(uneven, speed_mps=3.2)
    assert found.missing == ()
    assert "Left and right differ by 30 ms" in found.remarks[0] or "29 ms" in found.remarks[0]
