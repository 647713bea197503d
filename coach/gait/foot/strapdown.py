"""Gravity, travel direction and speed from one foot-flat to the next, where the foot stands still."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.dsp.attitude import Vector, turn, turn_back
from coach.dsp.window import History
from coach.events import Floats
from coach.gait.foot.signals import ATTITUDE, FLAWS, POSITION, VELOCITY

STANDARD_GRAVITY_MPS2 = 9.80665
_LONGEST_STRIDE_S = 2.0
_NEWEST = 0.5
"""Weight of the newest stride in the pose: gravity's error halves, a moved sensor is followed in three strides."""


@dataclass(frozen=True, slots=True)
class _Flat:
    """A foot-flat: its row and what the signals say there."""

    row: int
    velocity: Vector[float]
    position: Vector[float]
    attitude: tuple[float, float, float, float]
    filled: float

    @classmethod
    def at(cls, motion: History, row: int) -> _Flat:
        values: list[float] = motion.view(row, row + 1)[0].tolist()
        vx, vy, vz = values[VELOCITY]
        px, py, pz = values[POSITION]
        w, x, y, z = values[ATTITUDE]
        return cls(row, (vx, vy, vz), (px, py, pz), (w, x, y, z), values[FLAWS][0])


class Strapdown:
    """Zero velocity at both foot-flats makes the mean acceleration gravity and the rest of its double integral travel.

    A lying foot lies much the same each time, so up and ahead are kept in the sensor's own frame, averaged over the
    last few strides: they survive a gap, and one bad integral does little.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._last: _Flat | None = None
        self._up: Vector[float] | None = None
        self._ahead: Vector[float] = (0.0, 0.0, 0.0)
        self.turn_dps = math.nan
        """Change of heading over the newest stride, left positive; NaN where it cannot be had."""

    def interrupt(self) -> None:
        """The signal broke off: the next foot-flat ends no stride."""
        self._last = None

    def forget(self) -> None:
        """The sensor moved: what was learned about its mounting is void."""
        self._last = self._up = None

    def flat(self, motion: History, row: int) -> float:
        """The foot lies at this row; speed in m/s over the stride that ends here, NaN where it cannot be had."""
        last, here = self._last, _Flat.at(motion, row)
        self._last, self.turn_dps = here, math.nan
        if last is None or row - last.row > _LONGEST_STRIDE_S * self._rate_hz or here.filled > last.filled:
            return math.nan
        rows = float(row - last.row)
        gravity = _times(_minus(here.velocity, last.velocity), 1.0 / rows)
        coasting = _times(_plus(last.velocity, _times(gravity, 0.5 * rows)), rows)
        travel = _minus(_minus(here.position, last.position), coasting)
        up = _unit(gravity)
        travel = _level(travel, up)
        self._learn(turn_back(here.attitude, up), turn_back(here.attitude, _unit(travel)))
        self.turn_dps = self._turned_deg(last, here, up) * self._rate_hz / rows
        return math.hypot(*travel) * STANDARD_GRAVITY_MPS2 / (self._rate_hz * rows)

    def directions(self, motion: History, row: int) -> Floats | None:
        """Up and ahead at a foot-flat, (2, 3) unit vectors in the stream's frame; None before the first stride."""
        if self._up is None:
            return None
        attitude = _Flat.at(motion, row).attitude
        return np.array([turn(attitude, self._up), turn(attitude, self._ahead)])

    def _turned_deg(self, last: _Flat, here: _Flat, up: Vector[float]) -> float:
        """By how much the foot that lies here is turned against where it lay before."""
        before = _level(turn(last.attitude, self._ahead), up)
        after = _level(turn(here.attitude, self._ahead), up)
        return math.degrees(math.atan2(_dot(up, _cross(before, after)), _dot(before, after)))

    def _learn(self, up: Vector[float], ahead: Vector[float]) -> None:
        if self._up is not None:
            up = _unit(_plus(self._up, _times(_minus(up, self._up), _NEWEST)))
            ahead = _plus(self._ahead, _times(_minus(ahead, self._ahead), _NEWEST))
        self._up, self._ahead = up, _unit(_level(ahead, up))


def _plus(a: Vector[float], b: Vector[float]) -> Vector[float]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _minus(a: Vector[float], b: Vector[float]) -> Vector[float]:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _times(a: Vector[float], factor: float) -> Vector[float]:
    return a[0] * factor, a[1] * factor, a[2] * factor


def _dot(a: Vector[float], b: Vector[float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector[float], b: Vector[float]) -> Vector[float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _level(a: Vector[float], up: Vector[float]) -> Vector[float]:
    """What is left of a vector at right angles to up."""
    return _minus(a, _times(up, _dot(a, up)))


def _unit(a: Vector[float]) -> Vector[float]:
    length = math.hypot(*a)
    return _times(a, 1.0 / length) if length > 0.0 else (0.0, 0.0, 0.0)
