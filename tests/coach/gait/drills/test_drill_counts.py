"""Sets of simulated drills are counted exactly, and measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.events import Placement
from coach.measures.drills import DRILL_MEASURES
from coach.simulate.scenario import Drill

from .conftest import Case, hear, true_repetitions

QUICK, SPRUNG, SLOW = Drill("pogo", 0.17, 0.36), Drill("pogo", 0.18, 0.45), Drill("pogo", 0.28, 0.60)
SKIP, KICK = Drill("skip", 0.20, 0.36), Drill("butt-kick", 0.15, 0.27)
LEGS: tuple[Placement, ...] = ("foot-left", "foot-right", "shank-left", "shank-right")
NAMES = {measure.name: measure.drills for measure in DRILL_MEASURES}


@pytest.mark.parametrize("placement", [*LEGS, "waist", "chest"])
@pytest.mark.parametrize("drill", [QUICK, SPRUNG, SLOW])
def test_jumps_are_exact_and_their_reactivity_within_5_percent(drill: Drill, placement: Placement) -> None:
    case = Case(drill, (placement,), seed=2)
    heard = hear(case)
    truth, found = true_repetitions(case, heard.truth), heard.repetitions()
    assert [one.drill for one in found] == ["pogo"] * len(truth)
    assert np.abs([one.at_s - true.at_s for one, true in zip(found, truth, strict=True)]).max() < 0.03
    contact_s = np.median([one.contact_s for one in found])
    rsi = np.median([one.values["rsi"] for one in found])
    assert contact_s == pytest.approx(np.median([true.contact_s for true in truth]), rel=0.05)
    assert rsi == pytest.approx(np.median([true.flight_s / true.contact_s for true in truth]), rel=0.05)
    assert {one.values["slow"] for one in found} == {float(drill is SLOW)}


@pytest.mark.parametrize("placement", LEGS)
@pytest.mark.parametrize("drill", [SKIP, KICK])
def test_a_leg_counts_its_own_skips_and_kicks(drill: Drill, placement: Placement) -> None:
    case = Case(drill, (placement,), 1.5)
    heard = hear(case)
    found = heard.repetitions()
    assert len(found) == len(true_repetitions(case, heard.truth)) >= 5
    assert {(one.drill, one.foot) for one in found} == {(drill.kind, placement.partition("-")[2])}


@pytest.mark.parametrize("drill", [SKIP, KICK])
def test_a_chest_counts_both_feet_where_a_drill_is_expected(drill: Drill) -> None:
    case = Case(drill, ("chest",), 1.5)
    heard = hear(case)
    assert len(heard.repetitions(drill.kind)) == len(true_repetitions(case, heard.truth)) > 10
    if drill is KICK:
        assert heard.repetitions() == []


@pytest.mark.parametrize("drill", [SPRUNG, SKIP, KICK])
def test_several_sensors_tell_each_repetition_once(drill: Drill) -> None:
    case = Case(drill, ("foot-left", "foot-right", "shank-left", "waist"), 1.2, loss=0.02)
    heard = hear(case)
    found = heard.repetitions(drill.kind)
    assert len(found) == len(true_repetitions(case, heard.truth))
    assert [one.declared_s for one in found] == sorted(one.declared_s for one in found)
    if drill is SPRUNG:
        assert {one.foot for one in found} == {"unknown"}
        assert all({"foot_swing_deg", "shank_swing_deg"} <= one.values.keys() for one in found[4:])


@pytest.mark.parametrize("placement", ["foot-left", "shank-right", "waist"])
@pytest.mark.parametrize(("rate_hz", "loss"), [(52.0, 0.0), (208.0, 0.02), (104.0, 0.05)])
def test_jumps_lost_in_gaps_are_counted_by_the_rhythm(placement: Placement, rate_hz: float, loss: float) -> None:
    case = Case(SPRUNG, (placement,), rate_hz=rate_hz, loss=loss)
    heard = hear(case)
    found = heard.repetitions()
    assert len(found) == len(true_repetitions(case, heard.truth))
    assert any("gap" in one.faults for one in found) == (loss > 0.0)
    assert all(np.isnan(one.contact_s) and "rsi" not in one.values for one in found if "unseen" in one.faults)


def test_skips_and_kicks_have_a_rhythm_and_a_heel() -> None:
    found = [*hear(Case(SKIP, ("foot-left",), 1.5)).repetitions(), *hear(Case(KICK, ("shank-left",))).repetitions()]
    skips, kicks = ([one for one in found if one.drill == drill] for drill in ("skip", "butt-kick"))
    assert np.median([one.contact_s for one in skips]) == pytest.approx(SKIP.contact_s, rel=0.05)
    assert np.median([one.values["interval_s"] for one in skips[1:]]) == pytest.approx(4 * SKIP.every_s, rel=0.03)
    assert np.median([one.values["heel_deg"] for one in kicks]) == pytest.approx(115.0, abs=5.0)
    assert kicks[-1].values["rhythm_percent"] < 5.0
    for one in found:
        assert all(one.drill in NAMES[name] for name in one.values)


def test_kicked_back_is_told_from_pulled_up() -> None:
    pulled, back = (
        np.nanmedian(
            [one.values.get("heel_up_percent", np.nan) for one in hear(Case(drill, ("foot-right",))).repetitions()]
        )
        for drill in (KICK, replace(KICK, kicks_back=True))
    )
    assert pulled < 37.5 < back


def test_soft_knees_show_at_the_shank() -> None:
    straight, soft = (
        [one.values["shank_swing_deg"] for one in hear(Case(drill, ("shank-left",))).repetitions()]
        for drill in (SPRUNG, replace(SPRUNG, bend_deg=20.0))
    )
    assert np.median(straight) < 15.0
    assert np.median(soft) > 25.0


def test_where_a_stiff_shank_sees_no_jump_the_waist_does() -> None:
    stiff = Case(replace(SPRUNG, bend_deg=2.0), ("shank-left", "waist"))
    heard = hear(stiff)
    found = heard.repetitions()
    assert len(found) == len(true_repetitions(stiff, heard.truth))
    assert {one.placement for one in found} == {"waist"}
    assert len(hear(replace(stiff, placements=("shank-left",))).repetitions()) == 0
