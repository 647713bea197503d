"""Against force plates and optical angles. The level on runners never seen is the benchmarks' to tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.events import Block, Contact, Floats, Placement
from coach.gait.ankle import AnkleMeter
from coach.gait.shank import ShankDetector

pytestmark = pytest.mark.data


class _Trial:
    """The left leg of one treadmill run."""

    def __init__(self, folder: Path, name: str) -> None:
        with np.load(folder / "fukuchi_vimu" / f"{name}.npz") as d:
            self.truth: Floats = d["contacts"][d["side"] == "L"]
            self.angle: Floats = d["ankle_df_L_deg"]
            self._scale = float(d["acc_scale_g"]), float(d["gyro_scale_dps"])
            self.foot = self._block("foot-left", d["imu_footL"])
            self.shank = self._block("shank-left", d["imu_shankL"])
        self.contacts = list(ShankDetector("shank-left", 150.0).feed(self.shank))

    def _block(self, placement: Placement, rows: Floats) -> Block:
        none = np.zeros(len(rows), dtype=np.bool_)
        accel, gyro = rows[:, :3] * self._scale[0], rows[:, 3:] * self._scale[1]
        return Block(placement, 0.0, 150.0, accel, gyro, none, none, fresh=True)

    def true(self, contact: Contact) -> Floats:
        return self.truth[np.argmin(np.abs(self.truth[:, 0] - contact.initial_contact_s))]

    def sink_deg(self, contact: Contact) -> float:
        touch_s, leave_s = (float(x) for x in self.true(contact))
        stance: Floats = np.interp(np.linspace(touch_s, leave_s, 200) * 150.0, np.arange(len(self.angle)), self.angle)
        return float(stance.max() - stance[0])


@pytest.fixture(scope="module", params=["S01_4.5mps", "S02_3.5mps", "S13_4.5mps", "S24_2.5mps"])
def trial(request: pytest.FixtureRequest, data_dir: Path) -> _Trial:
    return _Trial(data_dir, request.param)


def test_every_step_is_found_and_dated(trial: _Trial) -> None:
    true = np.stack([trial.true(contact) for contact in trial.contacts])
    begun_ms = (np.array([c.initial_contact_s for c in trial.contacts]) - true[:, 0]) * 1e3
    span_ms = (np.array([c.contact_s for c in trial.contacts]) - (true[:, 1] - true[:, 0])) * 1e3

    assert len(trial.contacts) >= len(trial.truth) - 2
    assert np.abs(begun_ms).max() < 20.0
    assert abs(span_ms.mean()) < 12.0
    assert span_ms.std() < 5.5
    assert all(contact.uncertainty_s < 0.015 for contact in trial.contacts)


def test_sink_follows_the_ankle_step_by_step(trial: _Trial) -> None:
    meter = AnkleMeter("left")
    meter.feed(trial.foot)
    meter.feed(trial.shank)
    told = [c for contact in trial.contacts for c in meter.contact(contact) if c.extras]
    sinks = np.array([c.extras["sink_deg"] for c in told])
    true = np.array([trial.sink_deg(c) for c in told])

    assert len(told) >= len(trial.contacts) - 6
    assert np.sqrt(np.mean((sinks - true) ** 2)) < 3.0
    assert np.corrcoef(sinks, true)[0, 1] > 0.8
