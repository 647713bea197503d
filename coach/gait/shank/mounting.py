"""How a sensor sits on the shank, learned while it moves: no standing still, no assumption about the strap."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.events import Floats

GYRO, ACCEL = slice(0, 3), slice(3, 6)
"""Columns of low-passed rows: angular rate in deg/s and specific force in g, sensor frame."""

_MOVING_DPS = 60.0
"""A second teaches when its angular rate spreads at least this much: running 300, walking above 100, standing 10."""
_NEEDED, _REMEMBERED, _RECENT = 4, 8, 3
"""Seconds of movement: until the frame is known, that make it up, and that can overthrow it."""
_AXIS_MOVED = math.cos(math.radians(20.0))
_UP_MOVED = math.cos(math.radians(25.0))
"""Three seconds of running lie within 5 deg (axis) and 10 deg (up) of the eight-second frame in 88 legs."""
_ROWS_PER_S = 50
"""Some fifty rows of each second are enough for directions that change slowly."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The shank's own directions as unit vectors in the sensor's frame."""

    axis: Floats
    """The knee's and ankle's hinge, toe-up positive."""
    up: Floats
    """Along the shank: mean specific force without its part along the hinge."""
    forward: Floats
    """To the toes."""

    def project(self, rows: Floats) -> Floats:
        """(n, 4) from (n, 6) rows: pitch rate deg/s, force along the shank g, forward force g, (all rates)² deg²/s²."""
        out = np.empty((len(rows), 4))
        for column, first, to in ((0, 0, self.axis), (1, 3, self.up), (2, 3, self.forward)):
            out[:, column] = rows[:, first] * to[0] + rows[:, first + 1] * to[1] + rows[:, first + 2] * to[2]
        out[:, 3] = rows[:, 0] * rows[:, 0] + rows[:, 1] * rows[:, 1] + rows[:, 2] * rows[:, 2]
        return out


class Mounting:
    """Learns the frame second by second and follows it; three seconds that disagree overthrow it.

    The hinge is the first principal component of angular rate. Its sense makes the skewness of the pitch rate
    positive: a shank swings forward fast and rolls back slowly. On 88 running legs this is right in every window of
    two seconds (smallest skewness 0.12). It does not hold for a foot.
    """

    def __init__(self) -> None:
        self._seconds: deque[Floats] = deque(maxlen=_REMEMBERED)
        self.frame: Frame | None = None
        """None until four seconds of movement were seen."""
        self.slips = 0
        """How often the sensor was found to have moved."""

    def learn(self, second: Floats) -> None:
        """One second of low-passed rows (rate, 6)."""
        # a copy: one layout in memory, so that sums come out the same however the rows were cut
        rows = np.array(second[:: max(len(second) // _ROWS_PER_S, 1)])
        if math.sqrt(float(np.var(rows[:, GYRO], axis=0).sum())) < _MOVING_DPS:
            return
        self._seconds.append(rows)
        if len(self._seconds) < _NEEDED:
            return
        recent = _frame(list(self._seconds)[-_RECENT:])
        if self.frame is not None and _moved(self.frame, recent):
            self.slips += 1
            for _ in range(len(self._seconds) - _RECENT):
                self._seconds.popleft()
        self.frame = _frame(list(self._seconds))


def _frame(seconds: list[Floats]) -> Frame:
    rows = np.concatenate(seconds).T.copy()
    mean = rows.mean(axis=1)
    turning = rows[GYRO] - mean[GYRO, None]
    axis = np.asarray(np.linalg.eigh(turning @ turning.T)[1][:, -1], dtype=np.float64)
    pitch = axis @ turning
    if float((pitch * pitch) @ pitch) < 0.0:
        axis = -axis
    force = mean[ACCEL]
    up = force - (force @ axis) * axis
    up /= max(float(np.linalg.norm(up)), 1e-9)
    x, y, z = up
    ax, ay, az = axis
    return Frame(axis=axis, up=up, forward=np.array([y * az - z * ay, z * ax - x * az, x * ay - y * ax]))


def _moved(old: Frame, new: Frame) -> bool:
    return bool(old.axis @ new.axis < _AXIS_MOVED or old.up @ new.up < _UP_MOVED)
