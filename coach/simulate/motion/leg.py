"""One leg: foot and shank as a rigid chain on a rolling sole, stride after stride on one smooth curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from coach.events import Floats
from coach.simulate.motion.drill_curves import Stride, drill_rows
from coach.simulate.motion.leg_curves import (
    CLEARANCE,
    FORWARD,
    PITCH,
    SHANK,
    SIDEWAYS,
    STANCE,
    SWING,
    WALK,
    WALK_LEAVING_DEG,
    RunningShape,
    running,
)
from coach.simulate.motion.person import REFERENCE_MPS, SHAPE_WAVES, Leg
from coach.simulate.motion.sole import Sole
from coach.simulate.motion.spline import Track
from coach.simulate.motion.steps import LOADING, UNLOADING, Step

COLUMNS = 9
FOOT, TILT, PATH = slice(0, 3), slice(3, 6), slice(6, 9)
"""Columns of the track: foot pitch (toe-down), roll, yaw; shank pitch (knee forward), roll, yaw, all in rad; forward,
left, up in m."""
_ROWS = np.arange(STANCE + SWING)
_FLAT = (0.20, 0.55)
_FLAT_SHARE = 0.7
"""The flat part of stance takes this share of a change of contact time."""
_HOLD_AFTER = 6
_LANDING = np.zeros(STANCE + SWING)
_LANDING[:3] = (1.0, 0.6, 0.0)
_LANDING[-7:] = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
"""How far a different landing pitch reaches around initial contact."""
_DRAWN = [0, 3, 6, 8]
"""Columns that drills draw themselves: foot pitch, shank tilt, forward, up."""
_SIDES, _STRAIGHT = [1, 2, 4, 5, 7], 0.85
"""The others: drills move the leg less sideways by this share."""
_FIRM = 0.3
"""In drills the stiff leg moves with the force: so much of a runner's lead is left."""
_JUST_S = 1e-6
_GETS_READY_S = 0.3
"""Before the push-off into a drill the leg begins to move as in it; half of that time is left by then."""
_FINE_S, _EDGE_S = 0.006, 0.5
"""Knots of a drill: a landing is as sudden as the shoe lets it be."""
_PUSH = np.clip((_ROWS - 4.0) / (STANCE - 4.0), 0.0, 1.0) * (_ROWS < STANCE)
_FOLLOW = np.clip(1.0 - (_ROWS - STANCE) / 10.0, 0.0, 1.0) * (_ROWS >= STANCE)
_BEND = np.where((_ROWS > 1) & (_ROWS < STANCE), np.sin(np.pi * (_ROWS - 1.0) / STANCE) ** 2, 0.0)
_LATE = np.where((_ROWS > 5) & (_ROWS < STANCE), np.sin(np.pi * (_ROWS - 5.0) / (STANCE - 4.0)) ** 2, 0.0)[:STANCE]
_SWINGING = np.where(_ROWS >= STANCE, np.sin(np.pi * (_ROWS - STANCE + 0.5) / SWING) ** 2, 0.0)
_PLANTED = np.stack(
    [np.clip(np.abs(_ROWS - 4.5) - 3.0, 0.0, 4.0) / 4.0, np.ones(len(_ROWS)), _SWINGING, _SWINGING], axis=1
)
"""Where a personal shape may differ: nowhere that a foot flat on the ground would have to slide or hover."""
_WAVES = np.stack(
    [[f(2.0 * np.pi * (k + 1) * _ROWS / len(_ROWS)) for f in (np.cos, np.sin)] for k in range(SHAPE_WAVES)]
)


@dataclass(frozen=True, slots=True)
class _Aim:
    """Landing and leaving pitch of one step, against what the curves have."""

    landing_deg: float
    push_gain: float


class LegMotion:
    """Grows one stride at a time: `add` each step of this side with the next step of the same side."""

    def __init__(self, leg: Leg, sole: Sole, *, left: bool) -> None:
        self.track = Track(COLUMNS)
        self._leg = leg
        self._sole = sole
        self._sign = 1.0 if left else -1.0
        self._shape = np.einsum("wfr,cwf->rc", _WAVES, leg.shape) * _PLANTED

    def add(self, step: Step, following: Step, height_m: Callable[[Floats], Floats]) -> None:
        """Stance of `step` and the swing to `following`; `height_m` is the centre of mass's, known until then."""
        leg = self._leg
        ic_s, to_s = step.anchors_s
        firm = 1.0 if step.drill is None else _FIRM
        ic_s, to_s = ic_s - firm * leg.landing_lead_s, to_s - firm * leg.leaving_lead_s
        run = running(step.wish.speed_mps, leg.style)
        to_s += run.late_s * (step.leaves_running and step.drill is None)
        lands_s = following.anchors_s[0] - (1.0 if following.drill is None else _FIRM) * leg.landing_lead_s
        times = _stance_times(ic_s, to_s, step.nominal_s * (1.0 - LOADING - UNLOADING))
        times = times + leg.heel_rise_delay_s * _LATE * (step.drill is None)
        swing = to_s + (lands_s - to_s) * np.arange(SWING) / SWING
        rows = self._rows(step, following, run)
        hold_s = _hold(times)
        before, after = rows[_HOLD_AFTER], rows[_HOLD_AFTER + 1]
        share = np.linspace(0.0, 1.0, len(hold_s) + 2)[1:-1, None]
        stance = np.concatenate([times[: _HOLD_AFTER + 1], hold_s, times[_HOLD_AFTER + 1 :]])
        held = before * (1.0 - share) + after * share
        rows = np.concatenate([rows[: _HOLD_AFTER + 1], held, rows[_HOLD_AFTER + 1 :]])
        self.track.append(*self._with_drill(step, following, (stance, swing, lands_s), rows, height_m))

    def _with_drill(
        self,
        step: Step,
        following: Step,
        times: tuple[Floats, Floats, float],
        rows: Floats,
        height_m: Callable[[Floats], Floats],
    ) -> tuple[Floats, Floats]:
        """Knots and rows of a stride: the given ones, those of a drill, or on the way from one to the other."""
        stance, swing, lands_s = times
        drill = step.drill or following.drill
        if drill is None:
            return np.concatenate([stance, swing]), rows
        ground_s = _fine(float(stance[0]), float(swing[0]))
        pieces = max(round((lands_s - float(swing[0])) / _FINE_S), STANCE)
        air_s: Floats = np.linspace(float(swing[0]), lands_s, pieces, endpoint=False)
        at_s = np.concatenate([ground_s, air_s])
        both_s = following.touch_s if following.other_s is None else min(following.touch_s, following.other_s[0])
        height = height_m(np.clip(at_s, step.touch_s, both_s - _JUST_S))
        stride = Stride(ground_s, air_s, height[: len(ground_s)], height[len(ground_s) :])
        drawn = drill_rows(step, following, drill, self._sole, stride)
        out = CubicSpline(np.concatenate([stance, swing]), rows)(at_s)
        share = np.ones((len(at_s), 1))
        if step.drill is None:
            share[:, 0] = np.clip((at_s - float(swing[0])) / _GETS_READY_S + 1.5, 0.0, 1.0)
        elif following.drill is None:
            share[len(ground_s) :, 0] = np.linspace(1.0, 0.0, len(air_s))
        out[:, _DRAWN] = out[:, _DRAWN] * (1.0 - share) + drawn * share
        out[:, _SIDES] *= 1.0 - _STRAIGHT * share
        return at_s, out

    def _rows(self, step: Step, following: Step, run: RunningShape) -> Floats:
        leg = self._leg
        runs = np.full(len(_ROWS), float(step.lands_running))
        runs[STANCE // 2 :] = float(step.leaves_running)
        runs[STANCE:] = np.linspace(float(step.leaves_running), float(following.lands_running), SWING)
        shape = run.curves * runs[:, None] + WALK * (1.0 - runs[:, None]) + self._shape * (0.5 + 0.5 * runs[:, None])

        now, then = self._aim(step, run), self._aim(following, run)
        pitch: Floats = shape[:, PITCH]
        gain = (
            1.0
            + (now.push_gain - 1.0) * (_PUSH + _FOLLOW)
            + (leg.swing_gain - 1.0) * (_ROWS >= STANCE) * (1.0 - _FOLLOW)
        )
        pitch = np.where(pitch < 0.0, pitch * gain, pitch)
        pitch = pitch + _LANDING * np.where(_ROWS < STANCE, now.landing_deg, then.landing_deg)
        bend_deg = step.wish.dorsiflexion_deg + (1.1 * step.blips[2] if step.lands_running else 0.0)
        tilt = shape[:, SHANK] * leg.shank_gain * (1.0 + 0.01 * step.blips[5]) + _BEND * bend_deg

        out = np.empty((len(_ROWS), COLUMNS))
        faster = (max(step.wish.speed_mps, 1.0) / REFERENCE_MPS) ** 0.7
        sideways = SIDEWAYS * leg.frontal_gains * faster * (0.5 + 0.5 * runs[:, None]) * self._sign
        out[:, 0] = np.radians(-pitch)
        out[:, 1:3] = np.radians(sideways[:, 0:2])
        out[:, 3] = np.radians(tilt)
        out[:, 4:6] = np.radians(sideways[:, 2:4])
        stride_m = following.position_m - step.position_m
        out[:, 6] = step.position_m + 1e-3 * shape[:, FORWARD] * stride_m
        out[:, 7] = 1e-3 * sideways[:, 4]
        lift = 40.0 * _SWINGING if following.wish.stumbles else 0.0
        out[:, 8] = 1e-3 * (shape[:, CLEARANCE] * (1.0 + 0.04 * step.blips[3] * (_ROWS >= STANCE)) + lift)
        return out

    def _aim(self, step: Step, run: RunningShape) -> _Aim:
        leg = self._leg
        if not step.lands_running or not step.leaves_running:
            wanted = WALK_LEAVING_DEG + 1.5 * step.blips[0]
            return _Aim(1.5 * step.blips[1], wanted / WALK_LEAVING_DEG)
        faster = step.wish.speed_mps - REFERENCE_MPS
        landing = leg.strike_deg + 1.8 * faster + 1.3 * step.blips[1] - (12.0 if step.wish.stumbles else 0.0)
        leaving = -(leg.toe_off_deg + 3.4 * faster + 1.2 * step.blips[0])
        return _Aim(landing - run.landing_deg, leaving / run.leaving_deg)


def _fine(start_s: float, stop_s: float) -> Floats:
    """Knots of a stance in a drill; one that ends in a long stand needs few in its middle."""
    lasts_s = stop_s - start_s
    if lasts_s <= 2.0 * _EDGE_S:
        return np.linspace(start_s, stop_s, max(round(lasts_s / _FINE_S), STANCE), endpoint=False)
    edge = np.arange(0.0, _EDGE_S, _FINE_S)
    gap_s, inside = _FINE_S, [_EDGE_S]
    while inside[-1] < 0.4 * lasts_s:
        inside.append(inside[-1] + gap_s)
        gap_s *= 2.0
    first = np.concatenate([edge, [x for x in inside if x < 0.4 * lasts_s]])
    return np.concatenate([start_s + first, stop_s - first[:0:-1]])


def _stance_times(ic_s: float, to_s: float, nominal_s: float) -> Floats:
    """(STANCE,) knots: a longer stance stays flat for longer, a very long one stands still in the middle."""
    extra = to_s - ic_s - nominal_s
    bent = float(np.clip(extra, -0.4 * nominal_s, 0.6 * nominal_s))
    share = np.arange(STANCE) / STANCE
    flat = np.clip((share - _FLAT[0]) / (_FLAT[1] - _FLAT[0]), 0.0, 1.0)
    other = (share - flat * (_FLAT[1] - _FLAT[0])) / (1.0 - _FLAT[1] + _FLAT[0])
    times = ic_s + share * nominal_s + bent * (_FLAT_SHARE * flat + (1.0 - _FLAT_SHARE) * other)
    return np.asarray(times + (extra - bent) * (np.arange(STANCE) > _HOLD_AFTER), dtype=np.float64)


def _hold(times: Floats) -> Floats:
    """Knots inside a long stand, close together at its ends, so that landing and push-off keep their own pace."""
    start, stop = float(times[_HOLD_AFTER]), float(times[_HOLD_AFTER + 1])
    reach, gap, inside = 0.0, 0.03, list[float]()
    while reach + gap < 0.4 * (stop - start):
        reach += gap
        gap *= 2.0
        inside.append(reach)
    return np.array([start + x for x in inside] + [stop - x for x in reversed(inside)])
