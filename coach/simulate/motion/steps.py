"""When each foot lands and leaves: one step after the other, standing, walking, running and drills by one rule.

The next foot lands either after this one has left (flight: running and drills) or before (double support: walking;
standing is a long one). In skips it is the same foot every other time, in pogo jumps both come down together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from coach.events import DrillName, Floats
from coach.simulate.course import Course
from coach.simulate.intent import Intent, Wish
from coach.simulate.motion.person import REFERENCE_MPS, Person
from coach.simulate.scenario import Drill

Side = Literal["left", "right"]
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
LOADING = 0.010
UNLOADING = 0.055
"""Shares of stance that pass below 50 N after touching and before leaving the ground."""
_LEAST_FLIGHT_S = 0.025
_DOUBLE_SUPPORT = 0.24
"""Of a walking step's time: contact is then 62 % of the stride."""
_LAST_SUPPORT_S = 0.30
"""From the other foot's leaving to one's own where a walk turns into a run."""
_CROUCHES_S = 0.55
"""The same where a stand or walk turns into a drill."""
_STANDS_S = 0.6
_FIRST_WALK = 0.75
"""Of a running step's time: from the last running landing to the first walking one."""
_MOOD_STEPS = 80.0
_STOOD_S = 20.0
_HOP_SHARE = 0.65
"""Of a skip's time in the air: from take-off to the landing of the same foot."""
_APART_S = 0.004
"""Spread of the two feet's landings, and of their leavings, in a pogo jump."""
_STEADIES_S = 0.25
"""From the take-off of one foot to its next step where pogo jumps end in a walk or a stand."""
_FIRST_JUMP = 0.65
"""The first flight of a drill, against those that follow."""
_DRILL_SPREAD = 1.5
"""Drills vary by so much more than running does."""


@dataclass(frozen=True, slots=True)
class Step:
    """One foot on the ground, from touching to leaving (a little longer than the contact above 50 N)."""

    side: Side
    wish: Wish
    touch_s: float
    leave_s: float
    before_leaves_s: float
    """When the foot of the step before left the ground."""
    ends_run: bool
    """The step before landed out of flight, this one does not."""
    next_touch_s: float
    nominal_s: float
    """Stance without stretch or variation, which the curves of the leg are drawn for."""
    position_m: float
    """Where the foot stands."""
    blips: Floats
    """(6,) standard normal: toe-off pitch, strike, dorsiflexion, clearance, impact, shank."""
    hop: bool = False
    """The second landing in a row of this foot, in a skip."""
    twin: Step | None = None
    """The other foot, where both come down together; not before this one, and it leaves no later."""
    other_s: tuple[float, float] | None = None
    """When the other one of two such feet touches and leaves."""
    lifts_s: float | None = None
    """When the foot comes off the ground, where that is after its load has gone to the other one: both jump off."""

    @property
    def drill(self) -> Drill | None:
        """The drill that this landing belongs to."""
        return self.wish.drill if self.lands_running else None

    @property
    def feet(self) -> tuple[Step, ...]:
        """The foot itself, and the one that came down with it."""
        return (self,) if self.twin is None else (self, self.twin)

    @property
    def lands_running(self) -> bool:
        """It came down out of flight."""
        return self.before_leaves_s < self.touch_s

    @property
    def leaves_running(self) -> bool:
        """Flight follows."""
        return self.leave_s < self.next_touch_s

    @property
    def anchors_s(self) -> tuple[float, float]:
        """About when the force passes 50 N: limbs are timed by these, whatever the force does in detail."""
        lasts_s = min(self.leave_s - self.touch_s, 1.0)
        lifts_s = self.leave_s if self.lifts_s is None else self.lifts_s
        return self.touch_s + LOADING * lasts_s, lifts_s - UNLOADING * lasts_s


@dataclass(frozen=True, slots=True)
class _Landing:
    side: Side
    wish: Wish
    touch_s: float
    before_leaves_s: float
    ends_run: bool
    position_m: float
    hop: bool = False

    @property
    def drill(self) -> Drill | None:
        return self.wish.drill if self.before_leaves_s < self.touch_s else None


class StepPlanner:
    """Endless steps, starting with a person who has stood long before time zero."""

    def __init__(self, course: Course, intent: Intent, person: Person, rng: np.random.Generator) -> None:
        self._course = course
        self._intent = intent
        self._person = person
        self._rng = rng
        self._contact_drift_s: dict[Side, float] = {"left": 0.0, "right": 0.0}
        self._flight_drift_s = 0.0
        self._mood_s = 0.0
        sets_off_s = course.sets_off_s(-_STOOD_S)
        touch_s = min(sets_off_s, 0.0) - _STOOD_S
        self._landing = _Landing(
            "left", intent.wish(touch_s, touch_s), touch_s, touch_s + 0.3, ends_run=False, position_m=0.0
        )

    def next(self) -> Step:
        """The next step; planning it places the landing after it."""
        now = self._landing
        contact_s, flight_s, nominal_s = self._running(now) if now.drill is None else self._drilling(now, now.drill)
        both = _is(now.drill, "pogo")
        lands_running = now.before_leaves_s < now.touch_s
        next_about_s = max(now.touch_s, now.before_leaves_s) + contact_s + flight_s
        coming = self._intent.wish(next_about_s, now.touch_s)
        if coming.drill is not None and not lands_running:
            flight_s = max(flight_s, _FIRST_JUMP * (coming.drill.every_s - coming.drill.contact_s))
        if coming.runs:
            support_s = _LAST_SUPPORT_S if coming.drill is None else _CROUCHES_S
            leave_s = now.touch_s + contact_s if lands_running else now.before_leaves_s + support_s
            touch_s = leave_s + flight_s
        else:
            walk_s = self._walking_step_s(self._course.speed_mps(next_about_s))
            since_s = now.before_leaves_s + (1.0 - _DOUBLE_SUPPORT) * walk_s
            touch_s = now.touch_s + _FIRST_WALK * (contact_s + flight_s) if lands_running else since_s
            touch_s = now.touch_s + contact_s + _STEADIES_S if both else touch_s
            leave_s = self._hands_over_s(touch_s, walk_s)
        if not lands_running or leave_s > touch_s:
            nominal_s = min(leave_s - now.touch_s, 0.9)
        self._landing = self._land(now, touch_s, leave_s)
        step = Step(
            side=now.side,
            wish=now.wish,
            touch_s=now.touch_s,
            leave_s=leave_s,
            before_leaves_s=now.before_leaves_s,
            ends_run=now.ends_run,
            next_touch_s=touch_s,
            nominal_s=nominal_s,
            position_m=now.position_m,
            blips=self._rng.normal(0.0, 1.0, 6),
            hop=now.hop,
            lifts_s=self._jumps_off_s(touch_s, leave_s),
        )
        return self._with_twin(step, min(leave_s, now.touch_s + contact_s)) if both else step

    def _jumps_off_s(self, touch_s: float, leave_s: float) -> float | None:
        """When both feet jump off, the one behind having handed over its load; None where it simply leaves."""
        stands = leave_s - touch_s > _STANDS_S
        starts = stands and _is(self._intent.wish(leave_s, leave_s).drill, "pogo")
        return leave_s + _CROUCHES_S if starts else None

    def _with_twin(self, step: Step, leave_s: float) -> Step:
        """Both feet come down, this one first."""
        late_s, early_s = np.abs(self._rng.normal(0.0, _APART_S, 2)).clip(0.0, 2.5 * _APART_S).tolist()
        twin = replace(
            step,
            side=OTHER[step.side],
            touch_s=step.touch_s + late_s,
            leave_s=leave_s - early_s,
            nominal_s=leave_s - early_s - step.touch_s - late_s,
            blips=self._rng.normal(0.0, 1.0, 6),
            other_s=(step.touch_s, step.leave_s),
        )
        return replace(step, twin=twin, other_s=(twin.touch_s, twin.leave_s))

    def _land(self, now: _Landing, touch_s: float, leave_s: float) -> _Landing:
        distance_m = self._course.distance_m(touch_s) - self._course.distance_m(now.touch_s)
        wish = self._intent.wish(touch_s, now.touch_s)
        hop = _is(now.drill, "skip") and _is(wish.drill, "skip") and leave_s < touch_s and not now.hop
        return _Landing(
            side=now.side if hop else OTHER[now.side],
            wish=wish,
            touch_s=touch_s,
            before_leaves_s=leave_s,
            ends_run=now.before_leaves_s < now.touch_s and leave_s > touch_s,
            position_m=now.position_m + distance_m,
            hop=hop,
        )

    def _hands_over_s(self, touch_s: float, walk_s: float) -> float:
        """When the foot behind leaves, the one ahead having landed at `touch_s`; after the stop, if this is one."""
        if not self._intent.wish(touch_s, touch_s).moves:
            return max(self._course.sets_off_s(touch_s), touch_s + 0.3)
        return touch_s + _DOUBLE_SUPPORT * walk_s + 0.02

    def _walking_step_s(self, speed_mps: float) -> float:
        pace = max(speed_mps / 1.3, 0.25) ** 0.45
        own = self._person.step_s / 0.352
        return own / (1.75 * pace) * (1.0 + 0.012 * float(self._rng.normal()))

    def _running(self, now: _Landing) -> tuple[float, float, float]:
        """Stance, flight and nominal stance of a running step, in s; draws its variation."""
        person, wish = self._person, now.wish
        speed_mps = max(wish.speed_mps, 1.5)
        own_contact_s = person.contact_s * (speed_mps / REFERENCE_MPS) ** person.contact_exponent
        own_step_s = person.step_s + person.step_slope * (speed_mps - REFERENCE_MPS)
        own_flight_s = max(own_step_s - own_contact_s, 0.06)
        contact_s = own_contact_s * wish.contact_stretch
        spared_s = wish.keeps_cadence * (own_step_s - contact_s)
        flight_s = spared_s + (1.0 - wish.keeps_cadence) * own_flight_s * wish.flight_stretch

        self._drift(now.side)
        contact_s += person.legs[now.side].contact_offset_s + self._contact_drift_s[now.side] + self._mood_s
        if wish.stumbles:
            contact_s *= 1.3

        whole = 1.0 / (1.0 - LOADING - UNLOADING)
        stance_s = contact_s * whole
        flight_s = max(flight_s + self._flight_drift_s - (stance_s - contact_s), _LEAST_FLIGHT_S)
        return stance_s, flight_s, own_contact_s * whole

    def _drilling(self, now: _Landing, drill: Drill) -> tuple[float, float, float]:
        """The same of a drill."""
        self._drift(now.side)
        contact_s = drill.contact_s + _DRILL_SPREAD * self._contact_drift_s[now.side]
        air_s = drill.every_s - drill.contact_s
        if drill.kind == "skip":
            air_s *= 2.0 * (1.0 - _HOP_SHARE if now.hop else _HOP_SHARE)
        stance_s = contact_s / (1.0 - LOADING - UNLOADING)
        flight_s = air_s + _DRILL_SPREAD * self._flight_drift_s - (stance_s - contact_s)
        return stance_s, max(flight_s, _LEAST_FLIGHT_S), stance_s

    def _drift(self, side: Side) -> None:
        """Contact and flight wander from step to step, and with the mood."""
        person, keep = self._person, self._person.persistence
        fresh = (1.0 - keep**2) ** 0.5
        drawn_c, drawn_f, drawn_m = (float(x) for x in self._rng.normal(0.0, 1.0, 3))
        self._contact_drift_s[side] = keep * self._contact_drift_s[side] + fresh * person.contact_sd_s * drawn_c
        self._flight_drift_s = keep * self._flight_drift_s + fresh * person.flight_sd_s * drawn_f
        self._mood_s += -self._mood_s / _MOOD_STEPS + 0.0015 * (2.0 / _MOOD_STEPS) ** 0.5 * drawn_m


def _is(drill: Drill | None, kind: DrillName) -> bool:
    return drill is not None and drill.kind == kind
