"""The same run through each app gives the same steps as its samples themselves, and left stays left."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest

from coach.events import Packet, Step
from tests.coach.sources.phone_runner import as_android, as_iphone, as_phyphox, as_table, steps

LASTS_S = 60.0


def believed(packets: list[Packet]) -> list[Step]:
    return [step for step in steps(packets) if step.valid]


@pytest.mark.parametrize("told", [as_android, as_iphone, as_phyphox])
def test_a_phone_measures_what_its_samples_hold(told: Callable[[float], list[Packet]]) -> None:
    expected, found = believed(as_table(LASTS_S)), believed(told(LASTS_S))
    assert len(expected) > 100
    later_s = median(
        one.initial_contact_s - other.initial_contact_s for one, other in zip(found[-50:], expected[-50:], strict=True)
    )
    assert abs(later_s) < 0.1, "dated by the quickest of its messages"
    matched = 0
    for step in expected[10:]:
        near = min(found, key=lambda one: abs(one.initial_contact_s - later_s - step.initial_contact_s))
        if abs(near.initial_contact_s - later_s - step.initial_contact_s) < 0.015:
            matched += 1
            assert near.foot == step.foot
            assert near.contact_s == pytest.approx(step.contact_s, abs=0.003)
    assert matched >= len(expected[10:]) - 4, "the first seconds settle another way"


def test_how_often_a_phone_sends_changes_no_contact() -> None:
    seldom, often = believed(as_android(LASTS_S, 2.0)), believed(as_android(LASTS_S, 0.2))
    assert [step.foot for step in seldom[-60:]] == [step.foot for step in often[-60:]]
    for one, other in zip(seldom[-60:], often[-60:], strict=True):
        assert one.contact_s == pytest.approx(other.contact_s, abs=0.001)
