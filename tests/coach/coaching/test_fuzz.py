"""Whatever happens on a run: nobody is pushed who must not be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.coaching.coach import SILENT_S, Coach
from coach.coaching.words import EASE, PUSH
from coach.config import Baseline, Bounce, Config, Cues, Metronome, Runner, Stance
from coach.events import Activity, Advice, Beat, CueDecision, Foot, Key, Link, Placement, Step, Tick

FEET: tuple[tuple[Placement, Foot], ...] = (("foot-left", "left"), ("foot-right", "right"))
NORMAL_S, LEARN_S, SETTLE, FLOOR = 0.240, 5.0, 8, 0.05
LOCK_S = 20.0
STRIDE_S = 0.72
Way = Literal["good", "long", "short", "bouncy", "wild", "walk", "stand", "unbelieved", "rest", "pause"]
WAYS: tuple[Way, ...] = ("good", "long", "short", "bouncy", "wild", "walk", "stand", "unbelieved", "rest", "pause")
CONTACT_S: dict[Way, float] = {"long": 0.27, "short": 0.215, "bouncy": 0.235, "walk": 0.6, "unbelieved": 0.29}
ACTIVITY: dict[Way, Activity] = {"walk": "walk", "stand": "stand"}


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


def trace(ways: list[tuple[Way, int]], seed: int, *, lone: bool) -> Iterator[Step | Tick | Key | Link]:
    """A run made of stretches; `rest` and `pause` are stretches without steps and with the pause key."""
    generator, at_s, count = np.random.default_rng(seed), 50.0, 0
    for way, length in ways:
        if way == "pause":
            yield Key(at_s, "pause")
        if way == "rest":
            yield Link("foot-left", at_s, "lost")
            at_s += length
            if length % 2:
                yield Tick(at_s)
            continue
        for _ in range(length):
            placement, foot = FEET[0 if lone else count % 2]
            contact_s = CONTACT_S.get(way, NORMAL_S) + float(generator.normal(0.0, 0.06 if way == "wild" else 0.004))
            stride_s = STRIDE_S * (1.06 if way == "bouncy" else 1.0)
            activity = ACTIVITY.get(way, "run")
            valid = activity == "run" and way != "unbelieved" and generator.random() < 0.95
            reason = "" if valid else "late" if generator.random() < 0.2 else "gap"
            yield Step(
                foot=foot,
                placement=placement,
                initial_contact_s=at_s - contact_s,
                toe_off_s=at_s,
                declared_s=at_s,
                contact_s=contact_s,
                uncertainty_s=0.006,
                stride_s=stride_s if generator.random() < 0.9 else None,
                flight_s=0.5 * stride_s - contact_s if generator.random() < 0.9 else None,
                activity=activity,
                valid=valid,
                reason=reason,
            )
            at_s, count = at_s + stride_s * (1.0 if lone else 0.5), count + 1


@dataclass(slots=True)
class Referee:
    """Follows the run by itself and says whether a push would be fair now."""

    known: bool
    running_s: dict[Foot, float] = field(default_factory=dict[Foot, float])
    last_valid_s: dict[Foot, float] = field(default_factory=dict[Foot, float])
    last_s: float = 0.0
    last_foot: Foot = "unknown"
    since_stop: int = 0
    paused: bool = False
    eased_s: float = -1e9

    def see(self, event: Step | Tick | Key | Link) -> None:
        """What happened next."""
        match event:
            case Step(reason="late"):
                pass
            case Step():
                self._step(event)
            case Tick():
                if event.at_s - self.last_s > SILENT_S:
                    self.since_stop, self.last_foot = 0, "unknown"
            case Key():
                self.paused, self.since_stop, self.last_foot = not self.paused, 0, "unknown"
            case Link():
                pass

    def _step(self, step: Step) -> None:
        at_s, before_s = step.declared_s, self.last_valid_s.get(step.foot, -1e9)
        stopped = step.activity != "run" or at_s - self.last_s > SILENT_S
        self.last_s = at_s
        if stopped:
            self.since_stop, self.last_foot = 0, "unknown"
        if step.valid and not self.paused:
            self.since_stop += 2 if step.foot == self.last_foot else 1
            self.last_foot = step.foot
            if at_s - before_s <= 2.0:
                self.running_s[step.foot] = self.running_s.get(step.foot, 0.0) + at_s - before_s
            self.last_valid_s[step.foot] = at_s

    def forbids(self, step: Step) -> str:
        """Why nobody may be pushed at this step, as far as can be seen from outside; empty when one may."""
        taken = self.since_stop > SETTLE
        reasons = {
            "not running": step.activity != "run",
            "not believed": not step.valid,
            "paused": self.paused,
            "settling": not taken,
            "before the baseline": not self.known and self.running_s.get(step.foot, 0.0) < LEARN_S,
            "below the floor": self.known and step.contact_s < NORMAL_S * (1.0 - FLOOR),
            "bounced": step.declared_s - self.eased_s < LOCK_S,
        }
        return next((reason for reason, true in reasons.items() if true), "")


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


@settings(max_examples=1500)
@given(ways, st.integers(0, 2**32), st.booleans(), st.booleans())
@example(LONG_RUN, 1, True, False)
@example(LONG_RUN, 1, False, False)
def test_no_push_outside_running_before_the_baseline_on_doubt_below_the_floor_or_when_gated(
    run: list[tuple[Way, int]], seed: int, known: bool, lone: bool
) -> None:
    play(trace(run, seed, lone=lone), config(known=known), seed)


@settings(max_examples=300)
@given(ways, st.integers(0, 2**32), st.booleans())
def test_always_is_fair_too(run: list[tuple[Way, int]], seed: int, lone: bool) -> None:
    play(trace(run, seed, lone=lone), config(mode="always"), seed)


@settings(max_examples=300)
@given(ways, st.integers(0, 2**32), st.booleans())
@example(LONG_RUN, 1, True)
def test_pain_silences_every_push(run: list[tuple[Way, int]], seed: int, known: bool) -> None:
    assert play(trace(run, seed, lone=False), config(known=known, pain=True), seed) == 0


def test_the_traces_do_cue_where_they_may() -> None:
    for known in (True, False):
        assert play(trace(LONG_RUN, 1, lone=False), config(known=known), 1) > 3
