"""Months in which the truth about cues is known: what the coach makes of them. Tables of `python -m bench.coaching`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import numpy as np

from bench.table import Table
from coach.coaching.baseline import Side
from coach.coaching.coach import Coach
from coach.coaching.decider import Decider
from coach.coaching.effect import Effect, effect, tried
from coach.coaching.memory import Memory
from coach.coaching.normal import Seen
from coach.coaching.words import PUSH
from coach.config import Config, Fading
from coach.events import CueDecision, Floats, Step
from coach.profile.profile import Profile
from coach.profile.rows import Calibration, Session
from coach.simulate.months import HEARD, LASTS, STEP_S, Plan, months, uncued
from cues.pack import load_pack

FEET: tuple[Side, Side] = (("foot-left", "left"), ("foot-right", "right"))
DURATIONS = load_pack("push-pull").durations
ALL_GIVEN = Fading(on=False)
NORMAL_S, STRIDE_S = 0.240, 2.0 * STEP_S

# ── did it work? ──────────────────────────────────────────────────────────────────────────────────────────────


def effects(count: int) -> Iterator[Table]:
    """By the rule in lockstep, many months at once."""
    rows: list[list[str]] = []
    for planted_ms in (0.0, -6.0, -12.0):
        run = months(count, (planted_ms,) * 3, seed=1)
        found = [one for month in run if (one := effect(month)) is not None]
        changes = np.array([one.change_ms for one in found])
        before_after = np.mean([t.change_ms for month in run for t in month if t.given])
        rows.append(
            [
                f"{planted_ms:.0f} ms",
                f"{before_after:.1f} ms",
                f"{changes.mean():.1f} ± {changes.std():.1f} ms",
                f"{100 * np.mean(np.abs(changes - planted_ms) <= 3.0):.0f} %",
                f"{100 * np.mean([one.low_ms <= planted_ms <= one.high_ms for one in found]):.1f} %",
                f"{100 * np.mean([one.works is True for one in found]):.0f} %",
                f"{100 * np.mean([one.works is False for one in found]):.0f} %",
            ]
        )
    plan = Plan()
    yield Table(
        f"{count} months of {plan.sessions} sessions of {plan.minutes:.0f} min, one cue in five withheld by chance",
        (
            "planted",
            "before and after",
            "found",
            "within 3 ms",
            "interval holds it",
            "said to work",
            "said to do nothing",
        ),
        rows,
        "Before and after: what a comparison without withheld cues would take for the effect.",
    )
    best: list[list[str]] = []
    for planted in ((-9.0, -12.0, -9.0), (-6.0, -12.0, -6.0), (-3.0, -12.0, -8.0)):
        firsts = [tried(month) for month in months(count, planted, seed=4)]
        right = [min(one, key=lambda cue: one[cue].change_ms) == PUSH[int(np.argmin(planted))] for one in firsts]
        best.append(["/".join(f"{ms:.0f}" for ms in planted) + " ms", f"{100 * np.mean(right):.0f} %"])
    yield Table("The best of three cues after a month", ("planted", "found"), best)


# ── the coach itself ──────────────────────────────────────────────────────────────────────────────────────────


def coached(count: int, jobs: int) -> Iterator[Table]:
    """Step by step through the coach itself, with a profile that is closed and opened between sessions."""
    rows: list[list[str]] = []
    for planted_ms in (0.0, -12.0):
        with ProcessPoolExecutor(jobs) as pool:
            found = [one for one in pool.map(_month, range(count), repeat(planted_ms)) if one is not None]
        changes = np.array([one.change_ms for one in found])
        held = sum(one.low_ms <= planted_ms <= one.high_ms for one in found)
        rows.append(
            [
                f"{planted_ms:.0f} ms",
                f"{changes.mean():.1f} ± {changes.std():.1f} ms",
                f"{np.mean([one.given for one in found]):.0f} and {np.mean([one.withheld for one in found]):.0f}",
                f"{100 * np.mean(np.abs(changes - planted_ms) <= 3.0):.0f} %",
                f"{held} of {len(found)}",
            ]
        )
    yield Table(
        f"{count} months of {Plan().sessions} sessions, each step through the coach itself",
        ("planted", "found", "given and withheld", "within 3 ms", "interval holds it"),
        rows,
        "The profile is closed and opened between sessions; fading off.",
    )


def _month(seed: int, planted_ms: float) -> Effect | None:
    """A month of a runner whose contact rises and falls by itself, and answers cues by so much."""
    plan, generator = Plan(), np.random.default_rng((seed, 7))
    steps = round(60.0 * plan.minutes / STEP_S)
    own_ms = uncued(steps, plan.sessions, generator, plan)
    seen = (Seen(300, NORMAL_S, 0.014, stride_s=STRIDE_S),)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile.sqlite"
        with Profile(file) as profile:
            normals = dict.fromkeys(FEET, seen)
            profile.calibrate(Calibration("2026-02-28T07:00:00+00:00", "", "", "screening", normals))
        for number in range(plan.sessions):
            started_at = f"2026-03-{2 * number + 1:02d}T07:00:00+00:00"
            with Profile(file) as profile:
                memory = profile.memory("", "", started_at)
            coach = _session(own_ms[:, number], planted_ms, memory)
            with Profile(file) as profile:
                profile.keep(Session(started_at, 60.0 * plan.minutes, coach.cued_s, tuple(coach.trials)))
        with Profile(file) as profile:
            return effect(profile.trials("2026-03-30T07:00:00+00:00"))


def _session(own_ms: Floats, planted_ms: float, memory: Memory) -> Coach:
    """One run, every step of which is believed."""
    decider = Decider(Config(fading=ALL_GIVEN), DURATIONS, memory)
    answered = np.zeros(len(own_ms) + LASTS)
    for k, above_ms in enumerate(own_ms.tolist()):
        contact_s, at_s = NORMAL_S + 1e-3 * (above_ms + float(answered[k])), STEP_S * (k + 1)
        placement, foot = FEET[k % 2]
        step = Step(
            foot=foot,
            placement=placement,
            initial_contact_s=at_s - contact_s,
            toe_off_s=at_s,
            declared_s=at_s,
            contact_s=contact_s,
            uncertainty_s=0.006,
            stride_s=STRIDE_S,
            flight_s=STEP_S - contact_s,
            activity="run",
            valid=True,
            reason="",
        )
        for output in decider.feed(step):
            if isinstance(output, CueDecision) and output.cue in PUSH and output.outcome == "played":
                answered[k + HEARD : k + LASTS] = planted_ms
    decider.finish()
    return decider.coach
