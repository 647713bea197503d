"""A made-up runner, and what a coach says to him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from coach.coaching.coach import Coach
from coach.coaching.memory import Memory
from coach.config import Baseline, Config, Cues, Stance
from coach.events import Activity, Advice, Beat, CueDecision, Foot, Placement, Status, Step

FEET: tuple[tuple[Placement, Foot], ...] = (("foot-left", "left"), ("foot-right", "right"))


@dataclass(slots=True)
class Runner:
    """Makes steps one after the other; remembers where it is."""

    at_s: float = 100.0
    lone: bool = False
    noise_s: float = 0.003
    generator: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    _count: int = 0

    def run(
        self,
        seconds: float,
        *,
        contact_s: float = 0.240,
        stride_s: float = 0.72,
        flight_s: float | None = None,
        activity: Activity = "run",
        valid: bool = True,
        values: Mapping[str, float] | None = None,
    ) -> Iterator[Step]:
        """Steps for so long."""
        end_s = self.at_s + seconds
        while self.at_s < end_s:
            placement, foot = FEET[0 if self.lone else self._count % 2]
            self._count += 1
            this_s = contact_s + float(self.generator.normal(0.0, self.noise_s))
            yield Step(
                foot=foot,
                placement=placement,
                initial_contact_s=self.at_s - this_s,
                toe_off_s=self.at_s,
                declared_s=self.at_s,
                contact_s=this_s,
                uncertainty_s=0.006,
                stride_s=stride_s,
                flight_s=0.5 * stride_s - this_s if flight_s is None else flight_s,
                activity=activity,
                valid=valid and activity == "run",
                reason="" if valid and activity == "run" else "made up",
                values=values or {},
            )
            self.at_s += stride_s if self.lone else 0.5 * stride_s

    def rest(self, seconds: float) -> None:
        """No steps for so long."""
        self.at_s += seconds


@dataclass(slots=True)
class Heard:
    """What a coach said, and what it thought of it."""

    advice: list[Advice] = field(default_factory=list[Advice])
    beats: list[Beat] = field(default_factory=list[Beat])
    statuses: list[Status] = field(default_factory=list[Status])

    def cues(self, cue: str | None = None) -> list[float]:
        """When a cue was due."""
        return [advice.at_s for advice in self.advice if cue in (None, advice.cue)]

    @property
    def states(self) -> list[str]:
        """States in their order, repetitions left out."""
        states = [status.state for status in self.statuses]
        return [state for k, state in enumerate(states) if k == 0 or state != states[k - 1]]


def decided(advice: Advice, outcome: str) -> CueDecision:
    """What a scheduler would say of it at once."""
    if outcome == "played":
        return CueDecision(1, advice.at_s, advice.cue, "played", "", advice.at_s)
    kept: Literal["withheld", "dropped"] = "withheld" if outcome == "withheld" else "dropped"
    return CueDecision(1, advice.at_s, advice.cue, kept, "kept back", None)


def listen(coach: Coach, steps: Iterable[Step], *, outcome: str = "played") -> Heard:
    """Feed steps; every advice meets the same fate at once."""
    heard = Heard()
    for step in steps:
        for thought in coach.feed(step):
            match thought:
                case Advice():
                    heard.advice.append(thought)
                    heard.beats += coach.heard(decided(thought, outcome))
                case Beat():
                    heard.beats.append(thought)
                case Status():
                    heard.statuses.append(thought)
    return heard


STANCE = Stance(hold_s=2)
CUES = Cues(quiet_first_s=0, cooldown_s=5, settle_steps=10)
QUICK = Config(baseline=Baseline(learn_s=15), stance=STANCE, cues=CUES)
NORMAL_S, LONG_STANCE_S = 0.240, 0.265


def settings(**sections: object) -> Config:
    """Quick settings with some sections changed."""
    return QUICK.model_copy(update=sections)


def learned(runner: Runner, config: Config = QUICK, memory: Memory | None = None) -> Coach:
    """A coach that knows this runner's normal of 240 ms."""
    coach = Coach(config, memory)
    assert listen(coach, runner.run(25)).advice == []
    return coach
