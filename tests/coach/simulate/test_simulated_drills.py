"""Drills of the simulated runner: the right feet at the right times, on the same physics as everything else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.errors import UserError
from coach.simulate.motion.leg import FOOT, TILT
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Drill, Phase, Scenario
from coach.simulate.truth import TrueStep

if TYPE_CHECKING:
    from .conftest import Rendered, Renderer

POGO = Drill("pogo", contact_s=0.18, every_s=0.45)
SKIP = Drill("skip", contact_s=0.17, every_s=0.30)
KICK = Drill("butt-kick", contact_s=0.15, every_s=0.27, heel_deg=115.0)
DRILLS = [pytest.param(drill, id=drill.kind) for drill in (POGO, SKIP, KICK)]


def outing(drill: Drill, speed_mps: float = 0.0) -> Scenario:
    """Stands, drills, walks, drills, runs, drills, stands: every way into a drill and out of it."""
    doing = Phase("drill", 5.0, speed_mps, drill=drill, ramp_s=0.5)
    stand, walk = Phase("stand", 4.0, 0.0, ramp_s=0.0), Phase("walk", 6.0, 1.4, ramp_s=1.0)
    return Scenario("outing", "", (stand, doing, walk, doing, Phase("run", 6.0, 3.0, ramp_s=1.0), doing, stand))


def drilled(run: Rendered) -> list[TrueStep]:
    return [step for step in run.truth if step.gait not in {"walk", "run"}]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("drill", DRILLS)
def test_force_exceeds_50_n_exactly_between_initial_contact_and_toe_off(
    render: Renderer, drill: Drill, seed: int
) -> None:
    run = render(outing(drill, 1.0), seed, until_s=36.0, rate_hz=1000.0)
    for foot, force in run.force_n.items():
        near, loaded, seen = (np.zeros(len(run.t_s), dtype=bool) for _ in range(3))
        for step in run.of(foot):
            loaded |= (run.t_s > step.initial_contact_s) & (run.t_s < step.toe_off_s)
            for event_s in (step.initial_contact_s, step.toe_off_s):
                near |= np.abs(run.t_s - event_s) < 5e-6
            if step.phase == "drill":  # the last landing of a drill turns into a step of a walk: it may waver at 50 N
                seen |= (run.t_s > step.initial_contact_s - 0.03) & (run.t_s < step.toe_off_s + 0.03)
        assert seen.sum() > 2000
        assert np.array_equal((force > 50.0)[seen & ~near], loaded[seen & ~near])


def test_pogo_jumps_land_on_both_feet_at_once(render: Renderer) -> None:
    steps = drilled(render(outing(POGO), 1, until_s=9.0))
    assert len(steps) > 15
    for one, other in zip(steps[::2], steps[1::2], strict=True):
        assert {one.foot, other.foot} == {"left", "right"}
        assert abs(one.initial_contact_s - other.initial_contact_s) < 0.03


def test_skips_land_twice_on_each_foot(render: Renderer) -> None:
    feet = "".join(step.foot[0] for step in drilled(render(outing(SKIP, 1.5), 1, until_s=9.0)))
    assert feet[:12] in {"llrrllrrllrr", "rrllrrllrrll"}


def test_butt_kicks_take_turns(render: Renderer) -> None:
    steps = drilled(render(outing(KICK, 1.5), 1, until_s=9.0))
    assert len(steps) > 12
    assert all(before.foot != step.foot for before, step in pairwise(steps))


@pytest.mark.parametrize("drill", DRILLS)
def test_contact_and_beat_are_those_asked_for(render: Renderer, drill: Drill) -> None:
    steps = [step for step in drilled(render(outing(drill), 2, until_s=9.0)) if 5.0 < step.initial_contact_s < 8.5]
    landings_s = sorted(step.initial_contact_s for step in steps)
    beats_s = np.diff(landings_s[:: 2 if drill.kind == "pogo" else 1])
    assert np.mean([step.contact_s for step in steps]) == pytest.approx(drill.contact_s, abs=0.012)
    assert beats_s.mean() == pytest.approx(drill.every_s, rel=0.04)
    assert all(step.flight_s > 0.0 for step in steps)


@pytest.mark.parametrize("drill", DRILLS)
def test_nothing_but_weight_carries_the_body(render: Renderer, drill: Drill) -> None:
    """Over a drill the mean force is body weight, and in the air a waist feels next to nothing."""
    run = render(outing(drill), 3, ("waist",), until_s=9.0, rate_hz=400.0)
    force = sum(run.force_n.values()) / (run.person.mass_kg * 9.80665)
    steps = [step for step in drilled(run) if step.initial_contact_s > 5.0]
    since = (run.t_s >= steps[0].initial_contact_s) & (
        run.t_s < steps[-2 if drill.kind == "pogo" else -1].initial_contact_s
    )
    assert np.mean(np.asarray(force)[since]) == pytest.approx(1.0, abs=0.02)
    assert np.asarray(force).min() > -0.05
    if drill.kind == "pogo":
        flying = np.asarray(force)[since] == 0.0
        assert np.median(np.linalg.norm(run.accel_g["waist"][since][flying], axis=1)) < 0.4


@pytest.mark.parametrize("heel_deg", [95.0, 120.0])
def test_heels_come_up_as_far_as_asked(heel_deg: float) -> None:
    drill = Drill("butt-kick", contact_s=0.15, every_s=0.27, heel_deg=heel_deg)
    runner = SimulatedRunner(Scenario("kicks", "", (Phase("kicks", 60.0, drill=drill),)), [], 1)
    runner.advance(8.0)
    (angles,) = runner._body.legs["left"].track.at(  # pyright: ignore[reportPrivateUsage]  # truth has no angles
        np.arange(5.5, 7.5, 0.01), 0
    )
    assert np.degrees(angles[:, TILT][:, 0].max()) == pytest.approx(heel_deg, abs=8.0)
    assert np.degrees(angles[:, FOOT][:, 0].max()) > heel_deg


def test_legs_that_hang_in_the_air_feel_no_weight(render: Renderer) -> None:
    run = render(outing(POGO), 1, ("foot-left", "shank-right"), until_s=8.0)
    for placement in ("foot-left", "shank-right"):
        felt_g = [
            np.linalg.norm(
                run.accel_g[placement][np.abs(run.t_s - step.initial_contact_s + 0.5 * step.flight_s) < 0.04]
            )
            / np.sqrt(16)  # samples
            for step in [step for step in run.of("left") if step.gait == "pogo"][1:]
        ]
        assert np.median(felt_g) < 0.8


def test_a_drill_that_cannot_leave_the_ground_is_refused() -> None:
    with pytest.raises(UserError, match="beat"):
        Drill("pogo", contact_s=0.3, every_s=0.32)
