"""What the foot detector looks at: pitch rate, and acceleration in a frame that does not turn with the foot."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coach.dsp.attitude import Attitude, rotate
from coach.dsp.filters import LowPass
from coach.dsp.orientation import PitchAxis
from coach.dsp.window import History
from coach.events import Block, Bools, Floats

CUTOFF_HZ = 30.0
_KEPT_S = 20.0
"""Long enough to measure the strides from before the pitch axis was known."""
_LOOK_BACK_S = 6.0
"""A sensor that moved is noticed within this time: that far back the strides are looked at again."""
_PIECE = 8192

GYRO = slice(0, 3)
ACCEL = slice(3, 6)
VELOCITY = slice(6, 9)
POSITION = slice(9, 12)
ATTITUDE = slice(12, 16)
FLAWS = slice(16, 18)
_COLUMNS = 18


class Signals:
    """One unbroken stretch of samples, addressed by row: the sample's number since the stretch began.

    `motion` columns: low-passed angular rate (deg/s, sensor frame), acceleration (g, stream frame), its running sum
    and the running sum of that (g · samples, g · samples²), attitude, running counts of filled and clipped samples.
    """

    def __init__(self, rate_hz: float, axis: PitchAxis) -> None:
        self._axis = axis
        self._second = round(rate_hz)
        self._learned = self._second + self._second // 2
        self._kept = round(_KEPT_S * rate_hz)
        self._look_back = round(_LOOK_BACK_S * rate_hz)
        self._filter = LowPass(rate_hz, CUTOFF_HZ, 6)
        self.delay_s = self._filter.delay_s
        """How much later than the world the rows are: subtract it from the times of events."""
        self._attitude = Attitude(rate_hz)
        self.motion = History(_COLUMNS, self._kept + _PIECE)
        self._sums = np.zeros((1, 8))
        self._pitch = History(1, self._kept + _PIECE)
        self._oriented = axis.vector is not None
        self._direction: Floats = np.zeros(3) if axis.vector is None else axis.vector
        self._not_before = 0
        self.pitch_from = 0
        """First row whose pitch rate is known."""
        self.seek_from = 0
        """First row to be looked at since the axis was last found or lost."""
        self.oriented_at = 0
        """Row at which the present axis became known: no decision can be earlier."""
        self.doubtful_until = 0
        """Rows before this one may have been seen through a sensor that was moving."""

    @property
    def pitch_end(self) -> int:
        """Row after the last one whose pitch rate is known."""
        return self.pitch_from + self._pitch.end

    def pitch(self, start: int, stop: int) -> Floats:
        """Pitch rate, deg/s, toe-up positive, of rows start…stop-1."""
        return self._pitch.view(start - self.pitch_from, stop - self.pitch_from)[:, 0]

    def pitch_at(self, rows: Floats) -> Floats:
        """Pitch rate at fractional rows, any shape."""
        return self._pitch.at((rows - self.pitch_from).ravel())[:, 0].reshape(rows.shape)

    def flaws(self, first: int, last: int) -> tuple[bool, bool]:
        """Whether any of the rows first…last is filled, or clipped."""
        counts = self.motion.view(max(first - 1, 0), last + 1)[:, FLAWS]
        filled, clipped = (counts[-1] > counts[0]).tolist()
        return filled, clipped

    def feed(self, block: Block) -> Iterator[bool]:
        """Take in a block piece by piece, so that memory stays flat; events are to be sought after each piece.

        True where the pitch axis was just found or lost: then they are to be sought anew, from `seek_from`.
        """
        gyro = block.gyro_dps
        if gyro is None:
            return
        for start in range(0, len(gyro), _PIECE):
            part = slice(start, start + _PIECE)
            before = self.motion.end
            self._append(block.accel_g[part], gyro[part], block.filled[part], block.clipped[part])
            yield from self._orient(before)
            yield False

    def _append(self, accel_g: Floats, gyro_dps: Floats, filled: Bools, clipped: Bools) -> None:
        rows = np.empty((len(accel_g), _COLUMNS))
        smooth = self._filter.feed(np.hstack([gyro_dps, accel_g]))
        rows[:, GYRO] = smooth[:, :3]
        rows[:, ATTITUDE] = self._attitude.feed(rows[:, GYRO])
        rows[:, ACCEL] = rotate(rows[:, ATTITUDE], smooth[:, 3:])
        self._integrate(rows, np.stack([filled, clipped], axis=1))
        self.motion.append(rows)

    def _integrate(self, rows: Floats, flaws: Bools) -> None:
        """Running sums by the trapezoid rule, one sample after the other, so that cutting changes no bit."""
        carry = self._sums
        accel = rows[:, ACCEL]
        velocity = np.cumsum(np.vstack([carry[:, 0:3], accel]), axis=0)[1:]
        rows[:, VELOCITY] = velocity - 0.5 * accel
        position = np.cumsum(np.vstack([carry[:, 3:6], rows[:, VELOCITY]]), axis=0)[1:]
        rows[:, POSITION] = position - 0.5 * rows[:, VELOCITY]
        rows[:, FLAWS] = np.cumsum(np.vstack([carry[:, 6:8], flaws]), axis=0)[1:]
        self._sums = np.hstack([velocity[-1:], position[-1:], rows[-1:, FLAWS]])

    def _orient(self, row: int) -> Iterator[bool]:
        """Pitch rate of the new rows; at each full second of the stretch the axis learns."""
        while row < self.motion.end:
            edge = min(row - row % self._second + self._second, self.motion.end)
            if self._oriented:
                self._pitch.append(self._projected(row, edge))
            if edge % self._second == 0:
                self._axis.learn(self.motion.view(max(edge - self._learned, 0), edge)[:, GYRO])
                if (self._axis.vector is not None) != self._oriented:
                    yield False
                    self._reorient(edge)
                    yield True
                elif self._axis.vector is not None:
                    self._direction = self._axis.vector
            row = edge

    def _reorient(self, row: int) -> None:
        """The axis was lost: mark how far back it may have been wrong. It was found: project all that is held."""
        vector = self._axis.vector
        self._oriented = vector is not None
        if vector is None:
            self._not_before = max(row - self._look_back, 0)
            self.seek_from = row
            return
        self._direction = vector
        self.oriented_at = row
        self.doubtful_until = row if self._not_before else 0
        self.pitch_from = self.seek_from = max(row - self._kept, self._not_before)
        self._pitch = History(1, self._kept + _PIECE)
        self._pitch.append(self._projected(self.pitch_from, row))

    def _projected(self, start: int, stop: int) -> Floats:
        gyro, axis = self.motion.view(start, stop)[:, GYRO], self._direction
        return (gyro[:, 0] * axis[0] + gyro[:, 1] * axis[1] + gyro[:, 2] * axis[2])[:, None]
