"""Feet of known runs, recorded with force plates; types are plain, so that tests need not import from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact, Floats
from coach.gait.foot.detector import FootDetector

RATE_HZ = 150.0
Run: TypeAlias = tuple[Block, Floats]
"""The left foot of thirty seconds on a treadmill, and (n, 2) its contacts by force plate."""
Detect: TypeAlias = Callable[[Sequence[Block]], list[Contact]]
Cut: TypeAlias = Callable[[Block, Sequence[int]], list[Block]]


@pytest.fixture(scope="session")
def foot(data_dir: Path) -> Callable[[str], Run]:
    """Reads a run by name; mounting and noise are drawn from a fixed seed."""

    def read(name: str) -> Run:
        rng = np.random.default_rng(1)
        with np.load(data_dir / "fukuchi_vimu" / f"{name}.npz") as d:
            rows: Floats = d["imu_footL"].astype(np.float64)
            accel: Floats = rows[:, :3] * float(d["acc_scale_g"])
            gyro: Floats = rows[:, 3:] * float(d["gyro_scale_dps"])
            contacts: Floats = d["contacts"][d["side"] == "L"]
        mounting = Rotation.from_quat(rng.normal(size=4)).as_matrix()
        accel = accel @ mounting.T + rng.normal(0.0, 0.003, accel.shape)
        gyro = gyro @ mounting.T + rng.normal(0.0, 1.0, 3) + rng.normal(0.0, 0.1, gyro.shape)
        none = np.zeros(len(rows), dtype=np.bool_)
        return Block("foot-left", 0.0, RATE_HZ, accel, gyro, none, none, fresh=True), contacts

    return read


def _detect(parts: Sequence[Block]) -> list[Contact]:
    detector = FootDetector("foot-left", parts[0].rate_hz)
    return [contact for part in parts for contact in detector.feed(part)]


@pytest.fixture(scope="session")
def detect() -> Detect:
    return _detect


def _cut(block: Block, sizes: Sequence[int]) -> list[Block]:
    """The same samples in blocks of these sizes, over and over; only the first is fresh."""
    assert block.gyro_dps is not None
    parts: list[Block] = []
    first = 0
    while first < len(block.accel_g):
        part = slice(first, first + sizes[len(parts) % len(sizes)])
        parts.append(
            replace(
                block,
                t_s=block.t_s + first / block.rate_hz,
                accel_g=block.accel_g[part],
                gyro_dps=block.gyro_dps[part],
                filled=block.filled[part],
                clipped=block.clipped[part],
                fresh=block.fresh and first == 0,
            )
        )
        first = part.stop
    return parts


@pytest.fixture(scope="session")
def cut() -> Cut:
    return _cut
