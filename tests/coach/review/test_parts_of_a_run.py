"""A run in laps, in seconds, and around its cues."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import CueDecision, Step
from coach.review.laps import SHORTEST_S, every_few_minutes, figures, laps
from coach.review.response import responses
from coach.review.run import Run
from coach.review.seconds import SPEED_LIFE_S, seconds
from coach.review.sounded import sounded
from coach.review.stretches import state_stretches
from coach.review.summary import summarise

# ── laps ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.lists(st.floats(-100, 2e4), max_size=10))
def test_laps_fill_the_run_without_a_hole(start_s: float, length_s: float, marks_s: list[float]) -> None:
    found = laps(start_s, start_s + length_s, marks_s)
    assert (found[0].start_s, found[-1].end_s) == (start_s, start_s + length_s)
    assert [lap.number for lap in found] == list(range(1, len(found) + 1))
    for lap, later in pairwise(found):
        assert lap.end_s == later.start_s
        assert lap.end_s - lap.start_s >= SHORTEST_S


@pytest.mark.parametrize(("minutes", "parts"), [(0.5, 1), (7, 1), (10, 2), (60, 12), (90, 9), (300, 10)])
def test_runs_without_marks_are_told_in_equal_parts(minutes: float, parts: int) -> None:
    assert len(every_few_minutes(0.0, 60.0 * minutes)) == parts


def test_figures_of_laps_add_up(run: Run) -> None:
    stretches = state_stretches(run.statuses, 600.0)
    parts = [figures(lap, run.steps, stretches, [222.0, 529.0]) for lap in laps(0.0, 600.0, [230.0, 420.0])]
    assert sum(part.drawn_out_s for part in parts) == pytest.approx(111.0)
    assert [part.cues for part in parts] == [1, 0, 1]
    assert parts[0].contact_s == pytest.approx(0.246, abs=0.002)
    assert sum(part.running_s for part in parts) == pytest.approx(548.0, abs=3.0)
    nothing = figures(laps(600.0, 700.0, [])[0], run.steps, stretches, [])
    assert (nothing.contact_s, nothing.cadence_spm, nothing.running_s) == (None, None, 0.0)


# ── seconds ───────────────────────────────────────────────────────────────────────────────────────────────────


def step(at_s: float, contact_s: float = 0.25, **changes: object) -> Step:
    plain = Step("left", "foot-left", at_s, at_s + 0.25, at_s + 0.26, contact_s, 0.005, 0.7, None, "run", True, "")
    return replace(plain, **changes)  # pyright: ignore[reportArgumentType]  # a test's shorthand


def test_every_second_has_a_row_and_its_own_means() -> None:
    rows = seconds([step(10.2, 0.24), step(10.6, 0.26), step(12.1, 0.30)], 10.0, 13.4)
    assert [row.number for row in rows] == [0, 1, 2, 3]
    assert [row.contact_s for row in rows] == [0.25, None, 0.30, None]
    assert rows[0].duty_factor == pytest.approx(0.25 / 0.7)
    assert rows[1].activity is None
    assert rows[0].cadence_spm == pytest.approx(120 / 0.7)


def test_steps_that_are_not_believed_count_for_nothing() -> None:
    bad = step(0.5, float("nan"), valid=False, reason="gap", stride_s=0.1, values={"speed_mps": 9.0})
    (row,) = seconds([step(0.1), bad], 0.0, 1.0)
    assert (row.contact_s, row.stride_s, row.speed_mps) == (0.25, 0.7, None)


def test_a_speed_is_held_for_a_moment_only() -> None:
    rows = seconds([step(0.1, values={"speed_mps": 3.0})], 0.0, 8.0)
    assert [row.speed_mps for row in rows] == [3.0] * SPEED_LIFE_S + [None] * (8 - SPEED_LIFE_S)


# ── cues ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_response_is_after_minus_before(run: Run) -> None:
    planted = [step(0.35 * n, 0.26 if n < 100 else 0.25) for n in range(200)]
    (change_s,) = responses(planted, [0.35 * 100])
    assert change_s == pytest.approx(-0.010)
    assert responses(planted, [0.0, 69.0]) == [None, None]  # nothing before, nothing after


def test_a_change_of_speed_is_no_response() -> None:
    slow = [step(0.35 * n, 0.25, values={"speed_mps": 3.0}) for n in range(100)]
    fast = [step(0.35 * n, 0.25 * (4 / 3) ** -0.54, values={"speed_mps": 4.0}) for n in range(100, 200)]
    (change_s,) = responses([*slow, *fast], [35.0])
    assert change_s == pytest.approx(0.0, abs=1e-9)


def test_a_cue_and_its_beat_are_one_sound(run: Run) -> None:
    beat = CueDecision(8, 222.0, "metronome", "played", "", 222.0, spm=172.0, until_s=252.0)
    decisions = [*run.decisions[:1], beat, *run.decisions[1:]]
    heard = sounded(summarise(run.steps, run.statuses, decisions, [], run.played))
    assert [(one.number, one.words) for one in heard] == [
        (1, "push through the ball, metronome"),
        (2, "metronome"),
        (3, "push pull"),
        (4, "ease"),
    ]
    assert heard[0].until_s == 252.0
    assert heard[1].response_s is None
