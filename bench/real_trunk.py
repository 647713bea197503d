"""What the frozen trunk constants make of real sensors: python -m bench.real_trunk.

`sacral_grf` has force truth (one runner); its vertical channel was smoothed and clipped at 0 g by its authors and its
other channel leans by up to 0.6 g, so only the vertical one is used. `ankle_hip_real` is an outdoor run with walks and
stops, without truth. `fukuchi_splices` changes speed within a run: does a tap hold?
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from bench.data import DATA
from coach.events import Block, Contact, Floats
from coach.gait.steps import StepBuilder
from coach.gait.trunk import TrunkDetector

RUNNING_SHARE, WALKING_SHARE = 0.15, 0.08
SHOE_RUNS_G, SHOE_WALKS_G = 1.25, 1.15
"""Standard deviation of |a| at the shoe within a second; hardly a second lies between."""
HARD = ("no-flight", "last-step", "gap", "axis", "clipped-event")


def main() -> None:
    """Print all tables."""
    _sacral()
    _hip()
    _splices()


def one_block(accel_g: Floats, gyro_dps: Floats | None, rate_hz: float) -> Block:
    """A recording without gaps."""
    none = np.zeros(len(accel_g), dtype=np.bool_)
    return Block("waist", 0.0, rate_hz, accel_g, gyro_dps, none, none, fresh=True)


def _sacral() -> None:
    print("sacral_grf, 500 Hz: contact error, ms")
    with np.load(DATA / "sacral_grf" / "sacral_grf.npz") as d:
        trials, vertical, rate_hz = d["trial"], d["acc_v_g"].astype(np.float64), float(d["fs"])
        speeds, slopes = d["speed_mps"], d["slope_deg"]
    means: list[tuple[float, float]] = []
    for trial, accel, speed_mps, slope in zip(trials, vertical, speeds, slopes, strict=True):
        truth = _contacts(DATA / "sacral_grf" / "steps.csv", int(trial))
        cells: list[float] = []
        for known in (True, False):
            detector = TrunkDetector("waist", rate_hz)
            if known:
                detector.speed(0.0, float(speed_mps))
            upright = np.column_stack([np.zeros((len(accel), 2)), accel])
            cells.append(_mean_error_ms(detector.feed(one_block(upright, None, rate_hz)), truth))
        means.append((cells[0], cells[1]))
        print(
            f"  trial {trial:2} {speed_mps:.2f} m/s {slope:+3}°  with speed {cells[0]:+6.1f}  without {cells[1]:+6.1f}"
        )
    table = np.array(means)
    for name, column in (("with speed", table[:, 0]), ("without speed", table[:, 1])):
        print(f"  {name}: level {column.mean():+.1f}, left after one offset: SD {column.std(ddof=1):.1f}")


def _contacts(path: Path, trial: int) -> Floats:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["trial"]) == trial]
    return np.array([(float(row["ic_s"]), float(row["to_s"])) for row in rows])


def _mean_error_ms(contacts: list[Contact], truth: Floats) -> float:
    errors: list[float] = []
    for contact in contacts:
        i = int(np.argmin(np.abs(truth[:, 0] - contact.initial_contact_s)))
        if abs(truth[i, 0] - contact.initial_contact_s) < 0.1 and not math.isnan(contact.contact_s):
            errors.append((contact.contact_s - float(truth[i, 1] - truth[i, 0])) * 1e3)
    return float(np.mean(errors))


def _hip() -> None:
    with np.load(DATA / "ankle_hip_real" / "acc_running.npz") as d:
        hip_g, shoe_g, rate_hz = d["hip_mg"] / 1000.0, d["shoe_mg"] / 1000.0, float(d["fs"])
    contacts = TrunkDetector("waist", rate_hz).feed(one_block(hip_g, None, rate_hz))
    vigour = _vigour(shoe_g, rate_hz)
    believed = [c for c in contacts if c.extras["flight_share"] > RUNNING_SHARE and not set(c.faults) & set(HARD)]
    shares = np.array([c.extras["flight_share"] for c in contacts])
    between = np.mean((shares > WALKING_SHARE) & (shares < RUNNING_SHARE))
    print("ankle_hip_real, left hip, 100 Hz, 750 s; the shoe's own accelerometer says what goes on")
    for name, found in (("loadings", contacts), ("believed", believed)):
        around = [vigour[max(int(c.initial_contact_s) - 1, 0) : int(c.initial_contact_s) + 2] for c in found]
        running = sum(float(v.min()) > SHOE_RUNS_G for v in around)
        calm = sum(float(v.max()) < SHOE_WALKS_G for v in around)
        print(f"  {len(found)} {name}: {running} amid running, {calm} amid walking or standing")
    builder = StepBuilder(("waist",))
    steps = [step for c in contacts for step in builder.feed(c)] + builder.finish()
    valid = [step for step in steps if step.valid]
    calm = sum(float(vigour[max(int(s.initial_contact_s) - 1, 0) :][:3].max()) < SHOE_WALKS_G for s in valid)
    print(f"  {len(valid)} valid steps, {calm} amid walking or standing; {between:.1%} of shares between the limits")


def _vigour(accel_g: Floats, rate_hz: float) -> Floats:
    """Standard deviation of |a| in each second, g."""
    size = np.sqrt((accel_g**2).sum(axis=1))
    return size[: len(size) // int(rate_hz) * int(rate_hz)].reshape(-1, int(rate_hz)).std(axis=1)


def _splices() -> None:
    print("fukuchi_splices, one tap in the first seconds, accelerometer only: feet right of told")
    for path in sorted((DATA / "fukuchi_splices").glob("*.npz")):
        with np.load(path) as d:
            accel_g = d["imu_pelvis"][:, :3] * float(d["acc_scale_g"])
            truth, left, rate_hz = d["contacts"], d["side"] == "L", float(d["fs_imu"])
        detector = TrunkDetector("waist", rate_hz)
        detector.tap("left", float(truth[left][5, 0]))
        told = [c for c in detector.feed(one_block(accel_g, None, rate_hz)) if c.foot != "unknown"]
        nearest = [int(np.argmin(np.abs(truth[:, 0] - c.initial_contact_s))) for c in told]
        right = sum((c.foot == "left") == bool(left[i]) for c, i in zip(told, nearest, strict=True))
        print(f"  {path.stem}: {right} of {len(told)}")


if __name__ == "__main__":
    main()
