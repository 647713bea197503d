"""Contacts of several sensors become one row of steps, whatever the order of their packets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import Contact, Foot, Placement, Step
from coach.gait.leaders import leaders
from coach.gait.merge import FOLLOW_S
from coach.gait.steps import StepBuilder

STRIDE_S = 0.74
CONTACT_S = 0.25
LEG: dict[Placement, Foot] = {
    "foot-left": "left",
    "foot-right": "right",
    "shank-left": "left",
    "shank-right": "right",
    "waist": "unknown",
    "chest": "unknown",
}


def run(
    placement: Placement,
    count: int,
    *,
    start_s: float = 10.0,
    every_s: float = STRIDE_S,
    contact_s: float = CONTACT_S,
    delay_s: float = 0.01,
    extras: dict[str, float] | None = None,
) -> list[Contact]:
    """`count` even contacts of one sensor."""
    return [
        Contact(
            placement=placement,
            foot=LEG[placement],
            initial_contact_s=start_s + k * every_s,
            toe_off_s=start_s + k * every_s + contact_s,
            declared_s=start_s + k * every_s + contact_s + delay_s,
            contact_s=contact_s,
            uncertainty_s=0.006,
            extras=extras or {},
        )
        for k in range(count)
    ]


def pair(count: int) -> list[Contact]:
    """Both feet, each `count` contacts, by time."""
    feet = run("foot-left", count) + run("foot-right", count, start_s=10.0 + STRIDE_S / 2)
    return sorted(feet, key=lambda contact: contact.declared_s)


def build(contacts: Sequence[Contact], placements: Sequence[Placement]) -> list[Step]:
    """Steps of a whole recording."""
    builder = StepBuilder(placements)
    return [step for contact in contacts for step in builder.feed(contact)] + builder.finish()


def test_a_pair_gives_alternating_steps_with_stride_and_the_flight_before() -> None:
    steps = build(pair(8), ["foot-left", "foot-right"])
    assert [step.foot for step in steps] == ["left", "right"] * 8
    assert [step.stride_s for step in steps[:2]] == [None, None]
    assert steps[0].flight_s is None
    for step in steps[2:]:
        assert step.stride_s == pytest.approx(STRIDE_S)
        assert step.flight_s == pytest.approx(STRIDE_S / 2 - CONTACT_S)


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 5))
def test_steps_do_not_depend_on_how_packets_interleave(turns: list[bool], batch: int) -> None:
    expected = build(pair(8), ["foot-left", "foot-right"])
    waiting = {True: run("foot-left", 8), False: run("foot-right", 8, start_s=10.0 + STRIDE_S / 2)}
    builder, got = StepBuilder(["foot-left", "foot-right"]), list[Step]()
    for left in [*turns, *([True] * 8), *([False] * 8)]:
        for contact in waiting[left][:batch]:
            got += builder.feed(contact)
            got += builder.advance(contact.placement, contact.declared_s)
        del waiting[left][:batch]
    assert got + builder.finish() == expected


def tell(builder: StepBuilder, contact: Contact) -> list[Step]:
    """A contact that its sensor's newest sample made certain."""
    return builder.feed(contact) + builder.advance(contact.placement, contact.declared_s)


def test_a_step_waits_until_every_living_sensor_has_been_heard() -> None:
    builder = StepBuilder(["foot-left", "foot-right"])
    first = run("foot-left", 1)[0]
    assert tell(builder, first) == []
    assert builder.advance("foot-right", first.declared_s - 0.001) == []
    assert [step.foot for step in builder.advance("foot-right", first.declared_s)] == ["left"]


def test_nobody_waits_for_a_silent_sensor_and_its_next_samples_bring_it_back() -> None:
    builder = StepBuilder(["foot-left", "foot-right"])
    first, second, third = run("foot-left", 3)
    assert tell(builder, first) == []
    assert len(builder.silence("foot-right")) == 1
    assert len(tell(builder, second)) == 1
    assert builder.advance("foot-right", second.declared_s) == []
    assert tell(builder, third) == []
    assert len(builder.advance("foot-right", third.declared_s)) == 1


def test_with_one_foot_silent_flight_comes_from_symmetry() -> None:
    builder = StepBuilder(["foot-left", "foot-right"])
    builder.silence("foot-right")
    steps = [step for contact in run("foot-left", 4) for step in builder.feed(contact)]
    assert steps[-1].flight_s == pytest.approx(STRIDE_S / 2 - CONTACT_S)


def test_a_lone_foot_takes_both_sides_to_be_alike() -> None:
    steps = build(run("foot-right", 4), ["foot-right"])
    assert steps[0].flight_s is None
    assert steps[1].flight_s == pytest.approx(STRIDE_S / 2 - CONTACT_S)


@pytest.mark.parametrize("known", [False, True])
def test_a_trunk_sensor_gives_every_step(known: bool) -> None:
    contacts = run("waist", 10, every_s=STRIDE_S / 2)
    if known:
        contacts = [replace(c, foot="left" if k % 2 else "right") for k, c in enumerate(contacts)]
    steps = build(contacts, ["waist"])
    assert [step.stride_s for step in steps[:2]] == [None, None]
    assert all(step.stride_s == pytest.approx(STRIDE_S) for step in steps[2:])
    assert all(step.flight_s == pytest.approx(STRIDE_S / 2 - CONTACT_S) for step in steps[1:])


def test_a_missed_contact_breaks_the_stride_and_nothing_else() -> None:
    contacts = [c for k, c in enumerate(run("foot-left", 10)) if k != 6]
    strides = [step.stride_s for step in build(contacts, ["foot-left"])]
    assert strides[6] is None
    assert all(stride == pytest.approx(STRIDE_S) for stride in strides[1:6] + strides[7:])


def test_a_missed_contact_leaves_the_other_foot_without_flight() -> None:
    contacts = pair(8)
    del contacts[9]
    steps = build(contacts, ["foot-left", "foot-right"])
    assert steps[9].foot == "left"
    assert steps[9].flight_s is None
    assert steps[9].stride_s == pytest.approx(STRIDE_S)


def test_a_slower_rhythm_that_stays_is_believed() -> None:
    contacts = run("foot-left", 6) + run("foot-left", 8, start_s=16.0, every_s=1.2)
    strides = [step.stride_s for step in build(contacts, ["foot-left"])]
    assert strides[-1] == pytest.approx(1.2)


@pytest.mark.parametrize("at", [4, 5])
def test_a_gap_breaks_the_strides_it_touches(at: int) -> None:
    contacts = run("foot-left", 8)
    contacts[4] = replace(contacts[4], faults=("gap",), contact_s=nan)
    step = build(contacts, ["foot-left"])[at]
    assert step.stride_s is None


def test_undated_events_pass_without_numbers() -> None:
    contacts = run("foot-left", 6)
    contacts[3] = replace(contacts[3], initial_contact_s=nan, toe_off_s=nan, contact_s=nan)
    steps = build(contacts, ["foot-left"])
    assert len(steps) == 6
    assert steps[3].stride_s is None
    assert steps[4].stride_s is None
    assert not steps[3].valid


def test_the_best_sensor_of_each_leg_leads_and_the_trunk_only_alone() -> None:
    assert leaders(["shank-left", "foot-left", "shank-right", "waist"]) == {"foot-left", "shank-right"}
    assert leaders(["chest", "waist"]) == {"waist"}
    assert leaders(["chest"]) == {"chest"}
    assert leaders([]) == frozenset()


def test_the_other_sensors_add_what_only_they_see() -> None:
    contacts = (
        run("foot-left", 5)
        + run("shank-left", 5, start_s=10.01, delay_s=0.04, extras={"sink_deg": 25.0})
        + run("waist", 10, every_s=STRIDE_S / 2, start_s=10.02, delay_s=0.3, extras={"sink_cm": 6.0})
    )
    steps = build(sorted(contacts, key=lambda c: c.declared_s), ["foot-left", "shank-left", "waist"])
    assert [step.placement for step in steps] == ["foot-left"] * 5
    assert all(step.values == {"sink_deg": 25.0, "sink_cm": 6.0} for step in steps)
    assert [step.declared_s for step in steps] == pytest.approx([10.57 + k * STRIDE_S for k in range(5)])


def test_the_leaders_own_numbers_are_kept_beside_the_others() -> None:
    contacts = run("foot-left", 3, extras={"speed_mps": 3.0}) + run("shank-left", 3, extras={"speed_mps": 9.0})
    steps = build(sorted(contacts, key=lambda c: c.declared_s), ["foot-left", "shank-left"])
    assert [step.values["speed_mps"] for step in steps] == [3.0] * 3


def test_what_a_silent_follower_might_have_added_is_waited_for_only_a_while() -> None:
    builder = StepBuilder(["foot-left", "waist"])
    first = run("foot-left", 1)[0]
    assert builder.feed(first) == []
    assert builder.advance("waist", first.declared_s + FOLLOW_S - 0.01) == []
    assert builder.advance("foot-left", first.declared_s + FOLLOW_S) == []
    (step,) = builder.advance("waist", first.declared_s + FOLLOW_S)
    assert step.declared_s == first.declared_s + FOLLOW_S


def test_an_addition_that_comes_too_late_is_left_out_however_it_was_fed() -> None:
    foot = run("foot-left", 1)
    waist = run("waist", 1, delay_s=FOLLOW_S + 0.02, extras={"sink_cm": 6.0})
    for order in (foot + waist, waist + foot):
        (step,) = build(order, ["foot-left", "waist"])
        assert "sink_cm" not in step.values


def test_the_shank_stands_in_for_a_lost_foot_and_no_step_is_told_twice() -> None:
    builder = StepBuilder(["foot-left", "shank-left"])
    foot, shank = run("foot-left", 12), run("shank-left", 12, delay_s=0.03)
    steps = [s for k in range(4) for c in (foot[k], shank[k]) for s in builder.feed(c)]
    steps += [s for c in shank[4:8] for s in builder.feed(c)]
    steps += builder.silence("foot-left")
    steps += [s for c in foot[5:] for s in builder.feed(c)]
    steps += [s for c in shank[8:] for s in builder.feed(c)] + builder.finish()
    assert [step.placement for step in steps] == ["foot-left"] * 4 + ["shank-left"] * 4 + ["foot-left"] * 4
    assert [step.initial_contact_s for step in steps] == [c.initial_contact_s for c in foot]


def test_news_of_the_past_is_kept_but_not_believed() -> None:
    builder = StepBuilder(["foot-left", "foot-right"])
    left, right = run("foot-left", 8), run("foot-right", 8, start_s=10.0 + STRIDE_S / 2)
    builder.silence("foot-right")
    steps = [step for contact in left for step in tell(builder, contact)]
    late = [step for contact in right for step in tell(builder, contact)] + builder.finish()
    assert len(steps) == 8
    assert len(late) == 8
    assert [step.reason for step in late] == ["late"] * 7 + [""]
    assert [step.valid for step in late] == [False] * 7 + [True]


@given(st.floats(-1e5, 1e9))
def test_shifting_time_changes_nothing_but_time(shift_s: float) -> None:
    shift_s = float(round(shift_s * 1024) / 1024)
    moved = [
        replace(
            c,
            initial_contact_s=c.initial_contact_s + shift_s,
            toe_off_s=c.toe_off_s + shift_s,
            declared_s=c.declared_s + shift_s,
        )
        for c in pair(8)
    ]
    steps = build(pair(8), ["foot-left", "foot-right"])
    for before, after in zip(steps, build(moved, ["foot-left", "foot-right"]), strict=True):
        assert (after.foot, after.valid, after.reason, after.activity) == (
            before.foot,
            before.valid,
            before.reason,
            before.activity,
        )
        assert after.stride_s == pytest.approx(before.stride_s, abs=1e-6)
        assert after.flight_s == pytest.approx(before.flight_s, abs=1e-6)


def test_swapping_feet_mirrors_the_steps() -> None:
    other: dict[Placement, Placement] = {"foot-left": "foot-right", "foot-right": "foot-left"}
    generator = np.random.default_rng(4)
    contacts = [replace(c, contact_s=c.contact_s + float(generator.normal(0, 0.01))) for c in pair(20)]
    swapped = [replace(c, placement=other[c.placement], foot=LEG[other[c.placement]]) for c in contacts]
    for a, b in zip(build(contacts, list(other)), build(swapped, list(other)), strict=True):
        assert replace(b, placement=a.placement, foot=a.foot) == a
        assert b.foot != a.foot
