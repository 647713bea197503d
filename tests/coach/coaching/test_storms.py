"""Thousands of wild runs with wild settings: budget, cool-down, giving up, quiet time, floor and gates hold in all.

COACH_STORMS=10000 makes it so many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from coach.coaching.decider import Decider
from coach.coaching.memory import Memory
from coach.coaching.words import EASE, PUSH
from coach.config import Baseline, Bounce, Config, Cues, Fading, Metronome, Runner, Stance
from coach.events import CueDecision, Key, Link, Output, Status, Step, Tick
from cues.pack import load_pack

from .storm import FLOOR, LEARN_S, LOCK_S, NORMAL_S, SETTLE, WAYS, Referee, Way, trace

STORMS = int(os.environ.get("COACH_STORMS", "250"))
DURATIONS = load_pack("push-pull").durations
Event = Step | Tick | Key | Link


def settings(generator: np.random.Generator) -> Config:
    """Settings that nobody would choose."""
    pick = generator.choice
    return Config(
        runner=Runner(pain=bool(generator.random() < 0.1)),
        baseline=Baseline(learn_s=LEARN_S, contact_ms=1e3 * NORMAL_S if generator.random() < 0.7 else None),
        stance=Stance(hold_s=float(pick([0, 2, 8])), window_steps=5, floor_percent=100 * FLOOR),
        bounce=Bounce(lock_s=LOCK_S),
        cues=Cues(
            quiet_first_s=float(pick([0, 15])),
            cooldown_s=float(pick([1, 4, 15])),
            budget_per_10min=int(pick([0, 1, 2, 5])),
            give_up_after=int(pick([1, 2, 3])),
            settle_steps=SETTLE,
            withhold_percent=float(pick([0, 20, 50])),
        ),
        fading=Fading(percent=(100, 50)),
        metronome=Metronome(mode="off"),
    )


@dataclass(slots=True)
class Law:
    """What holds for every cue, whatever happened before."""

    config: Config
    referee: Referee
    coached_s: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    """When each was let through, and how exactly that is known."""
    now_s: float = 0.0
    began_s: float | None = None
    in_stretch: int = 0
    pushes: int = 0

    def see(self, event: Event, outputs: list[Output]) -> None:
        """One event and what came of it."""
        self.referee.see(event)
        self.now_s = max(self.now_s, event.declared_s if isinstance(event, Step) else event.at_s)
        if isinstance(event, Step) and event.valid and self.began_s is None:
            self.began_s = event.declared_s
        for output in outputs:
            match output:
                case Status() if output.state != "drawn-out":
                    self.in_stretch = 0
                case CueDecision() if output.outcome != "dropped" and output.cue in (*PUSH, EASE, "good-chime"):
                    self._coached(event, output)
                case _:
                    pass

    def _coached(self, event: Event, cue: CueDecision) -> None:
        cues, slack_s = self.config.cues, 1e-9
        at_s = cue.requested_s
        if at_s is None:  # withheld: let through at some moment since the event before
            at_s, slack_s = self.now_s, 1.5
        assert self.began_s is not None
        assert at_s >= self.began_s + cues.quiet_first_s
        last_s, last_slack_s = self.coached_s[-1] if self.coached_s else (-1e9, 0.0)
        assert at_s >= last_s + cues.cooldown_s - slack_s - last_slack_s
        assert sum(at_s - earlier_s < 600.0 - slack_s for earlier_s, _ in self.coached_s) < cues.budget_per_10min
        self.coached_s.append((at_s, slack_s))
        if cue.cue == EASE:
            self.referee.eased_s = cue.decided_s
        if cue.cue in PUSH:
            self.pushes += 1
            self.in_stretch += 1
            assert self.in_stretch <= cues.give_up_after
            assert not self.config.runner.pain
            if isinstance(event, Step) and event.declared_s == cue.decided_s:
                assert not self.referee.forbids(event), self.referee.forbids(event)


def storm(generator: np.random.Generator) -> Iterator[Event]:
    ways: list[tuple[Way, int]] = [
        (WAYS[int(generator.integers(len(WAYS)))], int(generator.integers(1, 60))) for _ in range(8)
    ]
    return trace([*ways, ("long", 60)], int(generator.integers(2**32)), lone=bool(generator.random() < 0.3))


def test_every_law_holds_in_every_storm() -> None:
    pushes = 0
    for seed in range(STORMS):
        generator = np.random.default_rng(seed)
        config = settings(generator)
        law = Law(config, Referee(known=config.baseline.contact_ms is not None))
        decider = Decider(config, DURATIONS, Memory(session=int(generator.integers(2))))
        for event in storm(generator):
            law.see(event, decider.feed(event))
        pushes += law.pushes
    assert pushes > STORMS / 3
