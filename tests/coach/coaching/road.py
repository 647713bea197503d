"""A simulated outing step by step, without sensors: what a good foot sensor would say, and what the runner hears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from coach.coaching.decider import Decider
from coach.coaching.memory import Memory
from coach.coaching.words import PUSH
from coach.config import Config
from coach.events import Contact, CueDecision, Output, Placement, Speed, Status, Step, Tick
from coach.gait.steps import StepBuilder
from coach.simulate.course import Course
from coach.simulate.intent import Intent
from coach.simulate.motion.person import draw_person
from coach.simulate.motion.steps import StepPlanner
from coach.simulate.outing import SUNK, TURN, draw_outing
from coach.simulate.scenario import Scenario
from cues.pack import load_pack

FEET: tuple[Placement, Placement] = ("foot-left", "foot-right")
DURATIONS = load_pack("push-pull").durations
SpeedSource = Literal["watch", "none", "foot"]
LOSS_EVERY_S, LOSS_S = 700.0, 25.0
TURN_SHARE = 0.05
"""By which contact of the inner foot is longer in a turn, and that of the outer one shorter."""


@dataclass(slots=True)
class Outing:
    """What came of it."""

    scenario: Scenario
    steps: list[Step] = field(default_factory=list[Step])
    decisions: list[CueDecision] = field(default_factory=list[CueDecision])
    statuses: list[Status] = field(default_factory=list[Status])
    trials: int = 0

    def add(self, outputs: Sequence[Output]) -> None:
        """Sort outputs by what they are."""
        for output in outputs:
            for kind, keep in ((Step, self.steps), (CueDecision, self.decisions), (Status, self.statuses)):
                if isinstance(output, kind):
                    keep.append(output)  # pyright: ignore[reportArgumentType]  # the list of its kind

    @property
    def pushes(self) -> list[CueDecision]:
        """Push cues that sounded or were withheld."""
        return [d for d in self.decisions if d.cue in PUSH and d.outcome != "dropped"]

    def sunk(self) -> list[tuple[float, float]]:
        """Planted stretches: from where the ramp is half done to the end."""
        at_s, found = 0.0, list[tuple[float, float]]()
        for phase in self.scenario.phases:
            if phase.name == SUNK:
                found.append((at_s + 0.5 * phase.ramp_s, at_s + phase.lasts_s))
            at_s += phase.lasts_s
        return found

    def missed(self) -> int:
        """Planted stretches in which no push cue was due."""
        due = [d.decided_s for d in self.decisions if d.cue in PUSH]
        return sum(not any(start_s <= at_s <= end_s + 3.0 for at_s in due) for start_s, end_s in self.sunk())

    def false(self) -> list[CueDecision]:
        """Push cues outside planted stretches; a few seconds after one still belong to it."""
        return [
            d for d in self.pushes if not any(start_s <= d.decided_s <= end_s + 6.0 for start_s, end_s in self.sunk())
        ]


def run(seed: int, config: Config, speed: SpeedSource, memory: Memory | None = None, lasts_s: float = 3600.0) -> Outing:
    """One outing of one runner, who hears what is said."""
    rng = np.random.default_rng(seed)
    who, where, how, errors = rng.spawn(4)
    outing = Outing(draw_outing(where, lasts_s))
    course = Course(outing.scenario)
    intent = Intent(outing.scenario, course, how)
    planner = StepPlanner(course, intent, draw_person(who), how)
    decider = Decider(config, DURATIONS, memory)
    builder = StepBuilder(FEET)
    tick_s, bias = 0.25, float(errors.normal(0.0, 0.02))
    for contact, speed_mps in _contacts(planner, outing.scenario.lasts_s, errors):
        while tick_s < contact.declared_s:
            outing.add(decider.feed(Tick(tick_s)))
            tick_s += 0.25
        if speed == "watch":
            decider.feed(Speed(contact.declared_s, speed_mps, "watch"))
        for step in [*builder.feed(contact), *builder.advance(contact.placement, contact.declared_s)]:
            told = _told(speed, speed_mps, bias, errors)
            outputs = decider.feed(replace(step, values=told))
            outing.add(outputs)
            for output in outputs:
                if isinstance(output, CueDecision) and output.outcome == "played":
                    intent.hear(output.cue, (output.requested_s or output.decided_s) + 0.3)
    outing.trials = len(decider.coach.trials)
    return outing


def _told(speed: SpeedSource, speed_mps: float, bias: float, errors: np.random.Generator) -> dict[str, float]:
    if speed == "watch":
        told_mps = speed_mps * (1.0 + float(errors.normal(0.0, 0.02)))
        return {"outside_speed_mps": told_mps, "speed_mps": told_mps}
    if speed == "foot":
        return {"speed_mps": speed_mps * (1.0 + bias + float(errors.normal(0.0, 0.03)))}
    return {}


def _contacts(planner: StepPlanner, until_s: float, errors: np.random.Generator) -> Iterator[tuple[Contact, float]]:
    """Contacts of both feet as a good detector sees them, with the belt's speed; now and then a foot is not heard."""
    while True:
        step = planner.next()
        landed_s, left_s = step.anchors_s
        if left_s > until_s:
            return
        lost = int(left_s / LOSS_EVERY_S) % 2 == (step.side == "left") and left_s % LOSS_EVERY_S < LOSS_S
        if landed_s < 1.0 or lost:
            continue
        side = 1.0 if step.side == "left" else -1.0
        bend = 1.0 + side * TURN_SHARE * (step.wish.phase == TURN)
        contact_s = (left_s - landed_s) * bend + float(errors.normal(0.0, 0.0025))
        placement = FEET[0 if step.side == "left" else 1]
        contact = Contact(placement, step.side, landed_s, left_s, left_s + 0.01, contact_s, 0.006)
        yield contact, max(step.wish.speed_mps, 0.3)
