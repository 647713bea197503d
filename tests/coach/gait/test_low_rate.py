"""Too few samples a second: no step of foot or shank is believed, however well it looks; a waist still sees enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.events import Block, Placement, Step
from coach.gait.sensor import DETECTORS
from coach.gait.steps import StepBuilder

SITES: dict[Placement, str] = {"foot-left": "footL", "shank-left": "shankL", "waist": "pelvis", "chest": "pelvis"}


def steps_of(folder: Path, placement: Placement, every: int) -> list[Step]:
    """Thirty seconds on a treadmill at 150 Hz, of which only some rows are kept."""
    with np.load(folder / "fukuchi_vimu" / "S01_2.5mps.npz") as d:
        rows = d[f"imu_{SITES[placement]}"][::every].astype(np.float64)
        accel, gyro = rows[:, :3] * float(d["acc_scale_g"]), rows[:, 3:] * float(d["gyro_scale_dps"])
    none = np.zeros(len(rows), dtype=np.bool_)
    block = Block(placement, 0.0, 150.0 / every, accel, gyro, none, none, fresh=True)
    builder = StepBuilder((placement,))
    found = DETECTORS[placement](placement, block.rate_hz, None).feed(block)
    return [step for contact in found for step in builder.feed(contact)] + builder.finish()


@pytest.mark.data
@pytest.mark.parametrize("placement", ["foot-left", "shank-left"])
def test_a_leg_at_30_hz_is_not_believed(data_dir: Path, placement: Placement) -> None:
    running = [step for step in steps_of(data_dir, placement, 5) if step.activity == "run"]
    assert len(running) > 30
    assert {step.reason for step in running} == {"rate too low"}
    assert not any(step.valid for step in running)


@pytest.mark.data
@pytest.mark.parametrize(
    ("placement", "every"), [("foot-left", 3), ("shank-left", 3), ("waist", 3), ("waist", 6), ("chest", 6)]
)
def test_50_hz_is_enough_for_a_leg_and_25_hz_for_the_trunk(data_dir: Path, placement: Placement, every: int) -> None:
    steps = steps_of(data_dir, placement, every)
    assert sum(step.valid for step in steps) > 0.85 * len(steps)
    assert "rate too low" not in {step.reason for step in steps}
