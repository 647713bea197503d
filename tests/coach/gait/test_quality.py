"""Believable or not, and why."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from coach.events import LOWEST_RATE_HZ, Activity, Contact, Placement
from coach.gait.quality import FAULTS, Quality

GOOD = Contact("foot-left", "left", 10.0, 10.25, 10.26, 0.25, 0.006)


def reason(
    contact: Contact, stride_s: float | None = 0.74, activity: Activity = "run", looks: Activity | None = "run"
) -> str:
    return Quality().reason(contact, stride_s, activity, looks)


def series(*contacts_ms: float) -> list[str]:
    quality = Quality()
    return [quality.reason(replace(GOOD, contact_s=ms / 1000), 0.74, "run", "run") for ms in contacts_ms]


def test_a_good_step_has_no_reason() -> None:
    assert reason(GOOD) == ""
    assert reason(GOOD, stride_s=None, looks=None) == ""


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_that_spoils_contact_time_is_the_reason(fault: str) -> None:
    assert reason(replace(GOOD, faults=("fallback", fault))) == FAULTS[fault]


@pytest.mark.parametrize(("placement", "lowest_hz"), LOWEST_RATE_HZ.items())
def test_what_is_slower_than_accuracy_was_measured_at_is_not_believed(placement: Placement, lowest_hz: float) -> None:
    step = replace(GOOD, placement=placement)
    assert reason(replace(step, rate_hz=lowest_hz - 1.0)) == "rate too low"
    assert reason(replace(step, rate_hz=lowest_hz)) == ""
    assert lowest_hz < 50.0


def test_other_faults_only_widen_the_uncertainty() -> None:
    assert reason(replace(GOOD, faults=("clipped", "fallback"))) == ""
    assert reason(replace(GOOD, faults=("clipped", "fallback"), uncertainty_s=0.04)) == "unsure"


def test_a_missing_contact_time_is_no_zero_and_no_praise() -> None:
    assert reason(replace(GOOD, contact_s=nan), looks=None) == "no contact time"


@pytest.mark.parametrize("contact_s", [0.0, 0.099, 0.451])
def test_contact_range(contact_s: float) -> None:
    assert reason(replace(GOOD, contact_s=contact_s)) == "contact-range"


@pytest.mark.parametrize("stride_s", [0.41, 1.06])
def test_stride_range(stride_s: float) -> None:
    assert reason(GOOD, stride_s=stride_s) == "stride-range"


def test_nobody_is_judged_who_does_not_run() -> None:
    assert reason(GOOD, activity="stand", looks=None) == "standing"
    assert reason(GOOD, activity="stand", looks="walk") == "walking"
    assert reason(GOOD, activity="walk", looks="walk") == "walking"
    assert reason(GOOD, activity="walk", looks="run") == "settling"
    assert reason(GOOD, activity="run", looks="walk") == "walking"


def test_a_single_jump_is_not_believed() -> None:
    assert series(250, 252, 248, 350, 250) == ["", "", "", "jump", ""]


def test_a_jump_that_stays_is_believed_at_the_second_step() -> None:
    assert series(250, 252, 248, 350, 352, 349) == ["", "", "", "jump", "", ""]


def test_two_different_jumps_are_two_errors() -> None:
    assert series(250, 252, 248, 420, 150, 250) == ["", "", "", "jump", "jump", ""]


def test_stance_that_lengthens_by_a_fifth_is_believed_at_once() -> None:
    assert series(246, 247, 245, 246, 294, 293) == [""] * 6


def test_feet_are_not_neighbours_of_each_other() -> None:
    quality = Quality()
    right = replace(GOOD, placement="foot-right", foot="right", contact_s=0.35)
    for _ in range(4):
        assert quality.reason(GOOD, 0.74, "run", "run") == ""
        assert quality.reason(right, 0.74, "run", "run") == ""
