"""Real recordings, read for the benchmark: one with force truth, one of a hip, three of a foot.

`sacral_grf` has force truth (one runner); its vertical channel was smoothed and clipped at 0 g by its authors and its
other channel leans by up to 0.6 g, so only the vertical one is used. `ankle_hip_real` is an outdoor run with walks and
stops, `foot_imu_real` a treadmill walk and two runs on a track with walks and stops; none of them has truth, but the
shaking of the shoe tells running from walking.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.data import DATA
from coach.config import Config
from coach.events import Block, Contact, Floats, Packet, Step
from coach.gait.steps import StepBuilder
from coach.gait.trunk import TrunkDetector
from coach.measures.measurer import Measurer
from coach.recording import open_recording
from coach.recording.from_csv import import_tables

SHOE_RUNS_G, SHOE_WALKS_G = 1.25, 1.15
"""Standard deviation of |a| at the shoe within a second; hardly a second lies between."""
FOOT_RECORDINGS = ("walkerC_6kmh", "runnerB_track_1", "runnerB_track_short")
_MATCH_S = 0.1


@dataclass(frozen=True, slots=True)
class Sacral:
    """One trial of the real sacral accelerometer; errors are means over its steps, ms."""

    trial: int
    speed_mps: float
    slope_deg: int
    contact_ms: float
    cadence_hz: float
    with_speed_ms: float
    without_speed_ms: float


@dataclass(frozen=True, slots=True)
class Outing:
    """One recording without truth: how many of its steps were called valid running steps, and amid what."""

    name: str
    sensor: str
    seconds: float
    steps: int
    valid: int
    amid_running: int
    """Every second around the step shakes the shoe as running does."""
    amid_calm: int
    """No second around the step does."""
    doubts: str
    """Why the others are not believed, most frequent first."""


def sacral() -> Iterator[Sacral]:
    """All trials of `sacral_grf`, by the shipped constants: its runner has taught them nothing."""
    with np.load(DATA / "sacral_grf" / "sacral_grf.npz") as d:
        trials, vertical, rate_hz = d["trial"], d["acc_v_g"].astype(np.float64), float(d["fs"])
        speeds, slopes = d["speed_mps"], d["slope_deg"]
    for trial, accel, speed_mps, slope in zip(trials, vertical, speeds, slopes, strict=True):
        truth = _contacts(DATA / "sacral_grf" / "steps.csv", int(trial))
        upright = np.column_stack([np.zeros((len(accel), 2)), accel])
        block = one_block(upright, None, rate_hz)
        told, untold = TrunkDetector("waist", rate_hz), TrunkDetector("waist", rate_hz)
        told.speed(0.0, float(speed_mps))
        yield Sacral(
            trial=int(trial),
            speed_mps=float(speed_mps),
            slope_deg=int(slope),
            contact_ms=float(np.mean(truth[:, 1] - truth[:, 0])) * 1e3,
            cadence_hz=1.0 / float(np.diff(truth[:, 0]).mean()),
            with_speed_ms=_mean_error_ms(told.feed(block), truth),
            without_speed_ms=_mean_error_ms(untold.feed(block), truth),
        )


def hip() -> Outing:
    """`ankle_hip_real`: left hip, accelerometer only; the left shoe's accelerometer says what goes on."""
    with np.load(DATA / "ankle_hip_real" / "acc_running.npz") as d:
        hip_g, shoe_g, rate_hz = d["hip_mg"] / 1000.0, d["shoe_mg"] / 1000.0, float(d["fs"])
    contacts = TrunkDetector("waist", rate_hz).feed(one_block(hip_g, None, rate_hz))
    builder = StepBuilder(("waist",))
    steps = [step for contact in contacts for step in builder.feed(contact)] + builder.finish()
    t_s = np.arange(len(shoe_g)) / rate_hz
    return _outing("ankle_hip_real", "hip, accelerometer", steps, t_s, shoe_g)


def foot(name: str) -> Outing:
    """One of `FOOT_RECORDINGS`, imported and measured as any user's table would be."""
    table = DATA / "foot_imu_real" / f"{name}.csv.gz"
    with TemporaryDirectory() as folder:
        import_tables({"foot-right": table}, Path(folder) / "run.mcap")
        recording = open_recording(Path(folder) / "run.mcap")
        measurer = Measurer(Config(), recording.header.placements)
        told = [x for event in recording.events() if isinstance(event, Packet) for x in measurer.packet(event)]
        steps = [x for x in (*told, *measurer.finish()) if isinstance(x, Step)]
    rows: Floats = np.genfromtxt(table, delimiter=",", skip_header=1)
    return _outing(f"foot_imu_real {name}", "right foot", steps, rows[:, 0] / 1e3, rows[:, 1:4])


def taps() -> Iterator[tuple[str, int, int]]:
    """`fukuchi_splices`, whose speed changes within the run: name, feet right and feet told after one tap."""
    for path in sorted((DATA / "fukuchi_splices").glob("*.npz")):
        with np.load(path) as d:
            accel_g = d["imu_pelvis"][:, :3] * float(d["acc_scale_g"])
            truth, left, rate_hz = d["contacts"], d["side"] == "L", float(d["fs_imu"])
        detector = TrunkDetector("waist", rate_hz)
        detector.tap("left", float(truth[left][5, 0]))
        told = [c for c in detector.feed(one_block(accel_g, None, rate_hz)) if c.foot != "unknown"]
        nearest = [int(np.argmin(np.abs(truth[:, 0] - c.initial_contact_s))) for c in told]
        right = sum((c.foot == "left") == bool(left[i]) for c, i in zip(told, nearest, strict=True))
        yield path.stem, right, len(told)


def one_block(accel_g: Floats, gyro_dps: Floats | None, rate_hz: float) -> Block:
    """A recording without gaps."""
    none = np.zeros(len(accel_g), dtype=np.bool_)
    return Block("waist", 0.0, rate_hz, accel_g, gyro_dps, none, none, fresh=True)


def _contacts(path: Path, trial: int) -> Floats:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["trial"]) == trial]
    return np.array([(float(row["ic_s"]), float(row["to_s"])) for row in rows])


def _mean_error_ms(contacts: Sequence[Contact], truth: Floats) -> float:
    errors: list[float] = []
    for contact in contacts:
        i = int(np.argmin(np.abs(truth[:, 0] - contact.initial_contact_s)))
        if abs(truth[i, 0] - contact.initial_contact_s) < _MATCH_S and not math.isnan(contact.contact_s):
            errors.append((contact.contact_s - float(truth[i, 1] - truth[i, 0])) * 1e3)
    return float(np.mean(errors))


def _outing(name: str, sensor: str, steps: Sequence[Step], t_s: Floats, shoe_g: Floats) -> Outing:
    seconds = float(t_s[-1] - t_s[0])
    vigour = _vigour(t_s - t_s[0], shoe_g)
    valid = [step for step in steps if step.valid]
    reasons = [step.reason for step in steps if not step.valid]
    begun = [int(step.initial_contact_s - t_s[0]) for step in valid]
    around = [vigour[max(second - 1, 0) :][:3] for second in begun]
    return Outing(
        name=name,
        sensor=sensor,
        seconds=seconds,
        steps=len(steps),
        valid=len(valid),
        amid_running=sum(float(v.min()) > SHOE_RUNS_G for v in around),
        amid_calm=sum(float(v.max()) < SHOE_WALKS_G for v in around),
        doubts=", ".join(f"{reason} {count}" for reason, count in Counter(reasons).most_common()) or "–",
    )


def _vigour(t_s: Floats, accel_g: Floats) -> Floats:
    """Standard deviation of |a| in each whole second, g."""
    size = np.sqrt((accel_g**2).sum(axis=1))
    seconds = range(int(t_s[-1]))
    return np.array([size[(t_s >= second) & (t_s < second + 1)].std() for second in seconds])
