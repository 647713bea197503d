"""The truth agrees with the force and the motion it is the truth of."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.simulate.scenario import Phase, Scenario
from coach.simulate.scenarios import SCENARIOS

if TYPE_CHECKING:
    from .conftest import Renderer


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scenario", ["walk-run", "demo"])
def test_force_exceeds_50_n_exactly_between_initial_contact_and_toe_off(
    render: Renderer, scenario: str, seed: int
) -> None:
    run = render(SCENARIOS[scenario], seed, until_s=50.0, rate_hz=1000.0)
    for foot, force in run.force_n.items():
        steps = [step for step in run.of(foot) if step.initial_contact_s > 20.0]
        assert len(steps) > 20
        loaded = np.zeros(len(run.t_s), dtype=bool)
        for step in steps:
            loaded |= (run.t_s > step.initial_contact_s) & (run.t_s < step.toe_off_s)
        seen = (run.t_s > steps[0].initial_contact_s - 0.01) & (run.t_s < steps[-1].toe_off_s + 0.01)
        near = np.zeros(len(run.t_s), dtype=bool)
        for step in steps:
            for event_s in (step.initial_contact_s, step.toe_off_s):
                near |= np.abs(run.t_s - event_s) < 5e-6
        assert np.array_equal((force > 50.0)[seen & ~near], loaded[seen & ~near])


@pytest.mark.parametrize("seed", range(3))
def test_feet_take_turns_and_flight_is_between_them(render: Renderer, seed: int) -> None:
    run = render(3.2, seed, until_s=10.0)
    for before, step in pairwise(run.truth):
        assert step.foot != before.foot
        assert step.gait == "run"
        assert step.flight_s == pytest.approx(step.initial_contact_s - before.toe_off_s)
        assert step.flight_s > 0.0
        assert step.contact_s == pytest.approx(step.toe_off_s - step.initial_contact_s)


def test_walking_is_walking(render: Renderer) -> None:
    run = render(SCENARIOS["walk-run"], 1, until_s=38.0)
    steps = [step for step in run.of("left") if step.initial_contact_s > 18.0]
    strides = np.diff([step.initial_contact_s for step in steps])
    share = np.mean([step.contact_s for step in steps]) / strides.mean()
    assert share == pytest.approx(0.62, abs=0.02)
    assert all(step.gait == "walk" and step.flight_s < -0.05 for step in steps)
    assert 1.0 < strides.mean() < 1.3


@pytest.mark.parametrize(("speed_mps", "contact_s"), [(2.5, 0.268), (3.5, 0.224), (4.5, 0.194)])
def test_contact_falls_with_speed_as_measured(render: Renderer, speed_mps: float, contact_s: float) -> None:
    means = [np.mean([step.contact_s for step in render(speed_mps, seed, until_s=5.0).truth]) for seed in range(12)]
    cadences = [
        60.0 * (len(r.truth) - 1) / np.ptp([s.initial_contact_s for s in r.truth])
        for r in (render(speed_mps, seed, until_s=5.0) for seed in range(12))
    ]
    assert np.mean(means) == pytest.approx(contact_s, abs=0.012)
    assert 0.008 < np.std(means) < 0.03
    assert 145.0 < min(cadences) < max(cadences) < 205.0


def test_steps_vary_as_real_ones_do(render: Renderer) -> None:
    spread: list[float] = []
    echo: list[float] = []
    for seed in range(6):
        run = render(3.2, seed, until_s=60.0, rate_hz=50.0)
        for foot in ("left", "right"):
            contact = np.array([step.contact_s for step in run.of(foot)])
            spread.append(float(contact.std()))
            echo.append(float(np.corrcoef(contact[1:], contact[:-1])[0, 1]))
    assert 0.0020 < min(spread) < max(spread) < 0.0065
    assert -0.35 < min(echo) < max(echo) < 0.65
    assert 0.0 < np.mean(echo) < 0.4


def test_the_scenario_s_sink_is_in_the_truth(render: Renderer) -> None:
    phases = (Phase("fine", 20.0, 3.2), Phase("sunk", 60.0, 3.2, 1.12, dorsiflexion_deg=4.0))
    run = render(Scenario("sinks", "", phases), 5, until_s=60.0, rate_hz=50.0)

    def mean(name: str, since_s: float, until_s: float) -> float:
        return float(np.mean([getattr(s, name) for s in run.truth if since_s < s.initial_contact_s < until_s]))

    assert mean("contact_s", 30.0, 60.0) / mean("contact_s", 0.0, 20.0) == pytest.approx(1.12, abs=0.01)
    assert mean("sink_deg", 30.0, 60.0) - mean("sink_deg", 0.0, 20.0) == pytest.approx(4.0, abs=0.8)
    assert mean("flight_s", 30.0, 60.0) < mean("flight_s", 0.0, 20.0)
    assert mean("contact_stretch", 30.0, 60.0) == pytest.approx(1.12)
    assert {step.phase for step in run.truth} == {"fine", "sunk"}


def test_a_bounce_is_flight(render: Renderer) -> None:
    phases = (Phase("fine", 20.0, 3.2), Phase("bounces", 60.0, 3.2, 0.94, 1.27))
    run = render(Scenario("bounces", "", phases), 5, until_s=60.0, rate_hz=50.0)
    fine = [step for step in run.truth if step.initial_contact_s < 20.0]
    high = [step for step in run.truth if step.initial_contact_s > 30.0]
    assert np.mean([s.flight_s for s in high]) / np.mean([s.flight_s for s in fine]) == pytest.approx(1.27, abs=0.06)
    assert np.mean([s.contact_s for s in high]) / np.mean([s.contact_s for s in fine]) == pytest.approx(0.94, abs=0.01)


def test_a_misstep_stands_out(render: Renderer) -> None:
    run = render(Scenario("trips", "", (Phase("run", 20.0, 3.2, stumbles=1),)), 5, until_s=18.0, rate_hz=50.0)
    contact = np.array([step.contact_s for step in run.truth])
    assert contact.max() > 1.2 * np.median(contact)
    assert np.sum(contact > 1.15 * np.median(contact)) == 1


def test_truth_has_no_gaps_of_knowledge(render: Renderer) -> None:
    for step in render(SCENARIOS["demo"], 3, until_s=40.0).truth:
        numbers = [getattr(step, name) for name in step.__slots__ if isinstance(getattr(step, name), float)]
        assert all(math.isfinite(number) for number in numbers)
        assert len(numbers) == 9
