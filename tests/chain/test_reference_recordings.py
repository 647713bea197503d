"""The command line on real recordings: lengthened stance is cued in time, walking never."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

SETTINGS = """\
[baseline]
learn_s = 15
[stance]
hold_s = 2
[cues]
quiet_first_s = 0
cooldown_s = 5
"""
RUNNERS = ("S08", "S13", "S14", "S19", "S24")
IN_TIME_S = 12.0

Rows = Callable[[Path], list[Mapping[str, str]]]


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


def write_table(
    path: Path, rate_hz: float, accel_g: np.ndarray, gyro_dps: np.ndarray, speed_mps: np.ndarray | None = None
) -> None:
    header, fmt = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps", ["%.6f"] + ["%.3f"] * 3 + ["%.1f"] * 3
    table = np.column_stack([np.arange(len(accel_g)) / rate_hz, accel_g, gyro_dps])
    if speed_mps is not None:
        header, fmt, table = f"{header},speed_mps", [*fmt, "%.2f"], np.column_stack([table, speed_mps])
    np.savetxt(path, table, fmt=fmt, delimiter=",", header=header, comments="")


@pytest.mark.parametrize("runner", RUNNERS)
def test_each_lengthening_is_cued_in_time_and_nothing_before(
    runner: str, data_dir: Path, coach: Coach, rows: Rows, tmp_path: Path
) -> None:
    with np.load(data_dir / "fukuchi_splices" / f"{runner}_drawnout.npz") as d:
        starts_s, speeds_mps = d["segment_start_s"].tolist(), d["segment_speed_mps"].tolist()
        truth = d["contacts"]
        for side in "LR":
            imu = d[f"imu_foot{side}"]
            accel_g, gyro_dps = imu[:, :3] * float(d["acc_scale_g"]), imu[:, 3:] * float(d["gyro_scale_dps"])
            write_table(tmp_path / f"{side}.csv", float(d["fs_imu"]), accel_g, gyro_dps)
    (tmp_path / "tight.toml").write_text(SETTINGS, encoding="utf-8")
    recording = tmp_path / "run.mcap"

    left, right = tmp_path / "L.csv", tmp_path / "R.csv"
    done = coach("import", "--sensor", f"foot-left={left}", "--sensor", f"foot-right={right}", "-o", recording)
    assert done.code == 0, done.err
    done = coach("measure", recording, "--csv", tmp_path / "steps.csv")
    assert done.code == 0, done.err
    done = coach("replay", recording, "--config", tmp_path / "tight.toml", "--cues", tmp_path / "cues.csv")
    assert done.code == 0, done.err

    steps = [row for row in rows(tmp_path / "steps.csv") if row["valid"] == "true"]
    assert len(steps) > 0.93 * len(truth)
    played = [row for row in rows(tmp_path / "cues.csv") if row["outcome"] == "played"]
    pushes_s = [float(row["decided_s"]) for row in played if row["cue"].startswith(("push", "quick"))]
    slower = [s for s, before, after in zip(starts_s[1:], speeds_mps, speeds_mps[1:], strict=False) if after < before]
    assert len(slower) == 2
    for change_s in slower:
        assert any(change_s < at_s <= change_s + IN_TIME_S for at_s in pushes_s)
    assert min(pushes_s) > slower[0]


@pytest.mark.parametrize("runner", ["S08", "S19"])
def test_with_speed_slower_running_is_no_lengthening_and_the_same_contact_held_at_speed_is(
    runner: str, data_dir: Path, coach: Coach, rows: Rows, tmp_path: Path
) -> None:
    """The belt's own speed, and one that goes on as if nobody had slowed down."""
    (tmp_path / "tight.toml").write_text(SETTINGS, encoding="utf-8")
    with np.load(data_dir / "fukuchi_splices" / f"{runner}_drawnout.npz") as d:
        starts_s, belt_mps, imu = d["segment_start_s"], d["segment_speed_mps"], d["imu_footL"]
        accel_g, gyro_dps = imu[:, :3] * float(d["acc_scale_g"]), imu[:, 3:] * float(d["gyro_scale_dps"])
        rate_hz = float(d["fs_imu"])
    segment = np.searchsorted(starts_s, np.arange(len(imu)) / rate_hz, side="right") - 1
    due: dict[str, list[float]] = {}
    for name, told_mps in (("own", belt_mps), ("held", np.maximum(belt_mps, 3.5))):
        table, recording, cues = tmp_path / f"{name}.csv", tmp_path / f"{name}.mcap", tmp_path / f"{name}.cues.csv"
        write_table(table, rate_hz, accel_g, gyro_dps, told_mps[segment])
        assert coach("import", "--sensor", f"foot-left={table}", "-o", recording).code == 0
        assert coach("replay", recording, "--config", tmp_path / "tight.toml", "--cues", cues).code == 0
        due[name] = [float(row["decided_s"]) for row in rows(cues)]
    assert due["own"] == []
    assert 0.0 < min(due["held"]) - starts_s[1] <= IN_TIME_S
    assert any(0.0 < at_s - starts_s[3] <= IN_TIME_S for at_s in due["held"])
    assert max(due["held"]) < starts_s[4] + 3.0


def test_a_walker_has_no_running_step(data_dir: Path, coach: Coach, rows: Rows, tmp_path: Path) -> None:
    recording, table = tmp_path / "walk.mcap", data_dir / "foot_imu_real" / "walkerC_6kmh.csv.gz"
    done = coach("import", "--sensor", f"foot-right={table}", "-o", recording)
    assert done.code == 0, done.err
    assert "gaps" in done.out
    assert "repeated time stamps" in done.out
    assert coach("measure", recording, "--csv", tmp_path / "steps.csv").code == 0
    assert not [row for row in rows(tmp_path / "steps.csv") if row["valid"] == "true"]


def test_a_real_sensor_with_every_fault_is_read_and_never_praised(
    data_dir: Path, coach: Coach, rows: Rows, tmp_path: Path
) -> None:
    recording, table = tmp_path / "run.mcap", data_dir / "foot_imu_real" / "runnerB_track_1.csv.gz"
    done = coach("import", "--sensor", f"foot-right={table}", "-o", recording)
    assert done.code == 0, done.err
    assert "clipped at 8 g" in done.out
    done = coach("measure", recording, "--csv", tmp_path / "steps.csv")
    assert done.code == 0, done.err
    steps = rows(tmp_path / "steps.csv")
    assert steps
    for row in steps:
        assert row["reason"] if row["valid"] == "false" else 100 <= float(row["contact_ms"]) <= 450
