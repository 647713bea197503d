"""The whole body: one motion that every placement sees its own part of."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.events import Floats, Placement
from coach.simulate.course import Course
from coach.simulate.intent import Intent
from coach.simulate.motion import leg as legs
from coach.simulate.motion import trunk as trunks
from coach.simulate.motion.attitude import Attitude
from coach.simulate.motion.drill_curves import ANKLE_M
from coach.simulate.motion.force import GRAVITY, GroundForce
from coach.simulate.motion.leg import LegMotion
from coach.simulate.motion.person import Person
from coach.simulate.motion.ring import Ring, Strike
from coach.simulate.motion.sole import Sole
from coach.simulate.motion.steps import Side, Step, StepPlanner
from coach.simulate.motion.trunk import TrunkMotion

_INSTEP_M = np.array([0.02, 0.0, 0.065])
"""In the foot's axes, from the sole's reference point."""
_KEPT_S = 3.0
_DIES_AWAY_S = 0.012
_UP_THE_LEG_S = 0.008
_WALKING_BLOW = 0.4
_DRILL_BLOW = 0.6


@dataclass(frozen=True, slots=True)
class Felt:
    """What a perfect sensor feels, (m, 3) each: x forward, y left, z up in quiet standing."""

    accel_g: Floats
    gyro_dps: Floats
    gyro_change: Floats
    """Derivative of the angular rate in deg/s2, without what rings."""


class Body:
    """Plans ahead only as far as it is asked for, and forgets what lies behind."""

    def __init__(self, course: Course, intent: Intent, person: Person, rng: np.random.Generator) -> None:
        self.force = GroundForce(person)
        self._sole = Sole(person.heel_m, person.ball_m)
        self.legs: dict[Side, LegMotion] = {
            "left": LegMotion(person.legs["left"], self._sole, left=True),
            "right": LegMotion(person.legs["right"], self._sole, left=False),
        }
        planning, swaying = rng.spawn(2)
        self.trunk = TrunkMotion(person, swaying)
        self.whole: deque[Step] = deque()
        """Single feet's steps whose force and leg motion are complete; whoever measures them takes them off."""
        self._course = course
        self._person = person
        self._planner = StepPlanner(course, intent, person, planning)
        self._rings = {placement: Ring() for placement in (*self.legs, "shin-left", "shin-right", "trunk")}
        self._coming: deque[Step] = deque()
        self._last: dict[Side, Step] = {}

    def reach(self, until_s: float) -> None:
        """Plan until everything is known before this time."""
        tracks = (*(leg.track for leg in self.legs.values()), self.trunk.track)
        while min(self.force.ready_s, *(track.ready_s for track in tracks)) <= until_s:
            self._add(self._planner.next())
        self.trunk.sway_until(until_s)

    def forget(self, before_s: float) -> None:
        """Drop the past, but for what a slow reader may still ask for."""
        before_s -= _KEPT_S
        self.force.forget(before_s)
        for part in (
            *(leg.track for leg in self.legs.values()),
            self.trunk.track,
            self.trunk.sway,
            *self._rings.values(),
        ):
            part.forget(before_s)

    def motion(self, placement: Placement, at_s: Floats, arm_m: Floats) -> Felt:
        """What a sensor feels.

        `arm_m` is where it sits against the placement's usual spot. `at_s` ascends and lies within what was reached.
        """
        if placement == "waist":
            return self._trunk_motion(trunks.WAIST, at_s, arm_m)
        if placement == "chest":
            return self._trunk_motion(trunks.CHEST, at_s, arm_m)
        part, side = placement.split("-")
        return self._leg_motion(part, "left" if side == "left" else "right", at_s, arm_m)

    def _add(self, step: Step) -> None:
        self.force.add(step)
        self.trunk.add(step)
        for foot in step.feet:
            self._strike(foot)
            if foot.side in self._last:
                self.legs[foot.side].add(self._last[foot.side], foot, self.force.height_m)
            self._last[foot.side] = foot
            self._coming.append(foot)
        while not any(self._coming[0] is foot for foot in self._last.values()):
            self.whole.append(self._coming.popleft())

    def _strike(self, step: Step) -> None:
        leg = self._person.legs[step.side]
        drill = step.drill
        pace = step.wish.speed_mps / 3.5 if drill is None else _DRILL_BLOW * drill.thud
        hard = (pace if step.lands_running else _WALKING_BLOW) * max(1.0 + 0.15 * step.blips[4], 0.2)
        at_s = step.anchors_s[0] + leg.impact_lag_s
        shake = np.concatenate([leg.impact_direction, 25.0 * leg.impact_direction[[1, 2, 0]] / max(leg.impact_g, 1.0)])
        blow = Strike(at_s, hard * leg.impact_g * shake, leg.impact_hz, _DIES_AWAY_S)
        shin = Strike(at_s + _UP_THE_LEG_S, hard * leg.shin_impact_g * shake, 0.6 * leg.impact_hz, 1.3 * _DIES_AWAY_S)
        self._rings[step.side].add(blow)
        self._rings[f"shin-{step.side}"].add(shin)
        person = self._person
        heave = (
            np.array([0.3, 0.0, 1.0, 0.0, 20.0, 0.0]) * hard * person.trunk_ring_g / (1 + (step.other_s is not None))
        )
        self._rings["trunk"].add(Strike(at_s + 0.02, heave, person.trunk_ring_hz, 0.03))

    def _leg_motion(self, part: str, side: Side, at_s: Floats, arm_m: Floats) -> Felt:
        value, rate, change = (x.T for x in self.legs[side].track.at(at_s, 0, 1, 2))
        turn_rps, inwards = self._turning(at_s)
        foot = Attitude(value[legs.FOOT], rate[legs.FOOT], change[legs.FOOT], turn_rps)
        forward, upward = self._sole.acceleration(value[0], rate[0], change[0])
        path = change[legs.PATH] + np.stack([forward, inwards, upward + GRAVITY])
        if part == "foot":
            ring = self._rings[side].at(at_s)
            return _sensed(foot, path, _INSTEP_M + arm_m, ring)
        ankle = path + foot.to_world(foot.lever(ANKLE_M))
        sway = self.trunk.sway.at(at_s, 0, 1, 2)
        tilt = [a[legs.TILT] + 0.5 * s.T[:3] for a, s in zip((value, rate, change), sway, strict=True)]
        shank = Attitude(tilt[0], tilt[1], tilt[2], turn_rps)
        shin_m = np.array([0.0, 0.0, self._person.shank_m])
        return _sensed(shank, ankle, shin_m + arm_m, self._rings[f"shin-{side}"].at(at_s))

    def _trunk_motion(self, columns: slice, at_s: Floats, arm_m: Floats) -> Felt:
        own = [x[:, columns].T for x in self.trunk.track.at(at_s, 0, 1, 2)]
        sway = [x.T for x in self.trunk.sway.at(at_s, 0, 1, 2)]
        turn_rps, inwards = self._turning(at_s)
        tilt = [a[:3] + s[:3] for a, s in zip(own, sway, strict=True)]
        trunk = Attitude(tilt[0], tilt[1], tilt[2], turn_rps)
        path = GRAVITY * self.force.acceleration(at_s).T + own[2][3:]
        path[:2] += sway[2][3:]
        path[1] += inwards
        path[2] += GRAVITY
        return _sensed(trunk, path, arm_m, self._rings["trunk"].at(at_s))

    def _turning(self, at_s: Floats) -> tuple[Floats | None, Floats]:
        """Turning rate in rad/s, None on the straight, and the acceleration in m/s2 towards the inside of the bend."""
        ends = at_s[[0, -1]]
        rates = np.radians([self._course.heading_rate_dps(float(moment)) for moment in ends])
        if not rates.any():
            return None, np.zeros(len(at_s))
        turn_rps = np.interp(at_s, ends, rates)
        return turn_rps, turn_rps * self._course.speed_mps(float(ends[0]))


def _sensed(part: Attitude, path: Floats, arm_m: Floats, ring: Floats) -> Felt:
    """`path` is the acceleration in m/s2 of the part's origin plus gravity, upwards."""
    force_g = (part.to_segment(path) + part.lever(arm_m)) / GRAVITY + ring[:3]
    return Felt(force_g.T, (np.degrees(part.rate) + ring[3:]).T, np.degrees(part.change).T)
