"""The laws of the stream: cutting, the future, the time of day and the mounting change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact
from coach.gait.trunk import TrunkDetector
from coach.gait.trunk.steps import PIECE_ROWS

if TYPE_CHECKING:
    from tests.coach.gait.trunk.conftest import Cut, First, Half


def _run(parts: Sequence[Block], rate_hz: float = 104.0, tap_s: float | None = None) -> list[Contact]:
    detector = TrunkDetector("waist", rate_hz)
    detector.speed(0.0, 3.0)
    if tap_s is not None:
        detector.tap("left", tap_s)
    return [contact for part in parts for contact in detector.feed(part)]


def _noisy(half: type[Half], *, gyro: bool = True) -> Block:
    """A runner with noise, a walk's worth of standing at both ends, and holes."""
    block = half(steps=30, stop_s=2.0, gyro=gyro).block()
    rng = np.random.default_rng(5)
    filled = np.zeros(len(block.filled), dtype=np.bool_)
    filled[700:708] = True
    return replace(block, accel_g=block.accel_g + rng.normal(0, 0.02, block.accel_g.shape), filled=filled)


@settings(max_examples=25)
@given(sizes=st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_cutting_changes_no_bit(half: type[Half], cut: Cut, sizes: list[int]) -> None:
    block = _noisy(half)

    assert _run(cut(block, sizes)) == _run([block])


def test_cutting_changes_no_bit_of_a_stream_longer_than_one_piece(half: type[Half], cut: Cut) -> None:
    block = half(steps=130).block()
    assert len(block.accel_g) > PIECE_ROWS

    assert _run(cut(block, [37])) == _run([block])


def test_cutting_changes_no_bit_after_a_tap(half: type[Half], cut: Cut) -> None:
    block = _noisy(half, gyro=False)

    assert _run(cut(block, [8]), tap_s=5.0) == _run([block], tap_s=5.0)


def test_nothing_looks_ahead(half: type[Half], first: First) -> None:
    block = _noisy(half)
    whole = _run([block])
    for rows in range(250, len(block.accel_g), 41):
        newest_s = (rows - 1) / block.rate_hz

        assert _run([first(block, rows)]) == [contact for contact in whole if contact.declared_s <= newest_s + 1e-9]


def test_contacts_come_in_order_and_never_before_their_toe_off(half: type[Half]) -> None:
    contacts = _run([_noisy(half)])
    declared = [contact.declared_s for contact in contacts]

    assert declared == sorted(declared)
    assert all(c.declared_s > c.toe_off_s for c in contacts if not np.isnan(c.toe_off_s))


def test_another_time_of_day_shifts_times_only(half: type[Half]) -> None:
    block = _noisy(half)
    shift_s = 4096.0
    early, late = _run([block]), _run([replace(block, t_s=shift_s)])

    assert len(early) == len(late) > 25
    for a, b in zip(early, late, strict=True):
        assert b.initial_contact_s - shift_s == pytest.approx(a.initial_contact_s, abs=1e-9)
        assert (b.contact_s, b.foot, b.extras, b.faults) == (a.contact_s, a.foot, a.extras, a.faults)


@pytest.mark.parametrize("seed", range(4))
def test_any_mounting_gives_the_same_steps(half: type[Half], seed: int) -> None:
    turn = Rotation.random(rng=seed).as_matrix()
    straight, turned = _run([half().block()]), _run([half(mounting=turn).block()])

    assert [c.foot for c in turned] == [c.foot for c in straight]
    assert [c.contact_s for c in turned] == pytest.approx([c.contact_s for c in straight], abs=1e-6)
    assert [c.initial_contact_s for c in turned] == pytest.approx([c.initial_contact_s for c in straight], abs=1e-6)


@pytest.mark.parametrize("rate_hz", [50.0, 104.0, 208.0, 416.0])
def test_every_rate_finds_every_step(half: type[Half], rate_hz: float) -> None:
    runner = half(rate_hz=rate_hz, stop_s=1.5)
    contacts = _run([runner.block()], rate_hz)

    assert [c.initial_contact_s for c in contacts] == pytest.approx(runner.contacts_s.tolist(), abs=0.012)
    assert np.ptp([c.contact_s for c in contacts[6:-1]]) < 0.004


def test_a_fresh_stream_ends_the_open_step_and_starts_anew(half: type[Half]) -> None:
    block = half(steps=10).block()
    later = replace(block, t_s=60.0)
    contacts = _run([block, later])
    first = [c for c in contacts if c.initial_contact_s < 30.0]

    assert len(first) == 10
    assert first[-1].faults == ("last-step",)
    assert first[-1].declared_s == pytest.approx(60.0)
    assert len(contacts) == 19


def test_no_samples_make_no_contacts(half: type[Half], first: First) -> None:
    block = half().block()
    nothing = first(block, 0)

    assert _run([nothing]) == []
    assert _run([nothing, replace(block, fresh=False)]) == _run([block])
