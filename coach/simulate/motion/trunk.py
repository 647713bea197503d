"""The trunk: pelvis and chest ride on the centre of mass, tilt, twist, lag, and never stand quite still."""

from __future__ import annotations

import numpy as np

from coach.events import Floats
from coach.simulate.motion.person import REFERENCE_MPS, Person
from coach.simulate.motion.spline import Track
from coach.simulate.motion.steps import Step

_ROWS = 10
_PHASE: Floats = np.linspace(0.0, 1.0, _ROWS, endpoint=False)
_PITCH_DEG = np.array([-1.0, -3.0, -3.0, -3.0, -2.0, -0.5, 1.0, 3.0, 3.5, 2.0])
_ROLL_DEG = np.array([1.0, 2.0, 2.5, 2.0, 1.0, -1.0, -2.5, -3.0, -1.0, 0.0])
_YAW_DEG = np.array([3.5, 5.5, 7.0, 5.5, 4.0, 3.0, 0.0, -2.0, -2.5, -2.5])
"""Pelvis over a left step, from touch to the next touch; roll and yaw change sign with the side."""
_CHEST = np.array([0.5, -0.5, -1.2, 0.35, 0.6, 0.35])
"""The chest's share of the same curves: it twists against the pelvis."""
_SIDED = np.array([False, True, True, False, True, False])
_PATH_M = (0.020, 0.007, 0.013)
"""Forward, sideways and upward excursion of the pelvis against the centre of mass."""
_LEAN_RAD = np.radians([[5.0], [8.0]])
WAIST, CHEST = slice(0, 6), slice(6, 12)
"""Columns: pitch, roll, yaw in rad; forward, left, up in m against the centre of mass."""
_WALKING = 0.5
_DRILL = {"pogo": 0.2, "skip": 0.9, "butt-kick": 0.7}
"""Shares of the curves, which are those of running."""

_SWAY_FROM_S = -30.0
_SWAY_EVERY_S = 0.4
_SWAY = np.array([0.008, 0.006, 0.007, 0.004, 0.004])
"""Pitch, roll, yaw in rad; forward, left in m."""
_SWAY_BATCH = 64
_SWAY_KNOTS_S: Floats = _SWAY_EVERY_S * np.arange(float(_SWAY_BATCH))


class TrunkMotion:
    """Grows one step at a time; `sway` grows by itself."""

    def __init__(self, person: Person, rng: np.random.Generator) -> None:
        self.track = Track(12)
        self.sway = Track(len(_SWAY))
        self._rng = rng
        self._next_sway_s = _SWAY_FROM_S
        self._curves = _curves(person.trunk_shift) * person.trunk_gains

    def add(self, step: Step) -> None:
        """From this step's touch to the next."""
        stands = step.before_leaves_s - step.touch_s > 0.6
        faster = 1.3 * (step.wish.speed_mps / REFERENCE_MPS) ** 0.7
        scale = 0.0 if stands else faster if step.leaves_running else _WALKING
        scale = scale if step.drill is None else _DRILL[step.drill.kind]
        side = (1.0 if step.side == "left" else -1.0) * (step.twin is None)
        sign = np.where(np.tile(_SIDED, 2), side, 1.0)
        rows = self._curves * (sign * scale)
        rows[:, (0, 6)] += _LEAN_RAD[:, 0]
        lasts_s = step.next_touch_s - step.touch_s
        self.track.append(step.touch_s + lasts_s * _PHASE, rows)

    def sway_until(self, at_s: float) -> None:
        """Let the sway reach beyond this time."""
        while self.sway.ready_s <= at_s:
            self.sway.append(
                self._next_sway_s + _SWAY_KNOTS_S, self._rng.normal(0.0, 1.0, (_SWAY_BATCH, len(_SWAY))) * _SWAY
            )
            self._next_sway_s += _SWAY_BATCH * _SWAY_EVERY_S


def _curves(shift: float) -> Floats:
    """(_ROWS, 12) for a left step."""
    turn = 2.0 * np.pi * (_PHASE - shift)
    path = np.stack([-np.cos(turn - 0.8 * np.pi), -np.sin(1.5 * turn), np.cos(turn - 1.6 * np.pi)], axis=1) * _PATH_M
    tilt = np.radians(np.stack([_PITCH_DEG, _ROLL_DEG, _YAW_DEG], axis=1))
    pelvis = np.concatenate([tilt, path], axis=1)
    return np.concatenate([pelvis, pelvis * _CHEST], axis=1)
