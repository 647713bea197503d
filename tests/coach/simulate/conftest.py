"""A simulated body without sensor or radio, for tests of its motion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from coach.events import Floats, Placement
from coach.simulate.course import Course
from coach.simulate.intent import Intent
from coach.simulate.motion.body import Body
from coach.simulate.motion.person import Person, draw_person
from coach.simulate.motion.steps import Step
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.truth import TrueStep, true_step

_BLOCK_S = 0.5


@dataclass(frozen=True)
class Rendered:
    """A stretch of simulated motion, exactly as the body does it."""

    person: Person
    course: Course
    rate_hz: float
    t_s: Floats
    accel_g: dict[Placement, Floats]
    gyro_dps: dict[Placement, Floats]
    force_n: dict[str, Floats]
    """Vertical force under each foot."""
    height_m: Floats
    rise_mps: Floats
    steps: list[Step]
    truth: list[TrueStep]

    def of(self, foot: str) -> list[TrueStep]:
        """The steps of one foot."""
        return [step for step in self.truth if step.foot == foot]


class Renderer:
    """Renders scenarios; remembers what it has rendered."""

    def __init__(self) -> None:
        self._done: dict[tuple[object, ...], Rendered] = {}

    def __call__(
        self,
        scenario: Scenario | float,
        seed: int = 0,
        placements: Sequence[Placement] = (),
        until_s: float = 8.0,
        rate_hz: float = 200.0,
    ) -> Rendered:
        """Motion from 0 to `until_s`; a number instead of a scenario runs steadily at that speed in m/s."""
        if not isinstance(scenario, Scenario):
            scenario = Scenario("steady", "", (Phase("steady", 1000.0, scenario),))
        key = (scenario, seed, tuple(placements), until_s, rate_hz)
        if key not in self._done:
            self._done[key] = _render(scenario, seed, placements, until_s, rate_hz)
        return self._done[key]


@pytest.fixture(scope="session")
def render() -> Renderer:
    """Motion of a simulated runner without sensors."""
    return Renderer()


def _render(scenario: Scenario, seed: int, placements: Sequence[Placement], until_s: float, rate_hz: float) -> Rendered:
    who, how, what = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
    course, person = Course(scenario), draw_person(who)
    body = Body(course, Intent(scenario, course, what), person, how)
    t_s = np.arange(0.0, until_s, 1.0 / rate_hz)
    accel: dict[Placement, Floats] = {placement: np.empty((len(t_s), 3)) for placement in placements}
    gyro: dict[Placement, Floats] = {placement: np.empty((len(t_s), 3)) for placement in placements}
    force = {side: np.zeros(len(t_s)) for side in ("left", "right")}
    height, rise = np.empty(len(t_s)), np.empty(len(t_s))
    steps: list[Step] = []
    truth: list[TrueStep] = []
    before_s = -math.inf
    n = round(_BLOCK_S * rate_hz)
    for first in range(0, len(t_s), n):
        at = t_s[first : first + n]
        body.reach(float(at[-1]))
        while body.whole:
            step = body.whole.popleft()
            steps.append(step)
            true = true_step(step, before_s, body.force, body.legs[step.side], body.trunk.track)
            before_s = true.toe_off_s if step.twin is None else before_s
            truth.append(true)
        for placement in placements:
            felt = body.motion(placement, at, np.zeros(3))
            accel[placement][first : first + n] = felt.accel_g
            gyro[placement][first : first + n] = felt.gyro_dps
        height[first : first + n] = body.force.height_m(at)
        rise[first : first + n] = body.force.rise_mps(at)
        for step in steps[-8:]:
            here = (at >= step.touch_s) & (at <= step.leave_s)
            if here.any():
                force[step.side][first : first + n][here] += body.force.under_foot(step, at[here])
        body.forget(float(at[-1]))
    inside = [true for true in truth if true.initial_contact_s >= 0.0 and true.toe_off_s < until_s]
    return Rendered(person, course, rate_hz, t_s, accel, gyro, force, height, rise, steps, inside)
