"""What the person means to do at a moment: the scenario's phase, softened by the cues that were answered."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.simulate.course import Course
from coach.simulate.scenario import RUN_MPS, WALK_MPS, Drill, Phase, Scenario

SOONEST_S = 1.9
"""A cue takes about a second to hear out, and legs another step or two; motion is planned less far ahead than this."""
_SPREAD_S = 0.7
_RISE_S = 0.9
"""63 % of the answer within about two and a half steps, 95 % within eight."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Aims for one step."""

    phase: str
    speed_mps: float
    contact_stretch: float
    flight_stretch: float
    keeps_cadence: float
    """1: flight makes room for contact; 0: flight is `flight_stretch` times the person's own; between: in between."""
    dorsiflexion_deg: float
    stumbles: bool = False
    drill: Drill | None = None

    @property
    def moves(self) -> bool:
        """False for a person who stands."""
        return self.drill is not None or self.speed_mps >= WALK_MPS

    @property
    def runs(self) -> bool:
        """True from the speed at which people start to run, and in drills: the next landing comes out of flight."""
        return self.drill is not None or self.speed_mps >= RUN_MPS


@dataclass(frozen=True, slots=True)
class _Answer:
    starts_s: float
    ends_s: float


class Intent:
    """Wishes over time. `hear` changes only what lies at least `SOONEST_S` ahead."""

    def __init__(self, scenario: Scenario, course: Course, rng: np.random.Generator) -> None:
        self._scenario = scenario
        self._course = course
        self._rng = rng
        self._answers: list[_Answer] = []

    def hear(self, cue: str, at_s: float) -> None:
        """Answer the cue if the phase of this moment knows it."""
        _, phase, _ = self._course.phases_at(at_s)
        if phase.answers is None or cue in phase.answers:
            starts_s = at_s + SOONEST_S + float(self._rng.uniform(0.0, _SPREAD_S))
            self._answers.append(_Answer(starts_s, starts_s + self._scenario.answer_hold_s))

    def wish(self, at_s: float, since_s: float) -> Wish:
        """Aims for the step that lands at `at_s`, the one before having landed at `since_s`."""
        before, phase, share = self._course.phases_at(at_s)
        left = 1.0 - self._response(at_s)

        def blend(old: float, new: float) -> float:
            return old + (new - old) * share

        contact = blend(before.contact_stretch, phase.contact_stretch)
        flight = blend(before.flight_stretch or 1.0, phase.flight_stretch or 1.0)
        return Wish(
            phase=phase.name,
            speed_mps=self._course.speed_mps(at_s),
            contact_stretch=1.0 + (contact - 1.0) * left,
            flight_stretch=1.0 + (flight - 1.0) * left,
            keeps_cadence=blend(_keeps_cadence(before), _keeps_cadence(phase)),
            dorsiflexion_deg=blend(before.dorsiflexion_deg, phase.dorsiflexion_deg) * left,
            stumbles=self._course.stumbles_between(since_s, at_s),
            drill=phase.drill if share >= 0.5 else before.drill,
        )

    def _response(self, at_s: float) -> float:
        """How far (0…1) the answers to cues take the phase's stretches away at this time."""
        return self._scenario.answer_share * max(
            (self._strength(answer, at_s) for answer in self._answers), default=0.0
        )

    def _strength(self, answer: _Answer, at_s: float) -> float:
        if at_s <= answer.starts_s:
            return 0.0
        risen = 1.0 - math.exp(-(at_s - answer.starts_s) / _RISE_S)
        return risen * min(max(1.0 - (at_s - answer.ends_s) / self._scenario.answer_fade_s, 0.0), 1.0)


def _keeps_cadence(phase: Phase) -> float:
    return 1.0 if phase.flight_stretch is None else 0.0
