"""Rhythm, spring, pool: what the counters are made of."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.gait.drills.candidate import Candidate, Seen
from coach.gait.drills.pool import Pool, Told
from coach.gait.drills.rhythm import Pace, Rhythm
from coach.gait.drills.sides import Sides
from coach.gait.drills.sprung import contact_from_loaded_s, contact_from_push_s, lead_s
from coach.gait.drills.values import Values

EVERY_S = 0.45


def hop(beat: float, flaws: int = 0, contact_s: float = 0.18) -> Candidate:
    at_s = 10.0 + EVERY_S * beat
    return Candidate(at_s, at_s + 0.4, contact_s, EVERY_S - contact_s, flaws)


def told(candidates: list[Candidate]) -> list[Candidate]:
    rhythm = Rhythm(Pace(0.26, 1.05, confirmed=4))
    return [one for candidate in candidates for one in rhythm.feed(candidate)]


@given(st.floats(0.1, 0.35), st.floats(0.08, 0.5))
def test_the_half_sine_is_taken_back(contact_s: float, flight_s: float) -> None:
    period_s = contact_s + flight_s
    lead = lead_s(contact_s, period_s)
    assert contact_from_loaded_s(contact_s - 2.0 * lead, period_s) == pytest.approx(contact_s, rel=0.02)
    assert contact_from_push_s(contact_s - lead, period_s) == pytest.approx(contact_s, rel=0.02)


def test_three_of_a_kind_are_no_drill_and_a_fourth_makes_all_count_then() -> None:
    assert told([hop(k) for k in range(3)]) == []
    four = told([hop(k) for k in range(4)])
    assert [one.at_s for one in four] == [hop(k).at_s for k in range(4)]
    assert {one.declared_s for one in four} == {hop(3).declared_s}


def test_what_a_gap_has_swallowed_is_counted_by_the_rhythm() -> None:
    got = told([*[hop(k) for k in range(5)], *[hop(k, flaws=8) for k in range(8, 12)]])
    assert [one.at_s for one in got] == pytest.approx([hop(k).at_s for k in range(12)])
    assert [one.unseen for one in got] == [5 <= k < 8 for k in range(12)]
    assert [one.gap for one in got] == [5 <= k < 9 for k in range(12)]


def test_a_pause_is_not_filled() -> None:
    got = told([hop(k) for k in (0, 1, 2, 3, 4, 8, 9, 10, 11)])
    assert [one.at_s for one in got] == pytest.approx([hop(k).at_s for k in (0, 1, 2, 3, 4, 8, 9, 10, 11)])


def test_a_long_gap_is_not_filled() -> None:
    got = told([*[hop(k) for k in range(5)], *[hop(k, flaws=300) for k in range(20, 25)]])
    assert len(got) == 10


def test_a_foot_that_stays_on_the_ground_ends_the_drill() -> None:
    assert len(told([*[hop(k) for k in range(6)], hop(6, contact_s=0.4)])) == 6


def seen(at_s: float, late_s: float = 0.4, **values: float) -> Seen:
    return Seen("pogo", "left", Candidate(at_s, at_s + late_s, 0.18, 0.27, values=values))


def test_two_sensors_speak_of_one_jump_the_better_placed_first() -> None:
    pool = Pool(["foot-left", "shank-left"])
    out: list[Told] = []
    for k in range(4):
        at_s = EVERY_S * k
        pool.see("shank-left", seen(at_s + 0.01, 0.3, shank_swing_deg=12.0))
        pool.see("foot-left", seen(at_s, 0.4, foot_swing_deg=40.0))
        out += [*pool.advance("shank-left", at_s + 0.4), *pool.advance("foot-left", at_s + 0.4)]
    out += list(pool.finish())
    assert [one.at_s for one in out[1:]] == pytest.approx([EVERY_S * k for k in range(1, 4)])
    assert {one.placement for one in out[1:]} == {"foot-left"}
    assert all(one.candidate.values.keys() == {"foot_swing_deg", "shank_swing_deg"} for one in out[1:])
    assert len(out) == 4


def test_a_sensor_that_does_not_join_in_is_not_waited_for_long() -> None:
    pool = Pool(["foot-left", "foot-right"])
    for k in range(3):
        pool.see("foot-right", seen(EVERY_S * k))
    pool.see("foot-left", seen(0.0))
    out = list(pool.advance("foot-right", 5.0))
    assert out == []
    out = list(pool.advance("foot-left", 5.0))
    assert len(out) == 3


def test_another_drill_under_way_is_not_believed() -> None:
    pool = Pool(["foot-left"])
    for k in range(4):
        pool.see("foot-left", seen(EVERY_S * k))
    pool.see("foot-left", Seen("skip", "left", Candidate(0.5, 3.0)))
    assert [one.drill for one in pool.advance("foot-left", 9.0)] == ["pogo"] * 4


def test_values_of_a_jump() -> None:
    pool, values = Pool(["waist"]), Values()
    for k in range(5):
        pool.see("waist", Seen("pogo", "unknown", Candidate(EVERY_S * k, EVERY_S * k + 0.3, 0.18, 0.27)))
    *_, last = [values.of(one) for one in pool.advance("waist", 9.0)]
    assert last["rsi"] == pytest.approx(1.5)
    assert last["height_cm"] == pytest.approx(8.94, abs=0.01)
    assert last["push_depth_cm"] == pytest.approx(8.67, abs=0.05)
    assert last["interval_s"] == pytest.approx(EVERY_S)
    assert last["rhythm_percent"] == pytest.approx(0.0, abs=1e-6)


def test_values_of_what_was_not_measured_are_left_out() -> None:
    pool, values = Pool(["waist"]), Values()
    pool.see("waist", Seen("pogo", "unknown", Candidate(1.0, 1.3, math.nan, math.nan, unseen=True)))
    (only,) = pool.advance("waist", 9.0)
    assert values.of(only) == {}


@pytest.mark.parametrize(("pattern", "turns", "pairs"), [("LRLRLRLRLRLR", True, False), ("LLRRLLRRLLRR", False, True)])
def test_sides_are_told_by_what_recurs(pattern: str, turns: bool, pairs: bool) -> None:
    sides, rng = Sides(12), np.random.default_rng(1)
    hops: list[bool] = []
    for before, foot in zip(" " + pattern, pattern, strict=False):
        sides.add(np.array([3.0, 10.0 if foot == "L" else -10.0, 5.0]) + rng.normal(0.0, 1.0, 3))
        hops.append(sides.ends_with_hop == (before == foot))
    likeness = sides.likeness()
    assert (likeness.takes_turns, likeness.pairs) == (turns, pairs)
    assert all(hops[4:]) or not pairs
