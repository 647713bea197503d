"""What the shank tells, and what it says about the steps it could not see well."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.events import Block, Contact
from coach.gait.shank import ShankDetector

if TYPE_CHECKING:
    from tests.coach.gait.leg.conftest import Leg


def _run(*blocks: Block) -> list[Contact]:
    detector = ShankDetector("shank-left", blocks[0].rate_hz)
    return [contact for block in blocks for contact in detector.feed(block)]


def _begun(contacts: list[Contact]) -> list[float]:
    return [contact.initial_contact_s for contact in contacts]


def test_no_stride_is_lost_to_learning(leg: type[Leg]) -> None:
    walker = leg()
    contacts = _run(walker.shank())

    # the first stride has no swing before it
    assert _begun(contacts) == pytest.approx(list(walker.events_s[1:, 0]), abs=0.02)
    assert contacts[0].declared_s == pytest.approx(5.0 + 103 / 104)  # the first four whole seconds of movement end
    assert all(a.declared_s <= b.declared_s for a, b in pairwise(contacts))


def test_a_longer_contact_is_told_as_longer(leg: type[Leg]) -> None:
    runner = leg(strides=24, contact_s=(0.24, 0.27))
    contact_ms = np.array([c.contact_s for c in _run(runner.shank())]) * 1e3

    assert np.ptp(contact_ms[0::2]) < 1.0
    assert np.ptp(contact_ms[1::2]) < 1.0
    assert contact_ms[0::2].mean() - contact_ms[1::2].mean() == pytest.approx(30.0, abs=10.0)


def test_contact_is_the_time_between_its_events(leg: type[Leg]) -> None:
    for contact in _run(leg().shank()):
        assert contact.toe_off_s - contact.initial_contact_s == pytest.approx(contact.contact_s)
        assert contact.placement == "shank-left"
        assert contact.foot == "left"


def test_a_bridged_event_is_not_dated(leg: type[Leg]) -> None:
    runner = leg()
    block = runner.shank()
    landing = round((runner.events_s[10, 0] + 0.03) * 104)
    filled = block.filled.copy()
    filled[landing - 4 : landing + 4] = True
    contacts = _run(replace(block, filled=filled))
    undated = [k for k, contact in enumerate(contacts) if math.isnan(contact.contact_s)]

    assert [contacts[k].initial_contact_s for k in undated] == pytest.approx([runner.events_s[10, 0]], abs=0.02)
    assert [contact.faults for contact in contacts if "gap" in contact.faults] == [contacts[undated[0]].faults]


def test_a_gap_in_the_swing_harms_nothing(leg: type[Leg]) -> None:
    runner = leg()
    block = runner.shank()
    swing = round((runner.events_s[10, 1] + 0.15) * 104)
    filled = block.filled.copy()
    filled[swing : swing + 4] = True

    assert _run(replace(block, filled=filled)) == _run(block)


def test_clipping_is_told_but_believed(leg: type[Leg]) -> None:
    runner = leg()
    block = runner.shank()
    clipped = block.clipped.copy()
    clipped[round((runner.events_s[5, 0] + 0.025) * 104)] = True
    contacts = _run(replace(block, clipped=clipped))

    assert sum("clipped" in contact.faults for contact in contacts) == 1
    assert not any(math.isnan(contact.contact_s) for contact in contacts)


def test_a_low_rate_is_told_and_widens_the_band(leg: type[Leg]) -> None:
    low, usual = _run(leg(rate_hz=52.0).shank()), _run(leg().shank())

    assert all("low-rate" in contact.faults for contact in low)
    assert not any("low-rate" in contact.faults for contact in usual)
    assert low[5].uncertainty_s > usual[5].uncertainty_s


def test_a_slipped_sensor_is_noticed_and_learned_within_ten_seconds(leg: type[Leg]) -> None:
    runner = leg(strides=40, slips_at_s=15.0)
    contacts = _run(runner.shank())
    doubted = [c.initial_contact_s for c in contacts if "axis" in c.faults]
    trusted = np.array([c.initial_contact_s for c in contacts if "axis" not in c.faults])
    again = trusted[trusted > 15.0]

    assert doubted
    assert min(doubted) > 14.0
    assert again[0] < 20.0
    assert all(np.min(np.abs(runner.events_s[:, 0] - s)) < 0.02 for s in trusted)


def test_the_mounting_outlives_a_gap(leg: type[Leg]) -> None:
    block, later = leg().shank(), leg(start_s=1.0, strides=4).shank()
    contacts = _run(block, replace(later, t_s=60.0))
    after = [contact for contact in contacts if contact.initial_contact_s > 60.0]

    assert _begun(after) == pytest.approx([60.0 + 1.0 + 0.7 * k for k in (1, 2, 3)], abs=0.02)
    assert all(contact.declared_s - contact.toe_off_s < 0.15 for contact in after)


def test_a_stream_that_begins_in_a_swing(leg: type[Leg]) -> None:
    block = leg().shank()
    assert block.gyro_dps is not None
    row = round((2.0 + 0.54) * 104)
    later = replace(
        block,
        t_s=row / 104,
        accel_g=block.accel_g[row:],
        gyro_dps=block.gyro_dps[row:],
        filled=block.filled[row:],
        clipped=block.clipped[row:],
    )

    assert _begun(_run(later))[0] == pytest.approx(2.7, abs=0.02)


def test_standing_is_no_step_and_shaking_is_not_believed(leg: type[Leg]) -> None:
    still = leg(strides=0, start_s=20.0).shank()
    assert still.gyro_dps is not None
    shaken = replace(still, gyro_dps=still.gyro_dps + np.random.default_rng(1).normal(0, 150.0, still.gyro_dps.shape))

    assert _run(still) == []
    assert all("axis" in contact.faults for contact in _run(shaken))


def test_without_a_gyroscope_nothing_is_told(leg: type[Leg]) -> None:
    assert _run(leg(gyro=False).shank()) == []


def test_an_empty_block_changes_nothing(leg: type[Leg]) -> None:
    block = leg().shank()
    none = np.empty((0, 3))
    empty = replace(block, accel_g=none, gyro_dps=none, filled=block.filled[:0], clipped=block.clipped[:0], fresh=False)

    assert _run(block, empty) == _run(block)
