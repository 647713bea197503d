"""Whatever happens on a run: nobody is pushed who must not be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.coaching.coach import Coach
from coach.coaching.words import EASE, PUSH
from coach.config import Baseline, Bounce, Config, Cues, Metronome, Runner, Stance
from coach.events import Advice, Beat, CueDecision, Key, Link, Step, Tick

from .storm import FLOOR, LEARN_S, LOCK_S, NORMAL_S, SETTLE, WAYS, Referee, Way, trace


def config(*, known: bool = True, pain: bool = False, mode: Literal["drawn-out", "always"] = "drawn-out") -> Config:
    """Settings under which nearly everything is cued at once."""
    return Config(
        runner=Runner(pain=pain),
        baseline=Baseline(learn_s=LEARN_S, contact_ms=1e3 * NORMAL_S if known else None),
        stance=Stance(hold_s=0, window_steps=5, floor_percent=100 * FLOOR),
        bounce=Bounce(lock_s=LOCK_S),
        cues=Cues(cooldown_s=1, give_up_after=20, settle_steps=SETTLE),
        metronome=Metronome(mode=mode),
    )


@dataclass(slots=True)
class Clicks:
    """Follows the metronome: it is never started or stopped twice, and never clicks while nobody runs."""

    always: bool
    until_s: float = -math.inf

    def hear(self, beats: Iterable[object], *, cued: bool = False) -> None:
        """Beats among other thoughts."""
        for beat in beats:
            if not isinstance(beat, Beat):
                continue
            if beat.spm is None:
                assert beat.at_s < self.until_s
                self.until_s = -math.inf
            else:
                assert cued is not self.always
                self.until_s = math.inf if beat.until_s is None else beat.until_s

    def check(self, step: Step) -> None:
        """After a step that counts."""
        assert step.activity == "run" or step.reason == "late" or self.until_s <= step.declared_s


def play(events: Iterator[Step | Tick | Key | Link], chosen: Config, seed: int) -> int:
    """Run a trace past coach and referee; the number of push cues."""
    coach, generator, pushes = Coach(chosen), np.random.default_rng(seed), 0
    referee = Referee(known=chosen.baseline.contact_ms is not None)
    clicks = Clicks(always=chosen.metronome.mode == "always")
    for event in events:
        referee.see(event)
        if not isinstance(event, Step):
            thoughts = coach.notice(event)
            assert not any(isinstance(thought, Advice) for thought in thoughts)
            clicks.hear(thoughts)
            continue
        thoughts = coach.feed(event)
        clicks.hear(thoughts)
        for advice in [thought for thought in thoughts if isinstance(thought, Advice)]:
            pushed = advice.cue in PUSH
            pushes += pushed
            assert not (pushed and referee.forbids(event)), referee.forbids(event)
            assert advice.at_s == event.declared_s
            referee.eased_s = advice.at_s if advice.cue == EASE else referee.eased_s
            outcome = "played" if generator.random() < 0.7 else "dropped"
            fate = CueDecision(1, advice.at_s, advice.cue, outcome, "", advice.at_s)
            clicks.hear(coach.heard(fate), cued=True)
        clicks.check(event)
    return pushes


ways = st.lists(st.tuples(st.sampled_from(WAYS), st.integers(1, 30)), min_size=1, max_size=10)
LONG_RUN: list[tuple[Way, int]] = [("good", 40), ("long", 60), ("walk", 10), ("long", 60), ("bouncy", 40), ("long", 30)]


@settings(max_examples=600)
@given(ways, st.integers(0, 2**32), st.booleans(), st.booleans())
@example(LONG_RUN, 1, True, False)
@example(LONG_RUN, 1, False, False)
def test_no_push_outside_running_before_the_baseline_on_doubt_below_the_floor_or_when_gated(
    run: list[tuple[Way, int]], seed: int, known: bool, lone: bool
) -> None:
    play(trace(run, seed, lone=lone), config(known=known), seed)


@settings(max_examples=150)
@given(ways, st.integers(0, 2**32), st.booleans())
def test_always_is_fair_too(run: list[tuple[Way, int]], seed: int, lone: bool) -> None:
    play(trace(run, seed, lone=lone), config(mode="always"), seed)


@settings(max_examples=150)
@given(ways, st.integers(0, 2**32), st.booleans())
@example(LONG_RUN, 1, True)
def test_pain_silences_every_push(run: list[tuple[Way, int]], seed: int, known: bool) -> None:
    assert play(trace(run, seed, lone=False), config(known=known, pain=True), seed) == 0


def test_the_traces_do_cue_where_they_may() -> None:
    for known in (True, False):
        assert play(trace(LONG_RUN, 1, lone=False), config(known=known), 1) > 3
