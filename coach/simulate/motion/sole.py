"""A foot that rolls on the ground without slipping: where its reference point is for a given pitch.

The sole is described by how high the reference point stands when the foot is tipped by an angle (its support
function). For any such shape rolling without slip moves the point forward at height x angular rate, so velocity and
acceleration are closed forms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Floats

_SOFTNESS = 0.3
"""Radians over which the pivot moves from heel to ball: a shoe is round and gives."""
_TABLE_STEP = 0.01
_TABLE_RAD = np.arange(-1.5, 3.0, _TABLE_STEP)


@dataclass(frozen=True, slots=True)
class Sole:
    """Pivots `heel_m` behind and `ball_m` ahead of the reference point, which lies at sole level under the instep."""

    heel_m: float
    ball_m: float

    def lift_m(self, down: Floats) -> Floats:
        """Height of the point above its height on the flat foot; `down` = toe-down pitch in radians."""
        s = np.sin(down)
        return 0.5 * (
            (self.ball_m - self.heel_m) * s + (self.ball_m + self.heel_m) * (np.hypot(s, _SOFTNESS) - _SOFTNESS)
        )

    def roll_m(self, down: Floats) -> Floats:
        """How far the point has rolled forward from the flat foot."""
        table = np.cumsum(self.lift_m(_TABLE_RAD)) * _TABLE_STEP
        table -= np.interp(0.0, _TABLE_RAD, table)
        return np.interp(down, _TABLE_RAD, table)

    def acceleration(self, down: Floats, rate: Floats, change: Floats) -> tuple[Floats, Floats]:
        """Forward and upward acceleration in m/s2 of the point from pitch (rad), its rate and its second derivative."""
        s, c = np.sin(down), np.cos(down)
        root = np.hypot(s, _SOFTNESS)
        mean, half = 0.5 * (self.ball_m - self.heel_m), 0.5 * (self.ball_m + self.heel_m)
        lift = mean * s + half * (root - _SOFTNESS)
        slope = mean * c + half * s * c / root
        bend = -mean * s + half * ((c * c - s * s) / root - (s * c) ** 2 / root**3)
        forward = slope * rate * rate + lift * change
        upward = bend * rate * rate + slope * change
        return forward, upward
