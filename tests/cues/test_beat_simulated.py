"""The push-pull beat on the simulated runner: pods in packets of eight at 104 Hz, a radio, our own detectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from coach.config import Config, Sensor
from coach.events import Floats, Placement, Step
from coach.pipeline import Pipeline
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor
from cues.beat import PushPull, Side, Tap

FEET: tuple[Placement, ...] = ("foot-left", "foot-right")
WALKS_S, RUNS_S, STOPS_S, END_S = 77.0, 87.0, 101.0, 107.0
SWAYING = Scenario(
    "swaying",
    "Cadence sways by 3 % either way, there and back in 40 s; then a walk, a run and a stop.",
    (
        Phase("even", 14.0, 3.4),
        *(Phase(f"sway {k}", 21.0, 3.4, flight_stretch=1.1 if k % 2 else 0.9, ramp_s=20.0) for k in range(3)),
        Phase("walk", RUNS_S - WALKS_S, 1.4, ramp_s=1.0),
        Phase("run", STOPS_S - RUNS_S, 3.4, ramp_s=2.0),
        Phase("stop", END_S - STOPS_S, 0.0, ramp_s=1.0),
    ),
)


@dataclass(frozen=True)
class Outing:
    """Steps with the time at which each was known, and the truth."""

    steps: list[tuple[float, Step]]
    lands_s: Floats
    ran_s: Floats
    """Landings while running."""


@pytest.fixture(scope="module")
def outings() -> list[Outing]:
    """An uneven runner (steps vary by 6 ms) and an even one (4 ms)."""
    return [outing(0), outing(3)]


def outing(seed: int) -> Outing:
    runner = SimulatedRunner(SWAYING, [SimulatedSensor(placement) for placement in FEET], seed)
    pipeline = Pipeline(Config(sensors=tuple(Sensor(placement=p, name="sim") for p in FEET)), FEET, {})
    steps = [
        (packet.arrived_s, output)
        for packet in runner.advance(END_S)
        for output in pipeline.feed(packet)
        if isinstance(output, Step) and output.valid
    ]
    lands_s = np.array([true.initial_contact_s for true in runner.truth])
    ran_s = np.array([true.initial_contact_s for true in runner.truth if true.gait == "run"])
    return Outing(steps, lands_s, ran_s)


def played(outing: Outing, delay_s: float) -> tuple[list[Tap], list[tuple[float, str]]]:
    """Pushes told while locked, and the state as time goes on."""
    beat = PushPull(delay_s)
    queue = list(outing.steps)
    pushes: list[Tap] = []
    states: list[tuple[float, str]] = []
    for now_s in np.arange(0.0, END_S, 8 / 104 / 2).tolist():
        while queue and queue[0][0] <= now_s:
            _, step = queue.pop(0)
            foot: Side = step.foot
            beat.contact(foot, step.initial_contact_s, step.toe_off_s)
        taps = beat.taps(now_s)
        states.append((now_s, beat.state))
        pushes += [tap for tap in taps if tap.tone == "push" and beat.state == "locked"]
    return pushes, states


@pytest.mark.parametrize("delay_s", [0.0, 0.15, 0.3])
def test_locked_beats_are_heard_within_25_ms_of_the_footfall(outings: list[Outing], delay_s: float) -> None:
    off_s: list[float] = []
    locked: list[bool] = []
    for outing in outings:
        pushes, states = played(outing, delay_s)
        heard_s = np.array([tap.at_s + delay_s for tap in pushes])
        off_s += np.min(np.abs(outing.lands_s[:, None] - heard_s[heard_s < WALKS_S]), axis=0).tolist()
        locked += [state == "locked" for now_s, state in states if 15.0 < now_s < WALKS_S]
    assert np.mean(np.array(off_s) <= 0.025) >= 0.95
    assert np.mean(locked) > (0.8 if delay_s < 0.2 else 0.3)


def test_it_lets_go_within_two_seconds_of_the_last_running_step(outings: list[Outing]) -> None:
    for outing in outings:
        _, states = played(outing, 0.15)
        for begins_s in (WALKS_S, STOPS_S):
            last_s = float(np.max(outing.ran_s[outing.ran_s < begins_s + 3.0]))
            let_go_s = next(now_s for now_s, state in states if now_s > begins_s and state != "locked")
            assert let_go_s - last_s < 2.0
        assert states[-1][1] == "silent"
        assert all(state != "locked" for now_s, state in states if WALKS_S + 4.0 < now_s < RUNS_S)
        assert any(state == "locked" for now_s, state in states if now_s > RUNS_S + 4.0)
