"""How fast a runner changes his heading, as a foot and the trunk tell it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact, Floats, Placement
from coach.gait.foot.detector import FootDetector
from coach.gait.sensor import Sensor
from coach.gait.trunk.detector import TrunkDetector
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor

TURNS = (0.0, 180.0, 0.0, -90.0, 0.0)
LASTS_S = (25.0, 8.0, 15.0, 8.0, 15.0)
BENDS = Scenario(
    "bends",
    "Straight, left about, straight, a right corner, straight.",
    tuple(
        Phase("even", lasts_s, 3.1, turn_deg=turn_deg, ramp_s=1.0)
        for turn_deg, lasts_s in zip(TURNS, LASTS_S, strict=True)
    ),
)


@pytest.mark.parametrize("placement", ["foot-right", "waist", "chest"])
def test_a_turn_is_seen_with_its_side_and_size(placement: Placement) -> None:
    runner = SimulatedRunner(BENDS, [SimulatedSensor(placement)], seed=2)
    sensor = Sensor(placement)
    found = [one for packet in runner.advance(BENDS.lasts_s - 1.0) for one in sensor.feed(packet)]
    rates = np.array([(c.initial_contact_s, c.extras.get("turn_dps", np.nan)) for c in found if isinstance(c, Contact)])
    rates = rates[~np.isnan(rates[:, 1])]
    ends_s = np.cumsum(LASTS_S)
    for turn_deg, lasts_s, end_s in zip(TURNS, LASTS_S, ends_s, strict=True):
        inside = (rates[:, 0] > end_s - lasts_s + 2.0) & (rates[:, 0] < end_s - (2.0 if turn_deg == 0.0 else 0.0))
        assert inside.sum() > 5
        if turn_deg == 0.0:
            assert np.abs(rates[inside, 1]).max() < 6.0
        else:
            # fastest in the middle of the phase, at twice the mean
            assert abs(rates[inside, 1]).max() == pytest.approx(2.0 * abs(turn_deg) / lasts_s, rel=0.15)
            assert np.sign(np.median(rates[inside, 1])) == np.sign(turn_deg)


@pytest.mark.data
@pytest.mark.parametrize("name", ["S01_2.5mps", "S10_4.5mps", "S24_3.5mps"])
@pytest.mark.parametrize("site", ["footL", "pelvis"])
def test_nobody_turns_on_a_straight_belt(name: str, site: str, data_dir: Path) -> None:
    with np.load(data_dir / "fukuchi_vimu" / f"{name}.npz") as d:
        rows: Floats = d[f"imu_{site}"].astype(np.float64)
        accel_g, gyro_dps = rows[:, :3] * float(d["acc_scale_g"]), rows[:, 3:] * float(d["gyro_scale_dps"])
    rng = np.random.default_rng(3)
    mounting = Rotation.from_quat(rng.normal(size=4)).as_matrix()
    gyro_dps = gyro_dps @ mounting.T + rng.normal(0.0, 0.5, 3)
    none = np.zeros(len(rows), dtype=np.bool_)
    detector = FootDetector("foot-left", 150.0) if site == "footL" else TrunkDetector("waist", 150.0)
    contacts = detector.feed(Block("waist", 0.0, 150.0, accel_g @ mounting.T, gyro_dps, none, none, fresh=True))
    rates = np.array([c.extras["turn_dps"] for c in contacts[4:] if "turn_dps" in c.extras])
    assert len(rates) > 30
    assert abs(rates.mean()) < 2.0
    assert max(abs(np.median(rates[k : k + 3])) for k in range(len(rates) - 2)) < 9.0


def test_an_accelerometer_alone_sees_no_turn() -> None:
    runner = SimulatedRunner(BENDS, [SimulatedSensor("waist")], seed=2)
    sensor = Sensor("waist")
    found = [one for packet in runner.advance(6.0) for one in sensor.feed(packet)]
    detector = TrunkDetector("waist", 104.0)
    blocks = [one for one in found if isinstance(one, Block)]
    assert blocks
    contacts = [c for b in blocks for c in detector.feed(_without_gyro(b))]
    assert contacts
    assert not any("turn_dps" in contact.extras for contact in contacts)


def _without_gyro(block: Block) -> Block:
    return Block(
        block.placement, block.t_s, block.rate_hz, block.accel_g, None, block.filled, block.clipped, block.fresh
    )
