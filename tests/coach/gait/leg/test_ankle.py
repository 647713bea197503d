"""Sink in degrees on a leg whose ankle angle is known by construction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.events import Block, Contact, Floats
from coach.gait.ankle import AnkleMeter

if TYPE_CHECKING:
    from tests.coach.gait.leg.conftest import Cut, Leg


def _run(inputs: Iterable[Block | Contact]) -> list[Contact]:
    meter = AnkleMeter("left")
    told: list[Contact] = []
    for one in inputs:
        told += meter.feed(one) if isinstance(one, Block) else meter.contact(one)
    return told


def _measure(walker: Leg) -> list[Contact]:
    return _run([walker.foot(), walker.shank(), *walker.contacts])


def _sinks(told: Sequence[Contact]) -> Floats:
    return np.array([contact.extras.get("sink_deg", math.nan) for contact in told])


def test_sink_is_the_ankles_excursion(leg: type[Leg]) -> None:
    walker = leg(strides=24, sink_deg=(18.0, 20.0, 23.0))
    told = _measure(walker)
    sinks = _sinks(told)
    known = ~np.isnan(sinks)

    assert [c.initial_contact_s for c in told] == [c.initial_contact_s for c in walker.contacts][: len(told)]
    assert known[9:].all()  # four seconds for the shank, then three push-offs for the foot
    assert sinks[known] == pytest.approx(walker.sinks_deg[: len(told)][known], abs=0.7)


def test_it_comes_back_as_the_shanks_contact_without_a_contact_time(leg: type[Leg]) -> None:
    told = _measure(leg())

    assert {contact.placement for contact in told} == {"shank-left"}
    assert all(math.isnan(contact.contact_s) for contact in told)
    late_s = [contact.declared_s - contact.toe_off_s for contact in told if contact.extras]
    assert 0.0 < min(late_s) <= max(late_s) < 0.03


@pytest.mark.parametrize("turned", [(3, 4), (5, 6), (7, 8)])
def test_mountings_do_not_matter(leg: type[Leg], turned: tuple[int, int]) -> None:
    plain, other = _measure(leg(strides=24)), _measure(leg(strides=24, turned=turned))

    assert _sinks(other) == pytest.approx(_sinks(plain), abs=0.15, nan_ok=True)


def test_gyroscope_bias_is_taken_off(leg: type[Leg]) -> None:
    plain, biased = _measure(leg(bias_dps=0.0)), _measure(leg(bias_dps=12.0))

    assert _sinks(biased) == pytest.approx(_sinks(plain), abs=0.1, nan_ok=True)


def test_sensors_of_different_rates(leg: type[Leg]) -> None:
    usual, fast = leg(strides=24), leg(strides=24, rate_hz=208.0)
    told = _run([fast.foot(), usual.shank(), *usual.contacts])

    assert np.nanmax(np.abs(_sinks(told) - 20.0)) < 0.7


@settings(max_examples=20)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=4), ahead=st.integers(0, 400), data=st.data())
def test_neither_cutting_nor_interleaving_changes_a_bit(
    leg: type[Leg], cut: Cut, sizes: list[int], ahead: int, data: st.DataObject
) -> None:
    walker = leg(strides=12, start_s=0.5)
    foot, shank = cut(walker.foot(), sizes), cut(walker.shank(), [ahead + 1, *sizes])
    contacts = walker.contacts
    mixed: list[Block | Contact] = []
    while foot or shank or contacts:
        queues = [queue for queue in (foot, shank, contacts) if queue]
        mixed.append(data.draw(st.sampled_from(queues)).pop(0))

    assert repr(_run(mixed)) == repr(_measure(walker))


def test_nothing_is_told_before_both_sensors_were_heard(leg: type[Leg], cut: Cut) -> None:
    walker = leg()
    meter = AnkleMeter("left")
    meter.feed(walker.foot())
    assert not any(meter.contact(contact) for contact in walker.contacts)

    for part in cut(walker.shank(), [8]):
        newest_s = part.t_s + (len(part.accel_g) - 1) / part.rate_hz
        assert all(newest_s - 0.1 < contact.declared_s <= newest_s for contact in meter.feed(part))


def _bridged(block: Block, from_s: float, to_s: float) -> Block:
    filled = block.filled.copy()
    filled[round(from_s * block.rate_hz) : round(to_s * block.rate_hz)] = True
    return replace(block, filled=filled)


@pytest.mark.parametrize("hurt", ["foot", "shank"])
def test_a_stance_with_bridged_samples_is_blank(leg: type[Leg], hurt: str) -> None:
    walker = leg()
    foot, shank = walker.foot(), walker.shank()
    touch_s = float(walker.events_s[12, 0])
    foot = _bridged(foot, touch_s + 0.1, touch_s + 0.15) if hurt == "foot" else foot
    shank = _bridged(shank, touch_s + 0.1, touch_s + 0.15) if hurt == "shank" else shank
    blank = np.isnan(_sinks(_run([foot, shank, *walker.contacts])))

    assert blank[12]
    assert not blank[[10, 11, 13, 14]].any()


def test_an_undated_contact_is_blank(leg: type[Leg]) -> None:
    walker = leg()
    contacts = walker.contacts
    contacts[12] = replace(contacts[12], contact_s=math.nan)
    blank = np.isnan(_sinks(_run([walker.foot(), walker.shank(), *contacts])))

    assert blank[12]
    assert not blank[[11, 13]].any()


def test_nothing_is_measured_across_a_break(leg: type[Leg]) -> None:
    walker = leg()
    foot, shank = walker.foot(), walker.shank()
    again = [replace(block, t_s=30.0) for block in (foot, shank)]
    later = [
        replace(
            c,
            initial_contact_s=c.initial_contact_s + 30.0,
            toe_off_s=c.toe_off_s + 30.0,
            declared_s=c.declared_s + 30.0,
        )
        for c in walker.contacts
    ]
    sinks = _sinks(_run([foot, shank, *walker.contacts, *again, *later]))[len(walker.contacts) - 1 :]

    assert len(sinks) >= 10
    assert np.nanmax(np.abs(sinks[1:] - 20.0)) < 1.0


def test_a_slipped_shank_is_blank_until_learned(leg: type[Leg]) -> None:
    walker = leg(strides=44, slips_at_s=15.0)
    told = _measure(walker)
    sinks = _sinks(told)
    begun = np.array([contact.initial_contact_s for contact in told])

    assert np.isnan(sinks[(begun > 16.0) & (begun < 18.0)]).all()
    assert np.nanmax(np.abs(sinks - 20.0)) < 1.5
    assert not np.isnan(sinks[begun > 28.0]).any()


def test_a_grid_that_follows_the_sensors_crystal_is_followed(leg: type[Leg], cut: Cut) -> None:
    walker = leg(strides=30)
    drifting = [replace(part, t_s=part.t_s * 1.004) for part in cut(walker.shank(), [26])]  # 84 ms late in the end
    contacts = [
        replace(
            c,
            initial_contact_s=c.initial_contact_s * 1.004,
            toe_off_s=c.toe_off_s * 1.004,
            declared_s=c.declared_s * 1.004,
        )
        for c in walker.contacts
    ]
    foot = [replace(part, t_s=part.t_s * 1.004) for part in cut(walker.foot(), [80])]
    sinks = _sinks(_run([*foot, *drifting, *contacts]))

    assert sinks[12:] == pytest.approx(20.0, abs=0.7)


def test_without_gyroscopes_every_step_stays_waiting(leg: type[Leg]) -> None:
    walker = leg(gyro=False)

    assert _measure(walker) == []
