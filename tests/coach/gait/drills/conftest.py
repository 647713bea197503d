"""Simulated sets of drills: what the sensors' detectors say, and what truly happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import pytest

from coach.events import Block, Contact, DrillName, Placement, Repetition
from coach.gait.drills.counter import DrillCounter
from coach.gait.sensor import Sensor
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Drill, Phase, Scenario
from coach.simulate.sensor import SensorFaults, SimulatedSensor
from coach.simulate.truth import TrueStep

Found: TypeAlias = tuple[Placement, Block | Contact]


@dataclass(frozen=True)
class Case:
    """Somebody stands, does a drill for nine seconds, and walks away."""

    drill: Drill
    placements: tuple[Placement, ...]
    speed_mps: float = 0.0
    seed: int = 1
    rate_hz: float = 104.0
    loss: float = 0.0
    patience_s: tuple[float, ...] = ()
    """How much of each sensor's samples is joined before it is worked on."""

    @property
    def scenario(self) -> Scenario:
        set_ = Phase("set", 9.0, self.speed_mps, drill=self.drill, ramp_s=0.5)
        return Scenario("set", "", (Phase("stand", 3.0, 0.0, ramp_s=0.0), set_, Phase("walk", 6.0, 1.4, ramp_s=1.0)))


@dataclass(frozen=True)
class TrueRepetition:
    """One true repetition: contacts and flights of a pogo jump are the means of both feet."""

    at_s: float
    contact_s: float
    flight_s: float


@dataclass(frozen=True)
class Heard:
    truth: tuple[TrueStep, ...]
    found: tuple[Found, ...]

    def repetitions(self, expect: DrillName | None = None, until_s: float = 1e9) -> list[Repetition]:
        """What the counter makes of the samples taken until then."""
        placements: list[Placement] = list(dict.fromkeys(placement for placement, _ in self.found))
        counter = DrillCounter(placements)
        counter.expect(expect)
        out: list[Repetition] = []
        for placement, one in self.found:
            early = _early(one, until_s)
            if early is not None:
                out += counter.feed(placement, early)
        return out + list(counter.finish())


def _early(one: Block | Contact, until_s: float) -> Block | Contact | None:
    if isinstance(one, Contact):
        return one if one.declared_s <= until_s else None
    rows = min(round((until_s - one.t_s) * one.rate_hz) + 1, len(one.accel_g))
    if rows <= 0:
        return None
    gyro = None if one.gyro_dps is None else one.gyro_dps[:rows]
    part = slice(rows)
    return Block(
        one.placement, one.t_s, one.rate_hz, one.accel_g[part], gyro, one.filled[part], one.clipped[part], one.fresh
    )


@cache
def hear(case: Case) -> Heard:
    """Run a case through radio, clock, grid and the running detectors."""
    return listen(case.scenario, case, 18.0)


def listen(scenario: Scenario, case: Case, until_s: float) -> Heard:
    faults = SensorFaults(loss=case.loss)
    worn = [SimulatedSensor(placement, case.rate_hz, faults=faults) for placement in case.placements]
    runner = SimulatedRunner(scenario, worn, case.seed)
    patience_s = case.patience_s or (0.0,) * len(worn)
    sensors: dict[Placement, Sensor] = {
        p: Sensor(p, 65.0, wait_s) for p, wait_s in zip(case.placements, patience_s, strict=True)
    }
    found: list[Found] = []
    for packet in runner.advance(until_s):
        found += _kept(packet.placement, sensors[packet.placement].feed(packet))
    for placement, sensor in sensors.items():
        found += _kept(placement, sensor.rest())
    return Heard(tuple(runner.truth), tuple(found))


def _kept(placement: Placement, found: Iterable[object]) -> list[Found]:
    return [(placement, one) for one in found if isinstance(one, Block | Contact)]


def true_repetitions(case: Case, truth: Sequence[TrueStep]) -> list[TrueRepetition]:
    """As a counter can know them: the next landing must belong to the drill, too."""
    steps = sorted(truth, key=lambda step: step.initial_contact_s)
    sides = {p.partition("-")[2] for p in case.placements} - {""}
    trunk = any("-" not in p for p in case.placements)
    feet = {"left", "right"} if trunk else sides
    if case.drill.kind == "pogo":
        return _jumps([step for step in steps if step.gait == "pogo"])
    if case.drill.kind == "skip":
        pairs = zip(steps, steps[1:], steps[2:], strict=False)
        return [
            TrueRepetition(hop.initial_contact_s, hop.contact_s, after.initial_contact_s - hop.toe_off_s)
            for step, hop, after in pairs
            if step.gait == hop.gait == after.gait == "skip" and step.foot == hop.foot and hop.foot in feet
        ]
    own = [[step for step in steps if step.foot == foot] for foot in sorted(feet)]
    return [
        TrueRepetition(a.toe_off_s, a.contact_s, 0.0)
        for mine in own
        for a, b in pairwise(mine)
        if a.gait == b.gait == "butt-kick"
    ]


def _jumps(steps: list[TrueStep]) -> list[TrueRepetition]:
    pairs = list(zip(steps[::2], steps[1::2], strict=True))
    out: list[TrueRepetition] = []
    for (one, other), (following, _) in pairwise(pairs):
        contact_s = 0.5 * (one.contact_s + other.contact_s)
        period_s = following.initial_contact_s - one.initial_contact_s
        out.append(TrueRepetition(one.initial_contact_s, contact_s, period_s - contact_s))
    return out


@pytest.fixture(scope="session")
def standing_walking_running() -> Scenario:
    """Everything that is no drill: stands, walks, runs from 2.2 to 5.5 m/s, turns, a stumble, sudden starts."""
    return Scenario(
        "no drill",
        "",
        (
            Phase("stand", 3.0, 0.0, ramp_s=0.0),
            Phase("walk", 6.0, 1.4),
            Phase("jog", 8.0, 2.2, turn_deg=180.0),
            Phase("run", 8.0, 3.0, stumbles=1),
            Phase("fast", 7.0, 4.2),
            Phase("sprint", 6.0, 5.5, ramp_s=2.0),
            Phase("stand", 4.0, 0.0),
            Phase("sprint", 6.0, 4.5, ramp_s=2.0),
        ),
    )
