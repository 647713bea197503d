"""Simulated sets of drills, scored against what truly happened; and what the counters say where nobody drills."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bench.data import DATA, SITES, trials
from coach.config import Config
from coach.dsp.grid import Grid
from coach.events import Block, Contact, DrillName, Floats, Placement, Repetition, Samples, Step
from coach.gait.drills.counter import DrillCounter
from coach.gait.sensor import DETECTORS, NEEDS_GYRO, Sensor
from coach.measures.measurer import Measurer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Drill, Phase, Scenario
from coach.simulate.sensor import SensorFaults, SimulatedSensor
from coach.simulate.truth import TrueStep

SET_S, UNTIL_S = 14.0, 21.0
Found = tuple[Placement, Block | Contact]
RUNNING = Scenario(
    "no drill",
    "",
    (
        Phase("stand", 4.0, 0.0, ramp_s=0.0),
        Phase("walk", 15.0, 1.4),
        Phase("jog", 15.0, 2.2, turn_deg=180.0),
        Phase("run", 15.0, 3.0, stumbles=1),
        Phase("fast", 12.0, 4.0),
        Phase("sprint", 10.0, 5.5, ramp_s=2.0),
        Phase("stroll", 12.0, 1.0),
        Phase("stand", 6.0, 0.0),
        Phase("sprint", 10.0, 4.5, ramp_s=2.0),
        Phase("stand", 5.0, 0.0, ramp_s=1.0),
    ),
)
"""104 s of everything but drills."""


@dataclass(frozen=True, slots=True)
class Set:
    """A drill at one tempo and speed."""

    drill: Drill
    speed_mps: float = 0.0

    @property
    def label(self) -> str:
        """Contact and beat."""
        return f"{self.drill.kind} {1e3 * self.drill.contact_s:.0f}/{1e3 * self.drill.every_s:.0f} ms"


@dataclass(frozen=True, slots=True)
class Score:
    """What one choice of sensors made of one set."""

    true: int
    counted: int
    others: int
    """Repetitions of other drills."""
    contact_percent: float
    """Median contact of the set against the true median; NaN where none was measured."""
    rsi_percent: float
    spread_percent: float
    """Standard deviation of single contacts' errors."""
    slow: int
    """Repetitions flagged as slow."""


def hear(
    scenario: Scenario, seed: int, placements: Sequence[Placement], rate_hz: float, *, loss: float, until_s: float
) -> tuple[list[TrueStep], list[Found]]:
    """A simulated person with these sensors at random mountings: the truth, and what their detectors found."""
    worn = [SimulatedSensor(p, rate_hz, faults=SensorFaults(loss=loss)) for p in placements]
    runner = SimulatedRunner(scenario, worn, seed)
    sensors: dict[Placement, Sensor] = {p: Sensor(p) for p in placements}
    found: list[Found] = []
    for packet in runner.advance(until_s):
        told = sensors[packet.placement].feed(packet)
        found.extend((packet.placement, one) for one in told if isinstance(one, Block | Contact))
    return runner.truth, found


def set_of(case: Set) -> Scenario:
    """Stands, drills, walks away."""
    drilling = Phase("set", SET_S, case.speed_mps, drill=case.drill, ramp_s=0.5)
    return Scenario("set", "", (Phase("stand", 3.0, 0.0, ramp_s=0.0), drilling, Phase("walk", 5.0, 1.4, ramp_s=1.0)))


def count(found: Iterable[Found], placements: Sequence[Placement], expect: DrillName | None = None) -> list[Repetition]:
    """What the counter says that listens to these sensors only."""
    counter = DrillCounter(placements)
    counter.expect(expect)
    out = [one for p, what in found if p in placements for one in counter.feed(p, what)]
    return out + list(counter.finish())


def score(case: Set, truth: Sequence[TrueStep], found: Sequence[Found], placements: Sequence[Placement]) -> Score:
    """Counts, and of what is measured the error."""
    kind = case.drill.kind
    said = count(found, placements, kind)
    own = [one for one in said if one.drill == kind]
    true = np.array(repetitions(kind, truth, placements)).reshape(-1, 3)
    measured = np.array([(one.at_s, one.contact_s, one.flight_s / one.contact_s) for one in own if one.contact_s > 0.0])
    contact, rsi, spread = float("nan"), float("nan"), float("nan")
    if len(measured):
        contact = 100.0 * (float(np.median(measured[:, 1]) / np.median(true[:, 1])) - 1.0)
        nearest = np.abs(measured[:, :1] - true[:, 0]).argmin(axis=1)
        spread = 100.0 * float(np.std(measured[:, 1] / true[nearest, 1]))
        if kind == "pogo":
            rsi = 100.0 * (float(np.median(measured[:, 2]) / np.median(true[:, 2] / true[:, 1])) - 1.0)
    slow = sum(one.values.get("slow", 0.0) > 0.0 for one in own)
    return Score(len(true), len(own), len(said) - len(own), contact, rsi, spread, slow)


def repetitions(
    kind: DrillName, truth: Sequence[TrueStep], placements: Sequence[Placement]
) -> list[tuple[float, float, float]]:
    """(when, contact, flight) of each that these sensors can see; the landing after it must belong to the drill.

    A jump's contact is the mean of both feet's.
    """
    steps = sorted(truth, key=lambda step: step.initial_contact_s)
    sides = {placement.partition("-")[2] for placement in placements}
    feet = {"left", "right"} if "" in sides else sides
    if kind == "pogo":
        jumps = [step for step in steps if step.gait == "pogo"]
        pairs = list(zip(jumps[::2], jumps[1::2], strict=False))
        contacts_s = [0.5 * (a.contact_s + b.contact_s) for a, b in pairs]
        lands_s = [a.initial_contact_s for a, _ in pairs]
        return [(at, c, after - at - c) for (at, after), c in zip(pairwise(lands_s), contacts_s, strict=False)]
    if kind == "skip":
        return [
            (hop.initial_contact_s, hop.contact_s, after.initial_contact_s - hop.toe_off_s)
            for step, hop, after in zip(steps, steps[1:], steps[2:], strict=False)
            if step.gait == hop.gait == after.gait == kind and step.foot == hop.foot in feet
        ]
    return [
        (a.toe_off_s, a.contact_s, 0.0)
        for foot in sorted(feet)
        for a, b in pairwise(step for step in steps if step.foot == foot)
        if a.gait == b.gait == kind
    ]


def believed(case: Set, seed: int, placements: Sequence[Placement]) -> tuple[int, int]:
    """(valid running steps, steps) that the running pipeline makes of a set."""
    runner = SimulatedRunner(set_of(case), [SimulatedSensor(p) for p in placements], seed)
    measurer = Measurer(Config(), placements)
    out = [one for packet in runner.advance(UNTIL_S) for one in measurer.packet(packet)]
    steps = [one for one in [*out, *measurer.finish()] if isinstance(one, Step)]
    return sum(step.valid for step in steps), len(steps)


def real() -> Iterator[tuple[str, Placement, list[Found]]]:
    """(recording, placement, what was found) of every real recording at every place it has."""
    for trial in trials():
        t_s = np.arange(len(trial.accel_g["waist"])) / trial.rate_hz
        for place in DETECTORS:
            if place in SITES:
                yield trial.name, place, _found(place, t_s, trial.accel_g[place], trial.gyro_dps[place])
    for path in sorted((DATA / "foot_imu_real").glob("*.csv.gz")):
        with gzip.open(path, "rt", newline="") as file:
            names = ("t_ms", "ax_g", "ay_g", "az_g", "gx_dps", "gy_dps", "gz_dps")
            rows = np.array([[float(row[name]) for name in names] for row in csv.DictReader(file)])
        rows = rows[np.unique(rows[:, 0], return_index=True)[1]]
        yield path.name, "foot-right", _found("foot-right", 1e-3 * rows[:, 0], rows[:, 1:4], rows[:, 4:7])
    with np.load(DATA / "ankle_hip_real" / "acc_running.npz") as recording:
        accel_g = 1e-3 * recording["hip_mg"].astype(np.float64)
    yield "ankle_hip_real", "waist", _found("waist", np.arange(len(accel_g)) / 100.0, accel_g, None)


def _found(placement: Placement, t_s: Floats, accel_g: Floats, gyro_dps: Floats | None) -> list[Found]:
    found: list[Found] = []
    detector = None
    for block in Grid().feed(Samples(placement, t_s, accel_g, gyro_dps)):
        if isinstance(block, Block):
            found.append((placement, block))
            if gyro_dps is not None or placement not in NEEDS_GYRO:
                detector = detector or DETECTORS[placement](placement, block.rate_hz, None)
                found.extend((placement, contact) for contact in detector.feed(block))
    return found
