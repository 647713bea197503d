"""The laws of the stream: cutting, the future, the time of day and the mounting change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.events import Block, Contact
from coach.gait.shank import ShankDetector
from coach.gait.shank.signal import pieces

if TYPE_CHECKING:
    from tests.coach.gait.leg.conftest import Cut, Leg


def _run(parts: Sequence[Block], rate_hz: float = 104.0) -> list[Contact]:
    detector = ShankDetector("shank-left", rate_hz)
    return [contact for part in parts for contact in detector.feed(part)]


def _faulty(leg: type[Leg]) -> Block:
    """Noise, a bridged gap and a slipping sensor."""
    block = leg(strides=30, slips_at_s=15.0).shank()
    assert block.gyro_dps is not None
    rng = np.random.default_rng(4)
    filled = block.filled.copy()
    filled[900:908] = True
    return replace(block, gyro_dps=block.gyro_dps + rng.normal(0, 3.0, block.gyro_dps.shape), filled=filled)


@settings(max_examples=25)
@given(sizes=st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_cutting_changes_no_bit(leg: type[Leg], cut: Cut, sizes: list[int]) -> None:
    block = _faulty(leg)

    assert repr(_run(cut(block, sizes))) == repr(_run([block]))  # repr, because NaN differs from itself


def test_cutting_changes_no_bit_of_a_stream_longer_than_one_piece(leg: type[Leg], cut: Cut) -> None:
    block = leg(strides=130).shank()
    assert len(list(pieces(block))) > 1

    assert _run(cut(block, [37])) == _run([block])


@pytest.mark.parametrize("end", [300, 620, 1000, 1111])
def test_nothing_looks_ahead(leg: type[Leg], cut: Cut, end: int) -> None:
    block = _faulty(leg)
    newest_s = (end - 1) / block.rate_hz
    whole = [repr(contact) for contact in _run([block]) if contact.declared_s <= newest_s]

    assert [repr(contact) for contact in _run(cut(block, [end])[:1])] == whole


def test_a_contact_is_declared_with_the_sample_that_decides_it(leg: type[Leg], cut: Cut) -> None:
    block = leg().shank()
    detector = ShankDetector("shank-left", 104.0)
    seen = [(part.t_s, c.declared_s) for part in cut(block, [1]) for c in detector.feed(part)]

    assert len(seen) >= 14
    assert [declared for _, declared in seen] == pytest.approx([arrived for arrived, _ in seen])


def test_time_of_day_changes_times_only(leg: type[Leg]) -> None:
    block = leg().shank()
    today, tomorrow = _run([block]), _run([replace(block, t_s=86_400.0)])

    assert [c.contact_s for c in tomorrow] == [c.contact_s for c in today]
    assert [c.initial_contact_s - 86_400.0 for c in tomorrow] == pytest.approx([c.initial_contact_s for c in today])


@pytest.mark.parametrize("seed", [3, 4, 5, 6])
def test_any_mounting_is_as_good(leg: type[Leg], seed: int) -> None:
    plain, turned = _run([leg().shank()]), _run([leg(turned=(1, seed)).shank()])

    assert [c.contact_s for c in turned] == pytest.approx([c.contact_s for c in plain], abs=3e-4)


@pytest.mark.parametrize("rate_hz", [52.0, 208.0, 416.0])
def test_rates_agree(leg: type[Leg], rate_hz: float) -> None:
    usual = np.array([c.toe_off_s for c in _run([leg().shank()])])
    other = np.array([c.toe_off_s for c in _run([leg(rate_hz=rate_hz).shank()], rate_hz)])

    assert len(other) == len(usual)
    assert other == pytest.approx(usual, abs=0.004)
