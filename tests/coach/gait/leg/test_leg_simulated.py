"""From bytes on the air to steps, on a simulated runner who walks first: what no reference recording holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from coach.events import Block, Contact, Placement, Step
from coach.gait.ankle import AnkleMeter
from coach.gait.sensor import Sensor
from coach.gait.steps import StepBuilder
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor
from coach.simulate.truth import TrueStep

WALK_S, RUN_S, SINK_S = 14.0, 20.0, 20.0
OUTING = Scenario(
    "outing",
    "Walks, runs, sinks.",
    (Phase("walk", WALK_S, 1.5), Phase("run", RUN_S, 3.3), Phase("sink", SINK_S, 3.3, dorsiflexion_deg=6.0)),
)


@dataclass
class Outing:
    truth: Sequence[TrueStep]
    steps: list[Step] = field(default_factory=list[Step])
    sinks: list[Contact] = field(default_factory=list[Contact])

    def true(self, begun_s: float) -> TrueStep:
        return min(self.truth, key=lambda true: abs(true.initial_contact_s - begun_s))


@pytest.fixture(scope="module")
def outing() -> Outing:
    """Steps are dated by the shank alone; the foot's sensor serves the ankle."""
    worn: tuple[Placement, ...] = ("foot-left", "shank-left")
    sensors = {placement: Sensor(placement) for placement in worn}
    runner = SimulatedRunner(OUTING, [SimulatedSensor(placement) for placement in worn], seed=1)
    meter, builder = AnkleMeter("left"), StepBuilder(("shank-left",))
    seen = Outing(runner.truth)
    for packet in runner.advance(WALK_S + RUN_S + SINK_S):
        for one in sensors[packet.placement].feed(packet):
            if isinstance(one, Block):
                seen.sinks += meter.feed(one)
            elif isinstance(one, Contact) and packet.placement == "shank-left":
                seen.steps += builder.feed(one)
                seen.sinks += meter.contact(one)
    seen.truth = [true for true in runner.truth if true.foot == "left"]
    seen.steps += builder.finish()
    return seen


def test_walking_is_seen_and_not_believed(outing: Outing) -> None:
    walked = [step for step in outing.steps if outing.true(step.initial_contact_s).gait == "walk"]

    assert len(walked) >= 8
    assert not any(step.valid for step in walked)
    assert {"walk"} <= {step.activity for step in walked}


def test_running_is_believed_within_a_few_steps(outing: Outing) -> None:
    ran = [step for step in outing.steps if step.initial_contact_s > WALK_S + 6.0]
    errors_s = np.array([step.contact_s - outing.true(step.initial_contact_s).contact_s for step in ran if step.valid])

    assert np.mean([step.valid for step in ran]) > 0.9
    assert abs(errors_s.mean()) < 0.03
    assert errors_s.std() < 0.012


def test_sink_grows_with_the_runners(outing: Outing) -> None:
    sinks = {
        phase: np.median(
            [c.extras["sink_deg"] for c in outing.sinks if c.extras and outing.true(c.toe_off_s).phase == phase]
        )
        for phase in ("run", "sink")
    }
    true = {phase: np.median([t.sink_deg for t in outing.truth if t.phase == phase]) for phase in sinks}

    assert sinks["sink"] - sinks["run"] == pytest.approx(true["sink"] - true["run"], abs=1.5)
    assert sinks["run"] == pytest.approx(true["run"], abs=4.0)
