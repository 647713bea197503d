"""The leg in drills: pogo jumps, skips and butt kicks, drawn by hand after coaching descriptions and films.

Angles are drawn as curves over stance and swing; the path of the foot follows from them. In the air the ankle hangs
from a hip that flies with the centre of mass, so that a leg that hangs still feels no weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from coach.events import Floats
from coach.simulate.motion.leg_curves import STANCE, SWING
from coach.simulate.motion.sole import Sole
from coach.simulate.motion.steps import Step
from coach.simulate.scenario import Drill

ANKLE_M = np.array([0.01, 0.0, 0.070])
"""In the foot's axes, from the sole's reference point."""
_THIGH_M, _SHANK_M = 0.42, 0.43

Curve = tuple[tuple[float, ...], tuple[float, ...]]
"""(share of stance or swing, value) as two rows."""


@dataclass(frozen=True, slots=True)
class _Stance:
    """Toe-down pitch of the foot and forward tilt of the shank, in deg."""

    pitch: Curve
    tilt: Curve


@dataclass(frozen=True, slots=True)
class _Swing:
    """The same in the air, and the thigh's forward tilt. Ends follow from the stances on either side."""

    pitch: Curve
    tilt: Curve
    thigh: Curve


_STANCES: Mapping[str, _Stance] = {
    "pogo": _Stance(((0, 0.3, 0.55, 1), (18, 4, 4, 33)), ((0, 0.45, 1), (3, 4, 3))),
    "skip": _Stance(((0, 0.25, 0.55, 1), (10, 2, 4, 34)), ((0, 0.5, 1), (-2, 10, 16))),
    "butt-kick": _Stance(((0, 0.3, 0.5, 1), (14, 5, 7, 38)), ((0, 0.5, 1), (-1, 9, 20))),
}
_HANGING = _Swing(((0.25, 0.6), (37, 28)), ((0.4,), (7,)), ((0.0, 0.5, 1.0), (3, 6, 3)))
_KNEE_HIGH = _Swing(
    ((0.13, 0.4, 0.65), (52, 4, -4)), ((0.18, 0.45, 0.7), (46, 22, 4)), ((0.0, 0.4, 0.55, 1.0), (-8, 80, 78, 6))
)
_PULLED_UP = _Swing(((0.4, 0.75), (20, -15)), ((0.4, 0.75), (0, -75)), ((0.0, 0.4, 0.75, 1.0), (-6, 18, 14, 4)))
_KICKED_BACK = _Swing(((0.55, 0.85), (24, -15)), ((0.55, 0.85), (0, -75)), ((0.0, 0.5, 0.85, 1.0), (-8, -18, 0, 4)))
"""Butt kicks: tilt against the highest, pitch against the tilt."""


def drill_rows(
    steps: tuple[Step, Step], drill: Drill, sole: Sole, times: tuple[Floats, Floats], height_m: Floats
) -> Floats:
    """(STANCE + SWING, 4) of the stride between two steps of one foot: pitch, tilt in rad; forward, up in m.

    `times` are the knots of stance and swing in s, `height_m` (SWING,) is the height of the centre of mass over the
    swing.
    """
    step, following = steps
    stance, landing = _STANCES[drill.kind], _STANCES[(following.drill or drill).kind]
    swing = _swing(step, following, drill)
    ground, air = times
    span_s = (float(air[0] - ground[0]), float(air[-1] + air[1] - air[0] - air[0]))
    at_s = np.concatenate([ground, air]) - ground[0]
    share, u = np.arange(STANCE) / STANCE, np.arange(SWING) / SWING

    landing_deg = landing.pitch[1][0] + 1.5 * following.blips[1]
    off_deg = np.concatenate([1.5 * step.blips[1] * np.clip(1.0 - 3.0 * share, 0.0, 1.0), np.zeros(SWING)])
    pitch = _along(stance.pitch, swing.pitch, landing_deg, span_s, at_s) + off_deg
    tilt = _along(stance.tilt, swing.tilt, landing.tilt[1][0], span_s, at_s)
    if drill.kind == "pogo":
        tilt[:STANCE] += drill.bend_deg * np.sin(np.pi * share) ** 2 * (1.0 + 0.05 * step.blips[5])
    thigh = _through(swing.thigh, u) + 2.0 * step.blips[3] * np.sin(np.pi * u) ** 2
    pitch, tilt, thigh = np.radians(pitch), np.radians(tilt), np.radians(thigh)
    path = _path((pitch[STANCE:], tilt[STANCE:], thigh), float(np.radians(landing_deg)), sole, height_m)

    out = np.zeros((STANCE + SWING, 4))
    out[:, 0], out[:, 1] = pitch, tilt
    out[:, 2] = step.position_m
    out[STANCE:, 2] += (following.position_m - step.position_m) * u + path[0]
    out[STANCE:, 3] = path[1]
    return out


def _swing(step: Step, following: Step, drill: Drill) -> _Swing:
    if drill.kind == "pogo" or following.hop:
        return _HANGING
    if drill.kind == "skip":
        return _KNEE_HIGH
    shape = _KICKED_BACK if drill.kicks_back else _PULLED_UP
    top_deg = drill.heel_deg + 3.0 * step.blips[2]
    tilt = tuple(top_deg + value for value in shape.tilt[1])
    pitch = tuple(a + b for a, b in zip(tilt, shape.pitch[1], strict=True))
    return _Swing((shape.pitch[0], pitch), (shape.tilt[0], tilt), shape.thigh)


def _path(angles: tuple[Floats, Floats, Floats], landing_rad: float, sole: Sole, height_m: Floats) -> Floats:
    """(2, SWING) forward and up of the sole's reference point, against a straight line from stance to stance."""
    pitch, tilt, thigh = angles
    u = np.arange(SWING) / SWING
    ankle = np.stack(
        [
            _THIGH_M * np.sin(thigh) - _SHANK_M * np.sin(tilt),
            height_m - height_m[0] - _THIGH_M * np.cos(thigh) - _SHANK_M * np.cos(tilt),
        ]
    )
    start, stop = _ankle(sole, pitch[:1]), _ankle(sole, np.array([landing_rad]))
    last = ankle[:, -1:] + (ankle[:, -1:] - ankle[:, -2:-1])
    ankle = ankle + (start - ankle[:, :1]) * (1.0 - u) + (stop - last) * u
    return ankle - _ankle(sole, pitch)


def _ankle(sole: Sole, pitch: Floats) -> Floats:
    """(2, m) forward and up of the ankle from the foot's path, at a toe-down pitch in rad."""
    along, above = float(ANKLE_M[0]), float(ANKLE_M[2])
    forward = sole.roll_m(pitch) + along * np.cos(pitch) + above * np.sin(pitch)
    return np.stack([forward, sole.lift_m(pitch) + above * np.cos(pitch) - along * np.sin(pitch)])


def _along(stance: Curve, swing: Curve, last: float, span_s: tuple[float, float], at_s: Floats) -> Floats:
    """A smooth curve over the whole stride; only the landing has a corner."""
    ground_s, air_s = span_s
    knots_s = [x * ground_s for x in stance[0]] + [ground_s + x * air_s for x in swing[0]] + [ground_s + air_s]
    return np.asarray(CubicSpline(knots_s, [*stance[1], *swing[1], last], bc_type="natural")(at_s), dtype=np.float64)


def _through(curve: Curve, u: Floats) -> Floats:
    return np.asarray(CubicSpline(*curve)(u), dtype=np.float64)
