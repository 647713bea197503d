"""Runs made of anything that may happen, and a referee who says when a push would be unfair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from coach.coaching.coach import SILENT_S
from coach.events import Activity, Foot, Key, Link, Placement, Step, Tick

FEET: tuple[tuple[Placement, Foot], ...] = (("foot-left", "left"), ("foot-right", "right"))
NORMAL_S, LEARN_S, SETTLE, FLOOR = 0.240, 5.0, 8, 0.05
LOCK_S = 20.0
STRIDE_S = 0.72
Way = Literal["good", "long", "short", "bouncy", "wild", "walk", "stand", "unbelieved", "turn", "rest", "pause"]
WAYS: tuple[Way, ...] = (
    "good",
    "long",
    "short",
    "bouncy",
    "wild",
    "walk",
    "stand",
    "unbelieved",
    "turn",
    "rest",
    "pause",
)
CONTACT_S: dict[Way, float] = {
    "long": 0.27,
    "short": 0.215,
    "bouncy": 0.235,
    "walk": 0.6,
    "unbelieved": 0.29,
    "turn": 0.27,
}
ACTIVITY: dict[Way, Activity] = {"walk": "walk", "stand": "stand"}


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
                values={"turn_dps": 30.0 if way == "turn" else 0.0},
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
    turning: int = 0
    """Believed steps in a turn, one after the other."""

    def see(self, event: Step | Tick | Key | Link) -> None:
        """What happened next."""
        match event:
            case Step(reason="late"):
                pass
            case Step():
                self._step(event)
            case Tick():
                if event.at_s - self.last_s > SILENT_S:
                    self._stopped()
            case Key():
                self.paused = not self.paused
                self._stopped()
            case Link():
                pass

    def _step(self, step: Step) -> None:
        at_s, before_s = step.declared_s, self.last_valid_s.get(step.foot, -1e9)
        if step.activity != "run" or at_s - self.last_s > SILENT_S:
            self._stopped()
        self.last_s = at_s
        if step.valid and not self.paused:
            unbroken = at_s - max(self.last_valid_s.values(), default=-1e9) < 0.8
            self.turning = (self.turning if unbroken else 0) + 1 if step.values["turn_dps"] else 0
            self.since_stop += 2 if step.foot == self.last_foot else 1
            self.last_foot = step.foot
            if at_s - before_s <= 2.0:
                self.running_s[step.foot] = self.running_s.get(step.foot, 0.0) + at_s - before_s
            self.last_valid_s[step.foot] = at_s

    def _stopped(self) -> None:
        self.since_stop, self.turning, self.last_foot = 0, 0, "unknown"

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
            "in a turn": self.turning >= 6,
            "bounced": step.declared_s - self.eased_s < LOCK_S,
        }
        return next((reason for reason, true in reasons.items() if true), "")
