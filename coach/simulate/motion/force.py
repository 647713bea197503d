"""The force on the ground and the path of the centre of mass, exactly consistent with each other.

Time is cut into windows, each from one checkpoint of the trunk to the next: the touch of a landing out of flight, or
the middle of single support in walking. In a window the force is a sum of polynomials in time; two of them, an early
and a late one, are scaled so that the trunk reaches the next checkpoint at the wanted height and vertical speed.
Velocity and height are the exact first and second integrals of force / mass - g, so momentum balances over every step
by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Floats
from coach.simulate.motion import bernstein
from coach.simulate.motion.person import Person
from coach.simulate.motion.steps import Step

GRAVITY = 9.80665
_EARLY_RUN = np.array([0.0, 1.1, 3.2, 1.2, 2.2, 0.2, 0.05, 0.0, 0.0])
_LATE_RUN = np.array([0.0, 0.1, 0.6, 0.8, 3.0, 1.6, 0.7, 0.15, 0.0])
_EARLY_DRILL = np.array([0.0, 0.5, 1.5, 2.0, 1.5, 0.8, 0.3, 0.05, 0.0])
_LATE_DRILL = _EARLY_DRILL[::-1].copy()
_EARLY_WALK = np.array([0.0, 0.0, 0.6, 1.4, 1.0, 0.3, 0.0, 0.0, 0.0])
_LATE_WALK = _EARLY_WALK[::-1].copy()
_IMPACT = np.array([[0.0], [0.3], [1.2], [1.2], [0.4], [0.1], [0.0]])
_BRAKE = np.array([0.0, -1.0, -1.6, -1.0, 0.0, 1.0, 1.6, 1.0, 0.0])
_EVEN = np.array([0.0, 0.8, 1.3, 1.3, 1.3, 1.3, 1.3, 0.8, 0.0]) / 0.9
"""Mean one: the impulse that changes sideways and forward speed."""
_IMPACT_S = 0.055
_WALK_DIP = 0.22
"""Walking force at mid-stance lies this share of body weight below it, at 1.4 m/s."""
_SETTLE_S = 0.6
_LEVEL = 0.2
"""In drills the trunk lands about as high as it leaves: so much of a runner's difference is left."""
_ON_THE_BALL = 0.2
"""Drills land on the ball of the foot: so much of a runner's impact is left."""
_BOTH_S = 0.008
"""Over so long a second foot takes over its half."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where the trunk is wanted at one moment."""

    at_s: float
    height_m: float
    rise_mps: float
    side_mps: float
    speed_mps: float
    load: float
    """Force in body weights, continuous across the checkpoint."""


def checkpoint(step: Step, person: Person) -> Checkpoint:
    """The checkpoint of a step's landing."""
    side_mps = person.sway_mps * (1.0 if step.side == "left" else -1.0) * (step.twin is None)
    speed_mps = step.wish.speed_mps
    if step.lands_running:
        fall_mps = 0.5 * GRAVITY * (step.touch_s - step.before_leaves_s)
        excess = person.landing_excess * (1.0 if step.drill is None else _LEVEL)
        rise_mps = -(1.0 + excess) * fall_mps
        return Checkpoint(step.touch_s, 0.0, rise_mps, side_mps, speed_mps, 0.0)
    at_s = step.before_leaves_s
    if not step.ends_run:
        at_s += 0.05 if step.leaves_running else 0.5 * (step.next_touch_s - step.before_leaves_s)
    from_stand = step.before_leaves_s - step.touch_s > _SETTLE_S
    steady = not from_stand and not step.leaves_running and step.leave_s - step.next_touch_s < _SETTLE_S
    load = 1.0 - (_WALK_DIP * min(speed_mps / 1.4, 1.3) ** 2 if steady else 0.0)
    return Checkpoint(at_s, 0.02, 0.0, 0.5 * side_mps, speed_mps, load)


@dataclass(frozen=True, slots=True)
class _Window:
    start: Checkpoint
    stop_s: float
    work_s: float
    """The polynomials span start … work_s; after that the force rests at `rest`."""
    rest: float
    body: tuple[Floats, Floats, Floats]
    """Coefficients (., 3) of force / weight (forward, left, up), of its integral and of its second integral."""
    impact: tuple[Floats, Floats, Floats]
    impact_span_s: float

    def terms(self, at_s: Floats, order: int) -> Floats:
        """(m, 3) of the force / mass g (order 0), or of its first or second integral since the window's start."""
        since = at_s - self.start.at_s
        out = _term(self.body, since, self.work_s - self.start.at_s, order)
        out[:, 2] += _term(self.impact, since, self.impact_span_s, order)[:, 0]
        after = np.maximum(at_s - self.work_s, 0.0)
        rest = ((after > 0.0).astype(np.float64), after, 0.5 * after * after)[order]
        out[:, 2] += self.rest * rest
        return out


def _term(pieces: tuple[Floats, Floats, Floats], since: Floats, span_s: float, order: int) -> Floats:
    value = bernstein.evaluate(pieces[order], np.clip(since / span_s, 0.0, 1.0))
    after = np.maximum(since - span_s, 0.0)[:, None]
    if order == 0:
        value[after[:, 0] > 0.0] = 0.0
    elif order == 2:
        value += after * pieces[1][-1]
    return value


def _with_integrals(coefficients: Floats, span_s: float) -> tuple[Floats, Floats, Floats]:
    once = bernstein.integral(coefficients, span_s)
    return coefficients, once, bernstein.integral(once, span_s)


class GroundForce:
    """Windows of the recent past and near future; feed it steps in order."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._steps: list[Step] = []
        self._windows: list[_Window] = []

    @property
    def ready_s(self) -> float:
        """The trunk's path is known before this time."""
        return self._windows[-1].stop_s if self._windows else -np.inf

    def add(self, step: Step) -> None:
        """A further step; closes the window that ends with its checkpoint."""
        if self._steps:
            self._windows.append(_window(self._steps[-1], step, self._person))
        self._steps.append(step)

    def forget(self, before_s: float) -> None:
        """Drop what lies before this time."""
        while self._windows and self._windows[0].stop_s < before_s:
            del self._windows[0]
        while self._steps and self._steps[0].leave_s < before_s:
            del self._steps[0]

    def acceleration(self, at_s: Floats) -> Floats:
        """(m, 3) acceleration of the centre of mass in g: forward, left, up; free fall is (0, 0, -1)."""
        return self._sum(at_s, 0) - (0.0, 0.0, 1.0)

    def height_m(self, at_s: Floats) -> Floats:
        """(m,) height of the centre of mass above that at a running landing."""
        out = np.empty(len(at_s))
        for window, mask in self._split(at_s):
            since = at_s[mask] - window.start.at_s
            lifted = window.terms(at_s[mask], 2)[:, 2] - 0.5 * since * since
            out[mask] = window.start.height_m + window.start.rise_mps * since + GRAVITY * lifted
        return out

    def rise_mps(self, at_s: Floats) -> Floats:
        """(m,) vertical speed of the centre of mass."""
        out = np.empty(len(at_s))
        for window, mask in self._split(at_s):
            since = at_s[mask] - window.start.at_s
            out[mask] = window.start.rise_mps + GRAVITY * (window.terms(at_s[mask], 1)[:, 2] - since)
        return out

    def under_foot(self, step: Step, at_s: Floats) -> Floats:
        """(m,) vertical force under this step's foot in N."""
        whole = self._sum(at_s, 0)[:, 2] * self._person.mass_kg * GRAVITY
        return whole * _share(step, at_s)

    def _sum(self, at_s: Floats, order: int) -> Floats:
        out = np.empty((len(at_s), 3))
        for window, mask in self._split(at_s):
            out[mask] = window.terms(at_s[mask], order)
        return out

    def _split(self, at_s: Floats) -> list[tuple[_Window, slice]]:
        edges = np.searchsorted(at_s, [w.stop_s for w in self._windows], side="left")
        spans: list[tuple[_Window, slice]] = []
        begin = 0
        for window, end in zip(self._windows, edges, strict=True):
            if end > begin:
                spans.append((window, slice(begin, int(end))))
            begin = int(end)
        return spans


def _share(step: Step, at_s: Floats) -> Floats:
    """The part of the whole force that this foot carries; two feet on the ground hand over in proportion to time."""
    if step.lands_running:
        rise = (at_s >= step.touch_s).astype(np.float64)
    else:
        rise = _hand_over(step.touch_s, step.before_leaves_s, at_s)
    if step.leaves_running:
        own = rise * (at_s < step.leave_s)
    else:
        own = rise - _hand_over(step.next_touch_s, step.leave_s, at_s)
    if step.other_s is None:
        return own
    mine, other = (_down(*span_s, at_s) for span_s in ((step.touch_s, step.leave_s), step.other_s))
    alone = float(step.twin is not None)
    return own * np.divide(mine, mine + other, out=np.full(len(at_s), alone), where=mine + other > 0.0)


def _down(touch_s: float, leave_s: float, at_s: Floats) -> Floats:
    """How much (0 … 1) of its half a foot carries that comes down and leaves with the other one."""
    return np.clip((at_s - touch_s) / _BOTH_S, 0.0, 1.0) * np.clip((leave_s - at_s) / _BOTH_S, 0.0, 1.0)


def _hand_over(start_s: float, stop_s: float, at_s: Floats) -> Floats:
    """0 … 1 while both feet stand; a long stand rests on both alike."""
    if stop_s - start_s <= _SETTLE_S:
        return np.clip((at_s - start_s) / (stop_s - start_s), 0.0, 1.0)
    half = 0.5 * _SETTLE_S
    return np.interp(at_s, [start_s, start_s + half, stop_s - half, stop_s], [0.0, 0.5, 0.5, 1.0])


def _window(step: Step, following: Step, person: Person) -> _Window:
    """Solve for the force between the checkpoints of two steps."""
    start, stop = checkpoint(step, person), checkpoint(following, person)
    if step.leaves_running:
        work_s, rest = step.leave_s, 0.0
    else:
        work_s, rest = min(stop.at_s, following.touch_s + _SETTLE_S), stop.load
    early, late = (_EARLY_RUN, _LATE_RUN.copy()) if step.lands_running else (_EARLY_WALK, _LATE_WALK.copy())
    if step.drill is not None:
        early, late = _EARLY_DRILL, _LATE_DRILL.copy()
    elif step.leaves_running:
        late[6:8] *= person.release
    span_s, lasts_s = work_s - start.at_s, stop.at_s - start.at_s

    fixed = np.zeros((len(early), 3))
    fixed[:, 2] = np.linspace(start.load, rest, len(early))
    brake = person.brake * 0.055 * step.wish.speed_mps * (1.0 if step.lands_running else -1.0)
    fixed[:, 0] = brake * _BRAKE + _EVEN * (stop.speed_mps - start.speed_mps) / (GRAVITY * span_s)
    fixed[:, 1] = _EVEN * (stop.side_mps - start.side_mps) / (GRAVITY * span_s)
    heel = 1.0 if step.drill is None else _ON_THE_BALL * step.drill.thud
    hit = person.impact_bw * heel * max(1.0 + 0.12 * step.blips[4], 0.2) if step.lands_running else 0.0
    impact_span_s = min(_IMPACT_S, 0.5 * span_s)
    impact = _with_integrals(hit * _IMPACT, impact_span_s)

    known = _Window(start, stop.at_s, work_s, rest, _with_integrals(fixed, span_s), impact, impact_span_s)
    end = np.array([stop.at_s])
    shapes = np.zeros((len(early), 3))
    shapes[:, 0], shapes[:, 1] = early, late
    pieces = _with_integrals(shapes, span_s)
    since = np.array([lasts_s])
    system = np.array([_term(pieces, since, span_s, order)[0, :2] for order in (1, 2)])
    wanted_rise = (stop.rise_mps - start.rise_mps) / GRAVITY + lasts_s
    wanted_height = (stop.height_m - start.height_m - start.rise_mps * lasts_s) / GRAVITY + 0.5 * lasts_s**2
    wanted = np.array([wanted_rise, wanted_height]) - [known.terms(end, order)[0, 2] for order in (1, 2)]
    scale = np.linalg.solve(system, wanted)
    body = fixed.copy()
    body[:, 2] += scale[0] * early + scale[1] * late
    return _Window(start, stop.at_s, work_s, rest, _with_integrals(body, span_s), impact, impact_span_s)
