"""A segment's attitude and rotation from pitch, roll and yaw over time, with exact derivatives.

World and segment axes: x forward, y left, z up. The segment is yawed about its own z, then rolled, then pitched about
the world's y (positive: the front goes down), so that a foot may pitch past the vertical.
"""

from __future__ import annotations

import numpy as np

from coach.events import Floats


class Attitude:
    """Arrays are (3, m): rows x, y, z. Angles in rad: rows pitch, roll, yaw."""

    def __init__(self, angle: Floats, rate: Floats, change: Floats, turn_rps: Floats | None = None) -> None:
        self._sin, self._cos = np.sin(angle), np.cos(angle)
        (_, sr, sy), (_, cr, cy) = self._sin, self._cos
        (p1, r1, y1), (p2, r2, y2) = rate, change
        x, y, z = r1, p1 * cr, -p1 * sr
        dx, dy, dz = r2, p2 * cr - p1 * r1 * sr, -p2 * sr - p1 * r1 * cr
        wx, wy = x * cy + y * sy, y * cy - x * sy
        self.rate = np.stack([wx, wy, z + y1])
        self.change = np.stack([dx * cy + dy * sy + y1 * wy, dy * cy - dx * sy - y1 * wx, dz + y2])
        if turn_rps is not None:
            up = self.to_segment(np.stack([np.zeros_like(x), np.zeros_like(x), np.ones_like(x)]))
            self.change = self.change - turn_rps * cross(self.rate, up)
            self.rate = self.rate + turn_rps * up

    def to_segment(self, world: Floats) -> Floats:
        """World vectors in the segment's axes."""
        (sp, sr, sy), (cp, cr, cy) = self._sin, self._cos
        x, y, z = world
        x, z = x * cp - z * sp, x * sp + z * cp
        y, z = y * cr + z * sr, z * cr - y * sr
        return np.stack([x * cy + y * sy, y * cy - x * sy, z])

    def to_world(self, segment: Floats) -> Floats:
        """Vectors in the segment's axes, in the world's."""
        (sp, sr, sy), (cp, cr, cy) = self._sin, self._cos
        x, y, z = segment
        x, y = x * cy - y * sy, y * cy + x * sy
        y, z = y * cr - z * sr, z * cr + y * sr
        return np.stack([x * cp + z * sp, y, z * cp - x * sp])

    def lever(self, arm_m: Floats) -> Floats:
        """Acceleration in m/s2, in the segment's axes, of a point at `arm_m` (3,) against the segment's origin."""
        arm = np.broadcast_to(arm_m[:, None], self.rate.shape)
        return cross(self.change, arm) + cross(self.rate, cross(self.rate, arm))


def cross(a: Floats, b: Floats) -> Floats:
    """Cross product along the first axis."""
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
