"""A simulated runner who does what the led routine asks for, because he hears it.

Nothing is laid out beforehand: a routine that is paused, skipped or repeated is followed all the same. He never stands,
since nobody could tell him in time when to set off: between two calls he walks about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.events import DrillName, Packet
from coach.simulate.intent import SOONEST_S
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Drill, Phase, Scenario
from coach.simulate.sensor import SimulatedSensor

ENDLESS_S = 1e5
"""Until he hears something else."""
COUNT_IN_S = 3.0
"""From the first tone of the count-in to the one that means go."""
_WALK_MPS, _EASY_MPS, _STRIDE_MPS = 1.35, 2.7, 4.8
_DRILL_MPS: Mapping[DrillName, float] = {"pogo": 1.3, "skip": 1.7, "butt-kick": 1.6}
_USUAL: Mapping[DrillName, Drill] = {
    "pogo": Drill("pogo", contact_s=0.19, every_s=0.42),
    "skip": Drill("skip", contact_s=0.19, every_s=0.38),
    "butt-kick": Drill("butt-kick", contact_s=0.15, every_s=0.30),
}


@dataclass(frozen=True, slots=True)
class Rest:
    """Stops in the middle of a set, for a while."""

    set_number: int
    """Counted over the whole routine, from 1; strides too."""
    after_s: float
    for_s: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody follows."""

    reaction_s: float = 0.4
    """From the tone that means go to the first movement."""
    drills: Mapping[DrillName, Drill] = field(default_factory=lambda: _USUAL)
    sloppy: bool = True
    """Pogo jumps begin with long contacts, until he is told."""
    rests: Sequence[Rest] = ()


class Follower:
    """Somebody with sensors on, who hears cues."""

    def __init__(self, sensors: Sequence[SimulatedSensor], seed: int = 0, manner: Manner | None = None) -> None:
        walks = Scenario("follows", "Does what the routine asks for.", (_moving("walk", _WALK_MPS, 1.0),))
        self.runner = SimulatedRunner(walks, sensors, seed)
        """Gives the packets, and knows the truth."""
        self._manner = manner or Manner()
        self._told: DrillName | None = None
        self._sets = 0
        self._learned = not self._manner.sloppy
        self._doing: Phase | None = None
        """The drill or stride that is under way."""

    def advance(self, until_s: float) -> list[Packet]:
        """As `SimulatedRunner.advance`."""
        return self.runner.advance(until_s)

    def hear(self, cue: str, at_s: float) -> None:
        """Words or tones that began to sound at this time."""
        soon_s = at_s + SOONEST_S
        match cue.removeprefix("drill-").removesuffix("-again"):
            case "warm-up":
                self._go_on(_moving("easy running", _EASY_MPS, 4.0), soon_s)
            case "pogo" | "skip" | "butt-kick" as drill:
                self._listen(drill, soon_s)
            case "test":
                self._listen("pogo", soon_s)
            case "stride":
                self._listen(None, soon_s)
            case "go":
                self._begin(at_s + COUNT_IN_S + self._manner.reaction_s)
            case "quicker" if self._told == "pogo" and self._doing is not None:
                self._learned = True
                self._doing = replace(self._doing, drill=self._drill("pogo"), ramp_s=1.0)
                self.runner.go_on(self._doing, soon_s)
            case "stop" | "skipped" | "warm" | "repeat" | "done":
                self._doing = None
                self._walk(soon_s)
            case "paused":
                self._walk(soon_s)
            case "goes-on" if self._doing is not None:
                self._go_on(self._doing, soon_s)
            case _:
                pass

    def _listen(self, drill: DrillName | None, soon_s: float) -> None:
        self._told, self._doing = drill, None
        self._walk(soon_s)

    def _begin(self, from_s: float) -> None:
        self._sets += 1
        if self._told is not None:
            drill = self._drill(self._told)
            self._doing = Phase(self._told, ENDLESS_S, _DRILL_MPS[self._told], ramp_s=0.8, drill=drill)
        else:
            self._doing = _moving("stride", _STRIDE_MPS, 4.0)
        self._go_on(self._doing, from_s)

    def _drill(self, kind: DrillName) -> Drill:
        drill = self._manner.drills[kind]
        if kind != "pogo" or self._learned:
            return drill
        return replace(drill, contact_s=drill.contact_s + 0.09, every_s=drill.every_s + 0.09)

    def _walk(self, from_s: float) -> None:
        self._go_on(_moving("walk", _WALK_MPS, 1.5), from_s)

    def _go_on(self, phase: Phase, from_s: float) -> None:
        self.runner.go_on(phase, from_s)
        for rest in self._manner.rests:
            if phase is self._doing and rest.set_number == self._sets:
                self.runner.go_on(_moving("walk", _WALK_MPS, 1.0), from_s + rest.after_s)
                self.runner.go_on(phase, from_s + rest.after_s + rest.for_s)


def _moving(name: str, speed_mps: float, ramp_s: float) -> Phase:
    return Phase(name, ENDLESS_S, speed_mps, ramp_s=ramp_s)
