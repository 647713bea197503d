"""Foot and shank on one leg: who dates the steps, who answers, who stands in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.events import Block, Contact
from coach.gait.ankle import Leg as Pair
from coach.gait.shank import ShankDetector

if TYPE_CHECKING:
    from tests.coach.gait.leg.conftest import Cut, Leg


def _shank_contacts(walker: Leg) -> list[Contact]:
    return list(ShankDetector("shank-left", walker.rate_hz).feed(walker.shank()))


def _live(walker: Leg, cut: Cut, pair: Pair, until_s: float = 1e9) -> list[Contact]:
    """Both sensors' blocks and contacts in order of time."""
    blocks: list[Block] = [*cut(walker.foot(), [8]), *cut(walker.shank(), [8])]
    events = [(block.t_s + 0.08, block) for block in blocks]
    events += [(c.declared_s + 0.081, c) for c in (*walker.contacts, *_shank_contacts(walker))]
    passed: list[Contact] = []
    for at_s, one in sorted(events, key=lambda event: event[0]):
        if at_s < until_s:
            passed += pair.feed(one)
    return passed


def test_the_foots_contacts_go_on_and_the_ankle_answers_each(leg: type[Leg], cut: Cut) -> None:
    walker = leg()
    passed = _live(walker, cut, Pair("left"))
    led = [contact for contact in passed if contact.placement == "foot-left"]
    answers = [contact for contact in passed if contact.placement == "shank-left"]

    assert led == walker.contacts
    assert [a.initial_contact_s for a in answers] == [c.initial_contact_s for c in led][: len(answers)]
    assert len(answers) >= len(led) - 1
    assert answers[-1].extras["sink_deg"] == pytest.approx(20.0, abs=0.7)


def test_the_shank_stands_in_for_a_foot_that_fell_silent(leg: type[Leg], cut: Cut) -> None:
    walker, pair = leg(), Pair("left")
    _live(walker, cut, pair, until_s=9.0)
    kept = pair.silence("foot-left")
    next_contact = replace(kept[-1], initial_contact_s=9.5, toe_off_s=9.75, declared_s=9.8)

    assert kept == [c for c in _shank_contacts(walker) if c.declared_s < 8.9][-8:]
    assert pair.feed(next_contact) == [next_contact]
    assert pair.silence("foot-left") == []


def test_the_foot_leads_again_when_its_samples_are_back(leg: type[Leg], cut: Cut) -> None:
    walker, pair = leg(), Pair("left")
    _live(walker, cut, pair, until_s=9.0)
    kept = pair.silence("foot-left")
    pair.feed(replace(walker.foot(), t_s=30.0))

    assert pair.feed(replace(kept[-1], initial_contact_s=31.0, toe_off_s=31.25, declared_s=31.3)) == []


def test_a_silent_shank_changes_nothing_for_the_foot(leg: type[Leg], cut: Cut) -> None:
    walker, pair = leg(), Pair("left")
    _live(walker, cut, pair, until_s=9.0)

    assert pair.silence("shank-left") == []
    assert pair.feed(walker.contacts[-1])[0] == walker.contacts[-1]
