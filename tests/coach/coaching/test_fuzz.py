"""Whatever happens on a run: nobody is pushed who must not be."""

from __future__ import annotations

from collections.abc import Iterator
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
NORMAL_S, LEARN_S, SETTLE, FLOOR = 0.240, 5.0, 4, 0.05
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
            yield Tick(at_s + length)
            at_s += length
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
                self.since_stop = 0 if event.at_s - self.last_s > SILENT_S else self.since_stop
            case Key():
                self.paused, self.since_stop = not self.paused, 0
            case Link():
                pass

    def _step(self, step: Step) -> None:
        at_s, before_s = step.declared_s, self.last_valid_s.get(step.foot, -1e9)
        stopped = step.activity != "run" or at_s - self.last_s > SILENT_S
        self.since_stop = (0 if stopped else self.since_stop) + (2 if step.valid and not self.paused else 0)
        self.last_s = at_s
        if step.valid and not self.paused:
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


def play(events: Iterator[Step | Tick | Key | Link], settings_: Config, seed: int) -> int:
    """Run a trace past coach and referee; the number of push cues."""
    coach, generator, pushes = Coach(settings_), np.random.default_rng(seed), 0
    referee = Referee(known=settings_.baseline.contact_ms is not None)
    clicking = False
    for event in events:
        referee.see(event)
        if not isinstance(event, Step):
            for thought in coach.notice(event):
                assert not isinstance(thought, Advice)
                clicking = clicking and not isinstance(thought, Beat)
            continue
        for thought in coach.feed(event):
            match thought:
                case Advice():
                    pushed = thought.cue in PUSH
                    pushes += pushed
                    assert not (pushed and referee.forbids(event)), referee.forbids(event)
                    assert thought.at_s == event.declared_s
                    referee.eased_s = thought.at_s if thought.cue == EASE else referee.eased_s
                    outcome = "played" if generator.random() < 0.7 else "dropped"
                    fate = CueDecision(1, thought.at_s, thought.cue, outcome, "", thought.at_s)
                    clicking = any(beat.spm for beat in coach.heard(fate)) or clicking
                case Beat():
                    assert thought.spm is None or settings_.metronome.mode == "always"
                    assert clicking is (thought.spm is None)
                    clicking = thought.spm is not None
                case _:
                    pass
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
