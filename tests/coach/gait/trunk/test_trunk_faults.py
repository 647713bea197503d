"""What goes wrong with a real sensor, and what the contact says about it."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact, Placement
from coach.gait.speeds import MEASURED_LIFE_S
from coach.gait.trunk import TrunkDetector

if TYPE_CHECKING:
    from tests.coach.gait.trunk.conftest import Half


def _contacts(block: Block, speed_mps: float = 3.0, placement: Placement = "waist") -> list[Contact]:
    detector = TrunkDetector(placement, block.rate_hz)
    detector.speed(0.0, speed_mps)
    return detector.feed(block)


def _flagged(block: Block, name: str, from_s: float, to_s: float) -> Block:
    rows = slice(int(from_s * block.rate_hz), int(to_s * block.rate_hz))
    flags = np.zeros(len(block.filled), dtype=np.bool_)
    flags[rows] = True
    return replace(block, filled=flags) if name == "filled" else replace(block, clipped=flags)


@pytest.mark.parametrize(("name", "fault"), [("filled", "gap"), ("clipped", "clipped-event")])
def test_missing_samples_at_an_event_are_told(half: type[Half], name: str, fault: str) -> None:
    runner = half()
    landing_s = float(runner.contacts_s[10])
    contacts = _contacts(_flagged(runner.block(), name, landing_s + 0.01, landing_s + 0.05))

    assert [k for k, c in enumerate(contacts) if fault in c.faults] == [10]
    assert "sink_cm" not in contacts[10].extras
    assert "sink_cm" in contacts[13].extras


def test_missing_samples_in_mid_stance_cost_only_the_travel(half: type[Half]) -> None:
    runner = half()
    landing_s = float(runner.contacts_s[10])
    contacts = _contacts(_flagged(runner.block(), "filled", landing_s + 0.10, landing_s + 0.14))

    assert contacts[10].faults == ()
    assert not {"sink_cm", "oscillation_cm"} & contacts[10].extras.keys()


def test_without_speed_the_band_is_wider_and_said_so(half: type[Half]) -> None:
    with_speed, without = _contacts(half().block()), _contacts(half().block(), speed_mps=0.0)

    assert all(c.faults == ("no-speed",) and not math.isnan(c.contact_s) for c in without)
    assert without[10].uncertainty_s > with_speed[10].uncertainty_s
    assert with_speed[10].faults == ()


def test_speed_counts_from_when_it_was_told(half: type[Half]) -> None:
    runner = half()
    detector = TrunkDetector("waist", runner.rate_hz)
    detector.speed(float(runner.contacts_s[20]), 3.0)
    faults = [c.faults for c in detector.feed(runner.block())]

    assert faults[:20] == [("no-speed",)] * 20
    assert faults[20:] == [()] * 19


def test_a_measured_speed_counts_until_it_is_too_old(half: type[Half]) -> None:
    runner = half()
    detector = TrunkDetector("waist", runner.rate_hz)
    detector.speed(float(runner.contacts_s[25]) - MEASURED_LIFE_S, 3.0, "footpod")
    faults = [c.faults for c in detector.feed(runner.block())]

    assert faults[:25] == [()] * 25
    assert faults[26:] == [("no-speed",)] * 13


def test_grounded_steps_have_no_contact_time(half: type[Half]) -> None:
    block = half().block()
    heavy = replace(block, accel_g=0.4 + 0.6 * block.accel_g)

    contacts = _contacts(heavy)

    assert len(contacts) > 30
    assert all(math.isnan(c.contact_s) and "no-flight" in c.faults for c in contacts)
    assert max(c.extras["flight_share"] for c in contacts) == 0.0


def test_walking_and_standing_make_no_contacts() -> None:
    rate_hz = 100.0
    t = np.arange(int(20 * rate_hz)) / rate_hz
    vertical = 1.0 + 0.22 * np.sin(2 * np.pi * 1.9 * t) * (t > 5.0)
    none = np.zeros(len(t), dtype=np.bool_)
    accel = np.column_stack([np.zeros((len(t), 2)), vertical])

    assert _contacts(Block("waist", 0.0, rate_hz, accel, None, none, none, fresh=True)) == []


def test_the_last_step_before_a_stop_comes_without_travel(half: type[Half]) -> None:
    runner = half(stop_s=2.0)
    last = _contacts(runner.block())[-1]

    assert last.faults == ("last-step",)
    assert last.initial_contact_s == pytest.approx(float(runner.contacts_s[-1]), abs=0.01)
    assert last.extras.keys() == {"flight_share", "turn_dps"}


def test_a_turned_sensor_is_noticed_and_learned_within_ten_seconds(half: type[Half]) -> None:
    block = half(steps=110).block()
    at_s = 20.0
    turn = Rotation.from_euler("x", 70, degrees=True).as_matrix()
    late = np.arange(len(block.accel_g)) / block.rate_hz >= at_s
    turned_block = half(steps=110, mounting=turn).block()
    assert block.gyro_dps is not None
    assert turned_block.gyro_dps is not None
    accel = np.where(late[:, None], turned_block.accel_g, block.accel_g)
    gyro = np.where(late[:, None], turned_block.gyro_dps, block.gyro_dps)
    contacts = _contacts(replace(block, accel_g=accel, gyro_dps=gyro))
    turned = [c.initial_contact_s for c in contacts if "axis" in c.faults]
    settled = [c for c in contacts if c.initial_contact_s > at_s + 10.0]
    before = [c for c in contacts if 10.0 < c.initial_contact_s < at_s - 1.0]

    assert at_s - 0.5 < min(turned) < at_s + 1.5
    assert max(turned) < at_s + 10.0
    assert np.mean([c.contact_s for c in settled]) == pytest.approx(np.mean([c.contact_s for c in before]), abs=0.003)
    assert all(a.foot != b.foot for a, b in pairwise(settled))


def test_the_chest_counts_the_same_steps(half: type[Half]) -> None:
    block = half().block()
    waist, chest = _contacts(block), _contacts(replace(block, placement="chest"), placement="chest")

    assert [c.placement for c in chest] == ["chest"] * len(waist)
    assert [c.initial_contact_s for c in chest] == pytest.approx([c.initial_contact_s for c in waist], abs=0.005)
    assert chest[10].uncertainty_s >= 0.020
