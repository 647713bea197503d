"""Rationing, turns, expiry: the scheduler's law, and ten thousand storms that try to break it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from cues.cue import Cue, Kind, Verdict
from cues.scheduler import BREATH_S, BUDGET_SPAN_S, Limits, Scheduler

PACK = {
    "push": [("a", 1.0), ("b", 1.5)],
    "pull": [("only", 0.8)],
    "tick": [("x", 2.0), ("y", 1.0), ("z", 0.5)],
    "lost": [("lost", 1.2)],
    "back": [("back", 1.1)],
}
LENIENT = Limits(quiet_first_s=0.0, cooldown_s=0.0, budget_per_10min=1000)
ids = itertools.count(1)


def cue(key: str, at_s: float, life_s: float = 5.0, urgency: int = 1, kind: Kind = "coaching") -> Cue:
    return Cue(key, at_s, at_s + life_s, urgency, kind, "because", next(ids))


def scheduler(limits: Limits = LENIENT) -> Scheduler:
    made = Scheduler(limits, PACK)
    made.start(0.0)
    return made


def brief(verdicts: tuple[Verdict, ...]) -> list[tuple[str, str, float | None]]:
    return [(v.cue.key, v.outcome, v.requested_s) for v in verdicts]


def test_a_lone_cue_is_said_at_once() -> None:
    (verdict,) = scheduler().offer(cue("push", 10.0))
    assert (verdict.outcome, verdict.reason, verdict.requested_s, verdict.wording) == ("played", "", 10.0, "a")


def test_a_cue_waits_until_the_other_has_finished_and_a_breath_longer() -> None:
    s = scheduler()
    s.offer(cue("push", 10.0))
    assert s.offer(cue("pull", 10.2)) == ()
    assert s.advance(11.29) == ()
    (verdict,) = s.advance(14.0)
    assert verdict.requested_s == pytest.approx(11.0 + BREATH_S)
    assert verdict.reason == "another cue was speaking"


def test_the_most_urgent_of_the_waiting_goes_first() -> None:
    s = scheduler()
    s.offer(cue("push", 10.0))
    s.offer(cue("pull", 10.1, urgency=1))
    s.offer(cue("lost", 10.2, urgency=9, kind="notice"))
    assert [key for key, _, _ in brief(s.advance(20.0))] == ["lost", "pull"]


def test_a_cue_that_would_come_too_late_is_dropped_as_soon_as_that_is_certain() -> None:
    s = scheduler()
    s.offer(cue("tick", 10.0))
    (verdict,) = s.offer(cue("pull", 10.1, life_s=1.0))
    assert (verdict.outcome, verdict.reason, verdict.requested_s) == ("dropped", "another cue was speaking", None)


def test_a_cue_offered_after_its_own_expiry_is_dropped() -> None:
    (verdict,) = scheduler().offer(Cue("push", 10.0, 9.0, 1, "coaching", "", 1))
    assert (verdict.outcome, verdict.reason) == ("dropped", "expired")


def test_a_newer_cue_replaces_a_waiting_namesake() -> None:
    s = scheduler()
    s.offer(cue("lost", 10.0))
    first, second = cue("push", 10.1), cue("push", 10.2)
    s.offer(first)
    (verdict,) = s.offer(second)
    assert (verdict.cue, verdict.outcome) == (first, "dropped")
    assert [v.cue for v in s.advance(20.0)] == [second]


def test_a_cue_is_not_repeated_while_it_is_being_said() -> None:
    s = scheduler()
    s.offer(cue("lost", 10.0, kind="notice"))
    (verdict,) = s.offer(cue("lost", 10.5, kind="notice"))
    assert verdict.reason == "being said already"
    assert brief(s.offer(cue("lost", 12.0, kind="notice"))) == [("lost", "played", 12.0)]


def test_no_coaching_before_the_run_has_started_but_notices() -> None:
    s = Scheduler(LENIENT, PACK)
    assert s.offer(cue("push", 1.0))[0].reason == "no running yet"
    assert s.offer(cue("lost", 1.0, kind="notice"))[0].outcome == "played"


def test_quiet_time_binds_coaching_only_and_ends() -> None:
    s = Scheduler(Limits(360.0, 0.0, 1000), PACK)
    s.start(100.0)
    assert s.offer(cue("push", 200.0))[0].reason == "quiet first 360 s"
    assert s.offer(cue("lost", 201.0, kind="notice"))[0].outcome == "played"
    assert s.offer(cue("push", 458.0)) == ()
    assert brief(s.advance(470.0)) == [("push", "played", 460.0)]


def test_cooldown_counts_from_start_to_start() -> None:
    s = scheduler(Limits(0.0, 60.0, 1000))
    s.offer(cue("push", 10.0))
    assert s.offer(cue("pull", 60.0))[0].reason == "cool-down of 60 s"
    s.offer(cue("pull", 68.0))
    assert brief(s.advance(71.0)) == [("pull", "played", 70.0)]


def test_budget_is_a_sliding_window() -> None:
    s = scheduler(Limits(0.0, 0.0, 2))
    s.offer(cue("push", 0.0))
    s.offer(cue("push", 300.0))
    assert s.offer(cue("push", 590.0))[0].reason == "budget of 2 in ten minutes"
    assert s.offer(cue("lost", 591.0, kind="notice"))[0].outcome == "played"
    assert s.offer(cue("push", 600.0))[0].outcome == "played"
    assert s.offer(cue("push", 700.0))[0].outcome == "dropped"


def test_no_budget_means_no_coaching() -> None:
    assert scheduler(Limits(0.0, 0.0, 0)).offer(cue("push", 5.0))[0].reason == "budget of 0 in ten minutes"


def test_a_key_that_the_pack_does_not_have_is_dropped() -> None:
    assert scheduler().offer(cue("sing", 5.0))[0].reason == "the pack has no such cue"


def test_wordings_take_turns() -> None:
    s = scheduler()
    said = [s.offer(cue("tick", 10.0 * k))[0].wording for k in range(1, 7)]
    assert said == ["x", "y", "z", "x", "y", "z"]


def test_a_wording_that_is_asked_for_is_said_and_one_that_is_not_there_is_not_missed() -> None:
    made = scheduler()
    asked = ["", "z", "z", "", "nonsense", "y"]
    said = [made.offer(replace(cue("tick", 10.0 * k), wording=wording)) for k, wording in enumerate(asked)]
    assert [verdict.wording for (verdict,) in said] == ["x", "z", "z", "x", "y", "y"]


def test_finish_leaves_no_cue_without_a_verdict() -> None:
    s = scheduler()
    s.offer(cue("push", 10.0))
    s.offer(cue("pull", 10.1))
    (verdict,) = s.finish(10.5)
    assert (verdict.cue.key, verdict.outcome, verdict.reason) == ("pull", "dropped", "the run ended")


def storm(rng: np.random.Generator) -> tuple[Limits, list[Cue]]:
    limits = Limits(
        float(rng.choice([0.0, 3.0, 60.0])), float(rng.choice([0.0, 0.7, 5.0, 60.0])), int(rng.choice([0, 1, 2, 6, 50]))
    )
    at_s, cues = float(rng.uniform(0.0, 5.0)), list[Cue]()
    pace_s = float(rng.choice([0.05, 0.5, 5.0, 60.0]))
    for k in range(int(rng.integers(1, 14))):
        at_s += float(rng.exponential(pace_s))
        key = str(rng.choice([*PACK, "unheard-of"]))
        kind: Kind = "notice" if key in {"lost", "back"} else "coaching"
        cues.append(Cue(key, at_s, at_s + float(rng.exponential(6.0)), int(rng.integers(0, 4)), kind, "", k))
    return limits, cues


def weather(limits: Limits, cues: list[Cue], ticks: np.random.Generator | None) -> tuple[list[Verdict], float]:
    """All verdicts of a storm, with time advanced in between or not; and when the quiet time ended."""
    s = Scheduler(limits, PACK)
    verdicts = list(s.start(1.0))
    for cue_, following in itertools.pairwise([*cues, cues[-1]]):
        verdicts += s.offer(cue_)
        if ticks is not None:
            for at_s in np.sort(ticks.uniform(cue_.at_s, following.at_s, 3)):
                verdicts += s.advance(float(at_s))
    return [*verdicts, *s.finish(cues[-1].at_s + 3.0)], 1.0 + limits.quiet_first_s


def check(limits: Limits, cues: list[Cue], verdicts: list[Verdict], quiet_until_s: float) -> None:
    assert sorted(v.cue.cue_id for v in verdicts) == [c.cue_id for c in cues]
    played = sorted((v for v in verdicts if v.requested_s is not None), key=lambda v: v.requested_s or 0.0)
    assert all((v.outcome == "played") == (v.requested_s is not None) == bool(v.wording) for v in verdicts)
    starts = [(v.requested_s or 0.0, dict(PACK[v.cue.key])[v.wording], v) for v in played]
    for (a_s, lasts_s, _), (b_s, _, _) in itertools.pairwise(starts):
        assert b_s >= a_s + lasts_s
    assert all(v.cue.at_s <= at_s <= v.cue.expires_s for at_s, _, v in starts)
    coached = [at_s for at_s, _, v in starts if v.cue.kind == "coaching"]
    assert all(at_s >= quiet_until_s for at_s in coached)
    assert all(b >= a + limits.cooldown_s for a, b in itertools.pairwise(coached))
    budget = limits.budget_per_10min
    assert all(b >= a + BUDGET_SPAN_S for a, b in zip(coached, coached[budget:], strict=False))
    for key, wordings in PACK.items():
        words = [v.wording for _, _, v in starts if v.cue.key == key]
        assert len(wordings) == 1 or all(a != b for a, b in itertools.pairwise(words))


def in_order(verdicts: list[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda v: v.cue.cue_id)


def test_ten_thousand_storms_break_no_law_and_ticks_change_nothing() -> None:
    rng = np.random.default_rng(20)
    played = 0
    for _ in range(10_000):
        limits, cues = storm(rng)
        calm, quiet_until_s = weather(limits, cues, None)
        check(limits, cues, calm, quiet_until_s)
        ticked, _ = weather(limits, cues, rng)
        assert in_order(calm) == in_order(ticked)
        played += sum(v.outcome == "played" for v in calm)
    assert played > 20_000
