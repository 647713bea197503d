"""The laws of the stream: cutting, the future, the time of day change nothing; nonsense gives nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.events import Block, Contact, Floats
from coach.gait.foot.detector import FootDetector
from coach.gait.foot.early import EarlyStance

Foot: TypeAlias = Callable[[str], tuple[Block, Floats]]
Detect: TypeAlias = Callable[[Sequence[Block]], list[Contact]]
Cut: TypeAlias = Callable[[Block, Sequence[int]], list[Block]]


def everything(parts: Sequence[Block]) -> list[Contact | EarlyStance]:
    """Contacts and early readings, in the order of their newest sample."""
    detector = FootDetector("foot-left", parts[0].rate_hz)
    seen: list[Contact | EarlyStance] = []
    for part in parts:
        seen += detector.feed(part)
        seen += detector.early()
    return sorted(seen, key=newest_s)


def newest_s(seen: Contact | EarlyStance) -> float:
    return seen.declared_s if isinstance(seen, Contact) else seen.at_s


@pytest.fixture(scope="module")
def faulty(foot: Foot) -> Block:
    """A run with a bridged gap and a sensor that slips by a right angle after twelve seconds."""
    block = foot("S10_3.5mps")[0]
    assert block.gyro_dps is not None
    quarter = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    accel, gyro, filled = block.accel_g.copy(), block.gyro_dps.copy(), block.filled.copy()
    accel[1800:], gyro[1800:] = accel[1800:] @ quarter, gyro[1800:] @ quarter
    filled[1000:1010] = True
    return replace(block, accel_g=accel, gyro_dps=gyro, filled=filled)


@pytest.mark.data
@settings(max_examples=12)
@given(sizes=st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_cutting_changes_no_bit(faulty: Block, cut: Cut, sizes: list[int]) -> None:
    assert repr(everything(cut(faulty, sizes))) == repr(everything([faulty]))  # repr: NaN differs from itself


@pytest.mark.data
def test_cutting_changes_no_bit_of_a_stream_longer_than_one_piece(foot: Foot, cut: Cut) -> None:
    block = foot("S10_3.5mps")[0]
    assert block.gyro_dps is not None
    none = np.zeros(4 * len(block.filled), dtype=np.bool_)
    accel, gyro = np.tile(block.accel_g, (4, 1)), np.tile(block.gyro_dps, (4, 1))
    block = replace(block, accel_g=accel, gyro_dps=gyro, filled=none, clipped=none)

    assert repr(everything(cut(block, [61]))) == repr(everything([block]))


@pytest.mark.data
@pytest.mark.parametrize("end", [300, 777, 1111, 2222])
def test_nothing_looks_ahead(faulty: Block, cut: Cut, end: int) -> None:
    newest = (end - 1) / faulty.rate_hz
    whole = [repr(x) for x in everything([faulty]) if newest_s(x) <= newest]

    assert [repr(x) for x in everything(cut(faulty, [end])[:1])] == whole


@pytest.mark.data
def test_a_recording_may_start_at_any_time(faulty: Block, detect: Detect) -> None:
    late_s = 1234567.0
    before, after = detect([faulty]), detect([replace(faulty, t_s=late_s)])

    assert [repr(x.contact_s) for x in before] == [repr(x.contact_s) for x in after]
    assert [x.extras for x in before] == [x.extras for x in after]
    assert np.allclose([x.declared_s + late_s for x in before], [x.declared_s for x in after], rtol=0, atol=1e-6)


@pytest.mark.data
def test_contacts_come_in_order_and_do_not_overlap(faulty: Block, detect: Detect) -> None:
    contacts = detect([faulty])

    assert all(a.declared_s <= b.declared_s for a, b in pairwise(contacts))
    assert all(a.toe_off_s < b.initial_contact_s for a, b in pairwise(contacts))
    assert all(x.declared_s > x.initial_contact_s for x in contacts)


def still(gyro: Floats) -> Block:
    none = np.zeros(len(gyro), dtype=np.bool_)
    return Block("foot-left", 0.0, 104.0, np.tile([0.0, 0.0, 1.0], (len(gyro), 1)), gyro, none, none, fresh=True)


@pytest.mark.parametrize("noise_dps", [0.0, 1.0, 20.0])
def test_a_resting_foot_has_no_contacts(detect: Detect, noise_dps: float) -> None:
    assert detect([still(np.random.default_rng(0).normal(0.0, noise_dps, (6000, 3)))]) == []


def test_wild_noise_is_never_believed_to_be_running(detect: Detect) -> None:
    contacts = detect([still(np.random.default_rng(0).normal(0.0, 500.0, (6000, 3)))])

    assert all({"fallback", "untrained", "slipped"} & {*x.faults} for x in contacts)


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_hardly_any_samples_are_no_trouble(detect: Detect, count: int) -> None:
    assert detect([still(np.zeros((count, 3)))]) == []
