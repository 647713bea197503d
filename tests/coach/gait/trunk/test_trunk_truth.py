"""Against force plates and real sensors. The level on runners never seen is bench/accuracy_trunk.py's to tell."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from coach.events import Block, Contact, Floats
from coach.gait.steps import StepBuilder
from coach.gait.trunk import TrunkDetector

pytestmark = pytest.mark.data


def _contacts(accel_g: Floats, gyro_dps: Floats | None, rate_hz: float, speed_mps: float) -> list[Contact]:
    detector = TrunkDetector("waist", rate_hz)
    detector.speed(0.0, speed_mps)
    none = np.zeros(len(accel_g), dtype=np.bool_)
    return detector.feed(Block("waist", 0.0, rate_hz, accel_g, gyro_dps, none, none, fresh=True))


def _trial(folder: Path, name: str) -> tuple[list[Contact], Floats, list[str], Floats]:
    with np.load(folder / "fukuchi_vimu" / f"{name}.npz") as d:
        accel_g = d["imu_pelvis"][:, :3] * float(d["acc_scale_g"])
        gyro_dps = d["imu_pelvis"][:, 3:] * float(d["gyro_scale_dps"])
        contacts = _contacts(accel_g, gyro_dps, float(d["fs_imu"]), float(d["speed_mps"]))
        return contacts, d["contacts"], d["side"].tolist(), d["sacrum_height_mm"] / 10.0


def _nearest(truth: Floats, contact: Contact) -> int:
    return int(np.argmin(np.abs(truth[:, 0] - contact.initial_contact_s)))


def _sunk_cm(height_cm: Floats, stance: Floats) -> float:
    begun, ended = float(stance[0]), float(stance[1])
    return float(np.interp(begun, np.arange(len(height_cm)), height_cm) - height_cm[int(begun) : int(ended) + 1].min())


@pytest.mark.parametrize("name", ["S02_3.5mps", "S08_2.5mps", "S13_4.5mps", "S24_2.5mps"])
def test_steps_contact_time_sink_and_sides(data_dir: Path, name: str) -> None:
    contacts, truth, side, height_cm = _trial(data_dir, name)
    index = [_nearest(truth, c) for c in contacts]
    true_s = truth[index, 1] - truth[index, 0]
    error_ms = (np.array([c.contact_s for c in contacts]) - true_s) * 1e3
    sinks = [
        c.extras["sink_cm"] - _sunk_cm(height_cm, truth[i] * 150.0)
        for c, i in zip(contacts, index, strict=True)
        if "sink_cm" in c.extras
    ]

    assert index == list(range(index[0], index[0] + len(contacts)))
    assert len(contacts) >= len(truth) - 2
    assert abs(error_ms.mean()) < 20.0
    assert error_ms.std() < 6.5
    assert np.sqrt(np.mean(np.square(sinks))) < 0.9
    assert all(c.foot[0].upper() == side[i] for c, i in zip(contacts[3:], index[3:], strict=True))


def test_a_real_sacral_sensor_follows_changes_but_not_the_level(data_dir: Path) -> None:
    with np.load(data_dir / "sacral_grf" / "sacral_grf.npz") as d:
        trials, vertical, speeds = d["trial"], d["acc_v_g"].astype(np.float64), d["speed_mps"]
    with (data_dir / "sacral_grf" / "steps.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    means: list[float] = []
    for trial, accel, speed_mps in zip(trials, vertical, speeds, strict=True):
        truth = np.array([(float(r["ic_s"]), float(r["to_s"])) for r in rows if int(r["trial"]) == trial])
        upright = np.column_stack([np.zeros((len(accel), 2)), accel])
        contacts = _contacts(upright, None, 500.0, float(speed_mps))
        means.append(
            float(np.mean([c.contact_s - float(np.diff(truth[_nearest(truth, c)])[0]) for c in contacts])) * 1e3
        )

    assert np.std(means, ddof=1) < 6.0
    assert np.mean(means) == pytest.approx(39.0, abs=5.0)


def test_no_step_is_believed_while_walking_or_standing(data_dir: Path) -> None:
    with np.load(data_dir / "ankle_hip_real" / "acc_running.npz") as d:
        hip_g, shoe_g = d["hip_mg"] / 1000.0, d["shoe_mg"] / 1000.0
    contacts = _contacts(hip_g, None, 100.0, 0.0)
    builder = StepBuilder(("waist",))
    steps = [step for contact in contacts for step in builder.feed(contact)] + builder.finish()
    vigour = np.linalg.norm(shoe_g, axis=1).reshape(-1, 100).std(axis=1)  # the shoe, second by second
    calm = [vigour[max(int(s.initial_contact_s) - 1, 0) :][:3].max() < 1.15 for s in steps if s.valid]

    assert sum(step.valid for step in steps) > 1550
    assert not any(calm)
    assert sum("off-centre" in c.faults for c in contacts) > 1500
    assert not any(math.isnan(step.contact_s) for step in steps if step.valid)
