from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import nan
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import CueDecision, Played, Rejected, State, Status, Step
from coach.review.sentences import counted, headline, lasting, listed, sentences
from coach.review.summary import Summary, running_time, state_stretches, state_times, summarise


class Run(Protocol):
    steps: list[Step]
    statuses: list[Status]
    decisions: list[CueDecision]
    played: list[Played]
    rejected: list[Rejected]


def whole(run: Run) -> Summary:
    return summarise(run.steps, run.statuses, run.decisions, run.rejected, run.played)


def test_the_story_in_figures(run: Run) -> None:
    summary = whole(run)
    assert summary.duration_s == pytest.approx(600.0, abs=1.0)
    assert summary.running_s == pytest.approx(548.0, abs=2.0)  # 52 s were walked
    assert summary.drawn_out_s == pytest.approx(58.0 + 53.0)
    assert summary.contact_s == pytest.approx(0.246, abs=0.002)
    assert summary.contact_left_s is not None
    assert summary.contact_right_s is not None
    assert summary.contact_left_s - summary.contact_right_s == pytest.approx(0.004, abs=0.001)
    assert summary.balance_percent == pytest.approx(50.4, abs=0.15)
    assert summary.cadence_spm == pytest.approx(171.4, abs=0.3)
    assert summary.normal_s == 0.246
    assert [len(summary.outcome(o)) for o in ("played", "dropped", "withheld")] == [4, 1, 1]
    assert summary.outcome("played")[0].started_s == pytest.approx(222.041)


def test_walked_steps_are_neither_trusted_nor_rejected(run: Run) -> None:
    summary = whole(run)
    assert set(summary.rejected_steps) == {"gap in the samples"}
    assert summary.running_steps - summary.valid_steps == summary.rejected_steps["gap in the samples"]
    left, right = summary.equipment.sensors
    assert (left.placement, right.placement) == ("foot-left", "foot-right")
    assert left.steps + right.steps == summary.running_steps
    assert left.rejected == {"packet came twice": 3}


def test_news_is_no_cue_that_was_needed(run: Run) -> None:
    before = sentences(whole(run))
    news = replace(run.decisions[0], cue_id=50, cue="learned", decided_s=130.0)
    run.decisions += [news, replace(news, cue_id=51, outcome="dropped", reason="the pack has no such cue")]
    assert sentences(whole(run)) == before


def test_balance_is_that_of_like_sensors(run: Run) -> None:
    mixed = [replace(s, placement="shank-left") if s.foot == "left" else s for s in run.steps]
    assert summarise(mixed, run.statuses, run.decisions).balance_percent is None
    late = [
        replace(s, placement="shank-left") if s.foot == "left" and s.initial_contact_s > 500 else s for s in run.steps
    ]
    assert summarise(late, run.statuses, run.decisions).balance_percent == pytest.approx(50.4, abs=0.2)


def test_invalid_steps_change_no_mean(run: Run) -> None:
    wild = [replace(step, contact_s=0.9, valid=False, reason="too long") for step in run.steps[:500]]
    mixed = summarise([*run.steps, *wild], run.statuses, run.decisions)
    assert mixed.contact_s == whole(run).contact_s
    assert mixed.rejected_steps["too long"] == 500


def test_nothing_at_all() -> None:
    summary = summarise([], [], [])
    assert (summary.duration_s, summary.running_s, summary.contact_s, summary.normal_s) == (0.0, 0.0, None, None)
    assert headline(summary) == "No running was found in this recording."


def test_time_shift_changes_only_times(run: Run) -> None:
    late = [
        replace(
            s,
            initial_contact_s=s.initial_contact_s + 4096.0,
            toe_off_s=s.toe_off_s + 4096.0,
            declared_s=s.declared_s + 4096.0,
        )
        for s in run.steps
    ]
    statuses = [replace(s, at_s=s.at_s + 4096.0) for s in run.statuses]
    shifted, plain = summarise(late, statuses, []), summarise(run.steps, run.statuses, [])
    assert shifted.contact_s == plain.contact_s
    assert shifted.running_s == pytest.approx(plain.running_s)
    assert shifted.state_s == pytest.approx(plain.state_s)
    assert shifted.start_s == plain.start_s + 4096.0


def test_running_time_leaves_stops_out(run: Run) -> None:
    first = run.steps[0]
    at = (0.0, 0.35, 0.7, 30.0, 30.35)
    assert running_time([replace(first, initial_contact_s=t) for t in at]) == pytest.approx(1.05)
    assert running_time([first]) == 0.0


STATES: tuple[State, ...] = ("learning", "good", "drawn-out", "walking")


@given(st.lists(st.tuples(st.floats(0.1, 100.0), st.sampled_from(STATES))))
def test_states_fill_the_run_without_overlap(changes: list[tuple[float, State]]) -> None:
    at_s = 5.0
    statuses: list[Status] = []
    for wait_s, state in changes:
        at_s += wait_s
        statuses.append(Status(at_s, state, ""))
    end_s = at_s + 3.0
    stretches = state_stretches(statuses, end_s)
    for (state, _, stop_s), (later, from_s, _) in pairwise(stretches):
        assert stop_s == from_s
        assert state != later
    if statuses:
        assert sum(state_times(statuses, end_s).values()) == pytest.approx(end_s - statuses[0].at_s)


def test_a_state_that_is_known_late_counts_from_when_it_began() -> None:
    statuses = [
        Status(0.0, "good", ""),
        Status(30.0, "drawn-out", "", since_s=18.0),
        Status(31.0, "drawn-out", "", since_s=18.0),
        Status(50.0, "walking", ""),
        Status(60.0, "good", ""),
        Status(70.0, "drawn-out", "", since_s=55.0),
    ]
    assert state_stretches(statuses, 80.0) == [
        ("good", 0.0, 18.0),
        ("drawn-out", 18.0, 50.0),
        ("walking", 50.0, 60.0),
        ("good", 60.0, 60.0),
        ("drawn-out", 60.0, 80.0),
    ]
    assert state_times(statuses, 80.0)["drawn-out"] == 52.0


def test_what_the_coach_remarks_is_told_first_and_once(run: Run) -> None:
    dosed = [
        replace(s, remark=f"{31 + k % 2} cued minutes this week, above your 30") for k, s in enumerate(run.statuses[:4])
    ]
    summary = summarise(run.steps, [replace(run.statuses[0], remark="push cues are off: pain is set"), *dosed], [])
    assert sentences(summary)[:2] == (
        "Push cues are off: pain is set.",
        "32 cued minutes this week, above your 30.",
    )


def test_a_nan_contact_is_no_measurement(run: Run) -> None:
    steps = [replace(run.steps[0], contact_s=c) for c in (0.24, nan, 0.25)]
    assert summarise(steps, [], []).contact_s == pytest.approx(0.245)


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_story_in_words(run: Run) -> None:
    summary = whole(run)
    assert headline(summary) == "You ran for nine minutes; stance was drawn-out for two minutes."
    text = " ".join(sentences(summary))
    assert "246 ms in a typical step; your own normal is 246 ms." in text
    assert "Three spoken cues: “push through the ball”, “push pull”, “ease”." in text
    assert "The metronome clicked once, 18 seconds in all." in text
    assert "Two more cues were due but not said: cooling down, at random." in text
    assert "98.5 % of 1,569 steps could be trusted" in text


def test_cues_are_quoted_as_they_were_said(run: Run) -> None:
    phrases = {("ease", "easy, don't force it"): "Easy. Don't force it."}
    text = " ".join(sentences(summarise(run.steps, run.statuses, run.decisions, [], run.played, phrases=phrases)))
    assert "Three spoken cues: “push through the ball”, “push pull”, “Easy. Don't force it”." in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(99.0, "99 seconds"), (120.0, "two minutes"), (150.0, "2 and a half minutes"), (571.0, "9 and a half minutes")],
)
def test_short_times_are_told_to_half_a_minute(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


def test_without_a_baseline_nothing_is_praised(run: Run) -> None:
    learning = [Status(0.0, "learning", "")]
    summary = summarise(run.steps[:100], learning, [])
    assert headline(summary).endswith("your own normal is not known yet.")
    text = " ".join(sentences(summary))
    assert "Nothing was said." in text
    assert "no need" not in text


def test_a_walk_is_no_failure(run: Run) -> None:
    summary = summarise([s for s in run.steps if s.activity == "walk"], [], [])
    assert headline(summary).startswith("No running was found")
    assert len(sentences(summary)) == 1


def test_a_run_without_sound_says_so(run: Run) -> None:
    mute = [Played(d.cue_id, d.decided_s, None, "no sound output") for d in run.decisions if d.outcome == "played"]
    summary = summarise(run.steps, run.statuses, run.decisions, [], mute)
    assert "No sound came of four cues: no sound output (4)." in sentences(summary)


def test_a_reason_that_is_a_sentence_ends_once(run: Run) -> None:
    nowhere = "There is no sound output."
    mute = [Played(d.cue_id, d.decided_s, None, nowhere) for d in run.decisions if d.outcome == "played"]
    summary = summarise(run.steps, run.statuses, run.decisions, [], mute)
    assert "No sound came of four cues: There is no sound output (4)." in sentences(summary)


def test_good_all_along(run: Run) -> None:
    good = [Status(0.0, "good", "", 0.245, 0.255)]
    summary = summarise([s for s in run.steps[:300] if s.valid], good, [])
    assert headline(summary).endswith("your stance was never drawn-out.")
    assert "Nothing was said: there was no need." in sentences(summary)
    assert sentences(summary)[-1].startswith("All ")


def test_cues_that_were_due_and_kept_back_were_needed(run: Run) -> None:
    kept = CueDecision(1, 60.0, "push-pull", "dropped", "quiet first 360 s", None)
    good = [Status(0.0, "good", "", 0.245, 0.255)]
    text = " ".join(sentences(summarise([s for s in run.steps[:300] if s.valid], good, [kept])))
    assert "Nothing was said." in text
    assert "no need" not in text
    assert "One more cue was due but not said: quiet first 360 s." in text


def test_counting_in_words() -> None:
    assert [counted(n, "cue") for n in (0, 1, 2, 13, 2000)] == [
        "no cues",
        "one cue",
        "two cues",
        "13 cues",
        "2,000 cues",
    ]
    assert listed({"a": 2, "b": 1}) == "a (2), b"
