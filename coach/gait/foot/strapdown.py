"""Gravity, travel direction and speed from one foot-flat to the next, where the foot stands still."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.dsp.attitude import rotate, rotate_back
from coach.dsp.window import History
from coach.events import Floats
from coach.gait.foot.signals import ATTITUDE, FLAWS, POSITION, VELOCITY

STANDARD_GRAVITY_MPS2 = 9.80665
_LONGEST_STRIDE_S = 2.0
_NEWEST = 0.5
"""Weight of the newest stride in the pose: gravity's error halves, a moved sensor is followed in three strides."""


@dataclass(frozen=True, slots=True)
class Stride:
    """Between two foot-flats: which way is up and ahead at the second, and how fast it went."""

    up: Floats
    """Unit vector against gravity, sensor frame at foot-flat."""
    ahead: Floats
    """Horizontal unit vector of travel, sensor frame at foot-flat."""
    speed_mps: float


class Strapdown:
    """Zero velocity at both foot-flats makes the mean acceleration gravity and the rest of its double integral travel.

    A lying foot lies much the same each time, so up and ahead are kept in the sensor's own frame, averaged over the
    last few strides: they survive a gap, and one bad integral does little.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._longest = round(_LONGEST_STRIDE_S * rate_hz)
        self._last: tuple[int, Floats] | None = None
        self.pose: tuple[Floats, Floats] | None = None
        """Up and ahead at foot-flat, sensor frame; None before the first whole stride."""

    def interrupt(self) -> None:
        """The signal broke off: the next foot-flat ends no stride."""
        self._last = None

    def forget(self) -> None:
        """The sensor moved: what was learned about its mounting is void."""
        self._last = self.pose = None

    def flat(self, motion: History, row: int) -> float:
        """The foot lies at this row; speed in m/s over the stride that ends here, NaN where it cannot be had."""
        here = motion.view(row, row + 1)[0].copy()
        last, self._last = self._last, (row, here)
        if last is None or row - last[0] > self._longest or here[FLAWS][0] > last[1][FLAWS][0]:
            return math.nan
        rows = row - last[0]
        gravity = (here[VELOCITY] - last[1][VELOCITY]) / rows
        travel = here[POSITION] - last[1][POSITION] - rows * (last[1][VELOCITY] + 0.5 * rows * gravity)
        up = gravity / math.sqrt(_dot(gravity, gravity))
        travel = travel - _dot(travel, up) * up
        length = math.sqrt(_dot(travel, travel))
        if length > 0.0:
            self._learn(here[ATTITUDE], up, travel / length)
        return length * STANDARD_GRAVITY_MPS2 / (self._rate_hz * rows)

    def _learn(self, attitude: Floats, up: Floats, ahead: Floats) -> None:
        seen = rotate_back(np.stack([attitude, attitude]), np.stack([up, ahead]))
        if self.pose is None:
            self.pose = seen[0], seen[1]
            return
        up = _unit(self.pose[0] + _NEWEST * (seen[0] - self.pose[0]))
        ahead = self.pose[1] + _NEWEST * (seen[1] - self.pose[1])
        self.pose = up, _unit(ahead - _dot(ahead, up) * up)


def in_stream(motion: History, row: int, pose: tuple[Floats, Floats]) -> Floats:
    """Up and ahead, (2, 3), turned from the sensor's frame at a row into the stream's."""
    attitude = motion.view(row, row + 1)[:, ATTITUDE]
    return rotate(np.repeat(attitude, 2, axis=0), np.stack(pose))


def _dot(a: Floats, b: Floats) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _unit(a: Floats) -> Floats:
    return a / math.sqrt(_dot(a, a))
