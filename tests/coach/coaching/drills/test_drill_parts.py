"""The routine as data, its dose by weeks, its clock, and what is judged in a set."""

from __future__ import annotations

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.drills import ROUTINES, routine
from coach.coaching.drills.clock import Clock
from coach.coaching.drills.dose import HOP_S, grown, most_hops_s
from coach.coaching.drills.form import Form
from coach.coaching.drills.scene import Odometer
from coach.coaching.drills.score import best_five, figures
from coach.config import Drills
from coach.events import DrillName, Speed
from cues.pack import Pack

from .puppet import repetition


def test_the_warm_up_is_the_published_one() -> None:
    parts = routine("warm-up", Drills())
    assert [part.kind for part in parts] == [
        *("talk", "warm-up"),
        *("drill", "walk-back") * 6,
        *("stride", "walk-back", "stride", "over"),
    ]
    assert [part.drill for part in parts if part.drill] == ["pogo"] * 2 + ["skip"] * 2 + ["butt-kick"] * 2
    assert {part.length_m for part in parts if part.kind == "drill"} == {20.0}


@pytest.mark.parametrize("name", ROUTINES)
def test_whatever_is_asked_for_can_be_said(name: str, pack: Pack) -> None:
    for part in routine(name, Drills(), 3):
        assert part.cue in pack.text.cues


def test_order_sets_and_strides_are_the_runners() -> None:
    parts = routine("warm-up", Drills(warm_up_min=0.0, order=("skip",), sets=1, strides=0))
    assert [part.name for part in parts] == ["Before you begin", "Skips", "Walk back", "That is all"]


def test_a_set_grows_over_five_weeks_and_no_further() -> None:
    assert [grown((20.0, 30.0), week) for week in (1, 2, 3, 4, 5, 6, 60)] == [20.0, 22.5, 25.0, 27.5, 30.0, 30.0, 30.0]
    assert [most_hops_s(week) for week in (1, 5, 9)] == [HOP_S[0], HOP_S[-1], HOP_S[-1]]


def test_hops_never_exceed_the_weeks_published_seconds() -> None:
    many = Drills(sets=4, length_s=(30.0, 40.0))
    for week in range(1, 8):
        hopped_s = sum(part.length_s for part in routine("pogo", many, week) if part.drill == "pogo")
        assert hopped_s <= most_hops_s(week) + 1e-9


@given(
    st.lists(st.floats(0.01, 50.0), max_size=8).map(lambda gaps: [sum(gaps[: k + 1]) for k in range(len(gaps))]),
    st.floats(0.0, 400.0),
)
def test_own_time_goes_on_except_in_pauses(presses: list[float], at_s: float) -> None:
    presses = presses[: len(presses) // 2 * 2]
    clock = Clock()
    for press in presses:
        clock.toggle(press)
    paused_s = sum(min(off, at_s) - min(on, at_s) for on, off in zip(presses[::2], presses[1::2], strict=True))
    assert clock.own(at_s) == pytest.approx(at_s - paused_s)
    if not any(on <= at_s <= off for on, off in zip(presses[::2], presses[1::2], strict=True)):
        assert clock.real(clock.own(at_s)) == pytest.approx(at_s)


def test_metres_are_counted_while_somebody_tells_the_speed() -> None:
    odometer = Odometer()
    odometer.feed(Speed(0.0, 3.0, "typed"))
    assert not odometer.known(1.0)
    odometer.feed(Speed(10.0, 2.0, "footpod"))
    assert odometer.metres(12.0) == pytest.approx(4.0)
    assert odometer.known(14.0)
    assert not odometer.known(16.0)
    assert odometer.metres(60.0) == pytest.approx(10.0)


# ── form ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("drill", "values", "cue"),
    [
        ("pogo", {"contact_s": 0.26}, "drill-quicker"),
        ("pogo", {"contact_s": 0.24}, None),
        ("pogo", {"shank_swing_deg": 27.0}, "drill-knees-straighter"),
        ("pogo", {"shank_swing_deg": 3.0}, "drill-knees-softer"),
        ("pogo", {"shank_swing_deg": 12.0}, None),
        ("pogo", {"push_depth_cm": 15.0}, "drill-knees-straighter"),
        ("skip", {"contact_s": 0.3}, "drill-quicker"),
        ("butt-kick", {"heel_deg": 115.0}, "drill-heel-up"),
        ("butt-kick", {"heel_deg": 130.0}, None),
        ("butt-kick", {"heel_deg": 130.0, "heel_up_percent": 41.0}, "drill-heel-up"),
        ("butt-kick", {"heel_deg": 130.0, "heel_up_percent": 35.0}, None),
        ("butt-kick", {}, None),
    ],
)
def test_a_fault_is_told_from_its_median(drill: DrillName, values: dict[str, float], cue: str | None) -> None:
    form = Form(drill)
    told = [form.feed(repetition(drill, float(k), **values)) for k in range(8)]
    assert told[:7] == [None] * 7
    assert (told[7][0].cue if told[7] else None) == cue


def test_louder_than_ones_own_softest_is_told() -> None:
    form = Form("pogo")
    soft = [form.feed(repetition("pogo", float(k), landing_g=4.0)) for k in range(10)]
    loud = [form.feed(repetition("pogo", float(k), landing_g=5.5)) for k in range(10, 20)]
    assert soft == [None] * 10
    assert [fault.cue for fault, _ in filter(None, loud)][:1] == ["drill-quieter"]


def test_what_was_not_measured_is_not_judged() -> None:
    form = Form("pogo")
    assert [form.feed(repetition("pogo", float(k), contact_s=nan)) for k in range(20)] == [None] * 20


def test_figures_are_medians_and_leave_out_what_is_missing() -> None:
    found = figures([repetition("pogo", 0.0, rsi=1.0), repetition("pogo", 1.0, rsi=2.0, contact_s=nan)])
    assert found == {"contact_ms": pytest.approx(190.0), "flight_ms": pytest.approx(240.0), "rsi": 1.5}


def test_best_five_needs_five() -> None:
    jumps = [repetition("pogo", float(k), rsi=1.0 + k) for k in range(10)]
    assert best_five(jumps) == pytest.approx(8.0)
    assert best_five(jumps[:4]) is None
