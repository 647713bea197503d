"""The leg in drills: pogo jumps, skips and butt kicks, drawn by hand after coaching descriptions and films.

Angles are drawn as curves over stance and swing; the path of the foot follows from them. In the air the ankle hangs
from a hip that flies with the centre of mass, so that a leg that hangs still feels no weight. In a pogo jump ankle and
knee are the spring under the body: they give as far as it sinks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from coach.events import Floats
from coach.simulate.motion.sole import Sole
from coach.simulate.motion.steps import Step
from coach.simulate.scenario import Drill

ANKLE_M = np.array([0.01, 0.0, 0.070])
"""In the foot's axes, from the sole's reference point."""
_STEP_DEG = 60.0
"""Tilt of the shank at its highest in the step into butt kicks and the step out of them."""
_THIGH_M, _SHANK_M = 0.42, 0.43
_STANDS_S = 0.35
"""A longer stance is stood first."""
_LETS_GO_S = 0.03
"""What pushes off at toe-off goes on moving for about so long."""

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


@dataclass(frozen=True, slots=True)
class Stride:
    """One foot from its landing to its next: times in s and heights of the centre of mass in m, on the ground and off.

    Off the ground, and at either end of a stand on it, times are evenly spaced, the landing left out.
    """

    ground_s: Floats
    air_s: Floats
    ground_m: Floats
    air_m: Floats

    @property
    def spans_s(self) -> tuple[float, float]:
        """How long the foot is on the ground, and off."""
        ends_s = 2.0 * self.air_s[-1] - self.air_s[-2]
        return float(self.air_s[0] - self.ground_s[0]), float(ends_s - self.air_s[0])


_STANCES: Mapping[str, _Stance] = {
    "pogo": _Stance(((0, 0.5, 1), (18, 4, 33)), ((0, 0.5, 1), (3, 3, 3))),
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


def drill_rows(step: Step, following: Step, drill: Drill, sole: Sole, stride: Stride) -> Floats:
    """(m, 4) of the stride between two steps of one foot: pitch, tilt in rad; forward, up in m."""
    ground = len(stride.ground_s)
    stance, next_stance = _STANCES[drill.kind], _STANCES[(following.drill or drill).kind]
    landing_deg = (next_stance.pitch[1][0] + 1.5 * following.blips[1], next_stance.tilt[1][0])
    if drill.kind == "pogo":
        angles = _sprung(step, drill, stance, landing_deg, stride)
    else:
        angles = _drawn(stance, _swing(step, following, drill), landing_deg, stride)
    share = (stride.ground_s - stride.ground_s[0]) / stride.spans_s[0]
    angles[0, :ground] += 1.5 * step.blips[1] * np.clip(1.0 - 3.0 * share, 0.0, 1.0)
    angles = np.radians(angles)
    thigh = _HANGING.thigh if drill.kind == "pogo" else _swing(step, following, drill).thigh
    u = np.arange(len(stride.air_s)) / len(stride.air_s)
    thigh_rad = np.radians(_through(thigh, u) + 2.0 * step.blips[3] * np.sin(np.pi * u) ** 2)

    out = np.zeros((angles.shape[1], 4))
    out[:, :2] = angles.T
    out[:, 2] = step.position_m
    landing = (following.position_m - step.position_m, float(np.radians(landing_deg[0])))
    out[ground:, 2:] += _path(angles, thigh_rad, landing, sole, stride).T
    return out


def _drawn(stance: _Stance, swing: _Swing, landing_deg: tuple[float, float], stride: Stride) -> Floats:
    """(2, m) pitch and tilt in deg along the curves, smooth but for the landing."""
    ground_s, air_s = stride.spans_s
    ground_s = min(ground_s, _STANDS_S)
    at_s = np.maximum(np.concatenate([stride.ground_s, stride.air_s]) - stride.air_s[0] + ground_s, 0.0)
    rows: list[Floats] = []
    for start, air, end_deg in zip((stance.pitch, stance.tilt), (swing.pitch, swing.tilt), landing_deg, strict=True):
        knots_s = [x * ground_s for x in start[0]] + [ground_s + x * air_s for x in air[0]] + [ground_s + air_s]
        curve = CubicSpline(knots_s, [*start[1], *air[1], end_deg], bc_type="natural")
        rows.append(np.asarray(curve(at_s), dtype=np.float64))
    return np.stack(rows)


def _sprung(step: Step, drill: Drill, stance: _Stance, landing_deg: tuple[float, float], stride: Stride) -> Floats:
    """(2, m) pitch and tilt in deg of a leg that gives as far as the body sinks, and hangs in the air."""
    low = int(np.argmin(stride.ground_m))
    depth = stride.ground_m - stride.ground_m[low]
    stretched = np.concatenate([depth[:low] / max(depth[0], 1e-3), depth[low:] / max(depth[-1], 1e-3)])
    down, flat, off = stance.pitch[1]
    ends = np.where(np.arange(len(depth)) < low, down, off * (1.0 + 0.03 * step.blips[0]))
    pitch = flat + (ends - flat) * stretched
    bend_deg = drill.bend_deg * (1.0 + 0.05 * step.blips[5])
    tilt = stance.tilt[1][0] + bend_deg * (1.0 - stretched)
    return np.stack(
        [np.concatenate([row, _hanging(row, end, stride)]) for row, end in zip((pitch, tilt), landing_deg, strict=True)]
    )


def _hanging(row: Floats, end_deg: float, stride: Stride) -> Floats:
    """In the air: what the push-off leaves behind dies away, then the foot gets ready to land."""
    step_s = float(stride.ground_s[-1] - stride.ground_s[-2])
    slope = float(row[-1] - row[-2]) / step_s
    air_s = stride.spans_s[1]
    dies_s = min(2.0 * _LETS_GO_S, 0.3 * air_s)
    top = float(row[-1]) + slope * (step_s + 0.4 * dies_s)
    curve = CubicHermiteSpline([0.0, dies_s, air_s], [float(row[-1]) + slope * step_s, top, end_deg], [slope, 0.0, 0.0])
    return np.asarray(curve(stride.air_s - stride.air_s[0]), dtype=np.float64)


def _swing(step: Step, following: Step, drill: Drill) -> _Swing:
    if following.hop:
        return _HANGING
    if drill.kind == "skip":
        return _KNEE_HIGH
    shape = _KICKED_BACK if drill.kicks_back else _PULLED_UP
    within = step.drill is not None and following.drill is not None
    top_deg = (drill.heel_deg if within else _STEP_DEG) + 3.0 * step.blips[2]
    tilt = tuple(top_deg + value for value in shape.tilt[1])
    pitch = tuple(a + b for a, b in zip(tilt, shape.pitch[1], strict=True))
    return _Swing((shape.pitch[0], pitch), (shape.tilt[0], tilt), shape.thigh)


def _path(angles: Floats, thigh: Floats, landing: tuple[float, float], sole: Sole, stride: Stride) -> Floats:
    """(2, m) forward and up of the sole's reference point in the air, from where it stood.

    `landing` is how far ahead the foot lands, and at what pitch. The hip moves on evenly.
    """
    ground, air_s = len(stride.ground_s), stride.spans_s[1]
    pitch, tilt = angles[:, ground:]
    since_s = stride.air_s - stride.air_s[0]
    step_s = float(since_s[1])
    ahead_m, landing_rad = landing
    hip_mps = ahead_m / sum(stride.spans_s)
    hung = np.stack(
        [
            hip_mps * since_s + _THIGH_M * np.sin(thigh) - _SHANK_M * np.sin(tilt),
            stride.air_m - _THIGH_M * np.cos(thigh) - _SHANK_M * np.cos(tilt),
        ]
    )
    begins = _ankle(sole, pitch[:1])[:, 0] - hung[:, 0]
    ends = _ankle(sole, np.array([landing_rad]))[:, 0] - 2.0 * hung[:, -1] + hung[:, -2]
    ends[0] += ahead_m
    pushing = _ankle(sole, angles[0, ground - 3 : ground])
    ground_step_s = float(stride.ground_s[-1] - stride.ground_s[-2])
    gathers = _bend(pushing, ground_step_s) - _bend(hung[:, :3], step_s)
    # what the push-off does beyond hanging dies away: one term for its speed, one for its acceleration
    fading = np.append(since_s, air_s) / _LETS_GO_S
    spurt = _LETS_GO_S**2 * (1.0 - (1.0 + fading) * np.exp(-fading))
    speed = _LETS_GO_S * (1.0 - np.exp(-fading)) + spurt / _LETS_GO_S
    goes = (pushing[:, 2] - pushing[:, 1]) / ground_step_s - (hung[:, 1] - hung[:, 0]) / step_s
    goes = (goes - (ends - begins - gathers * spurt[-1]) / air_s) / (1.0 - speed[-1] / air_s)
    extra = np.outer(goes, speed) + np.outer(gathers, spurt)
    u = since_s / air_s
    ankle = hung + begins[:, None] * (1.0 - u) + (ends - extra[:, -1])[:, None] * u + extra[:, :-1]
    return ankle - _ankle(sole, pitch)


def _bend(points: Floats, step_s: float) -> Floats:
    """Second derivative of three points in a row, (2, 3)."""
    return (points[:, 2] - 2.0 * points[:, 1] + points[:, 0]) / step_s**2


def _ankle(sole: Sole, pitch: Floats) -> Floats:
    """(2, m) forward and up of the ankle from the foot's path, at a toe-down pitch in rad."""
    along, above = float(ANKLE_M[0]), float(ANKLE_M[2])
    forward = sole.roll_m(pitch) + along * np.cos(pitch) + above * np.sin(pitch)
    return np.stack([forward, sole.lift_m(pitch) + above * np.cos(pitch) - along * np.sin(pitch)])


def _through(curve: Curve, u: Floats) -> Floats:
    return np.asarray(CubicSpline(*curve)(u), dtype=np.float64)
