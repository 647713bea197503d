"""From bytes on the air to steps, on a simulated runner who walks first: what no reference recording holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from coach.events import Contact, Placement, Speed, Step
from coach.gait.sensor import Sensor
from coach.gait.steps import StepBuilder
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor
from coach.simulate.truth import TrueStep

WALK_S, RUN_S = 12.0, 28.0
OUTING = Scenario("outing", "Walks, then runs.", (Phase("walk", WALK_S, 1.5), Phase("run", RUN_S, 3.3)))


@pytest.fixture(scope="module")
def outing() -> tuple[dict[Placement, list[Step]], list[TrueStep]]:
    placements: tuple[Placement, ...] = ("waist", "chest")
    runner = SimulatedRunner(OUTING, [SimulatedSensor(placement) for placement in placements], seed=3)
    packets = runner.advance(WALK_S + RUN_S)
    steps: dict[Placement, list[Step]] = {}
    for placement in placements:
        sensor, builder = Sensor(placement), StepBuilder((placement,))
        sensor.speed(Speed(0.0, 3.3, "typed in"))
        heard = [one for packet in packets if packet.placement == placement for one in sensor.feed(packet)]
        found = [step for one in heard if isinstance(one, Contact) for step in builder.feed(one)]
        steps[placement] = found + builder.finish()
    return steps, runner.truth


def _nearest(step: Step, truth: Sequence[TrueStep]) -> TrueStep:
    return min(truth, key=lambda true: abs(true.initial_contact_s - step.initial_contact_s))


@pytest.mark.parametrize("placement", ["waist", "chest"])
def test_cadence_and_walking(outing: tuple[dict[Placement, list[Step]], list[TrueStep]], placement: Placement) -> None:
    steps, truth = outing
    valid = [step for step in steps[placement] if step.valid and step.initial_contact_s > WALK_S + 8.0]
    true_s = [_nearest(step, truth).initial_contact_s for step in valid]

    assert len(valid) > 40
    assert np.median(np.diff([s.initial_contact_s for s in valid])) == pytest.approx(
        np.median(np.diff(true_s)), rel=0.01
    )
    assert all(_nearest(step, truth).gait == "run" for step in steps[placement] if step.valid)


def test_the_waist_tells_sides_and_stays_within_its_band(
    outing: tuple[dict[Placement, list[Step]], list[TrueStep]],
) -> None:
    steps, truth = outing
    valid = [step for step in steps["waist"] if step.valid]
    errors_s = [step.contact_s - _nearest(step, truth).contact_s for step in valid]

    assert all(step.foot == _nearest(step, truth).foot for step in valid if step.foot != "unknown")
    assert abs(np.mean(errors_s)) < 2 * valid[0].uncertainty_s
    assert np.std(errors_s) < 0.008
