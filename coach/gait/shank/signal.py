"""What a shank sensor's samples become first: smooth, turned into the shank's own directions, numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from coach.dsp.filters import LowPass
from coach.dsp.window import History
from coach.events import Block, Floats
from coach.gait.shank.mounting import Frame, Mounting

CUTOFF_HZ = 20.0
"""One cut-off for rates and forces, so that their landmarks share one delay; rings and straps shake above it."""
RATE, AXIAL, FORWARD, TURNING, FILLED, CLIPPED = range(6)
"""Columns: pitch rate deg/s (toe-up positive), force along and across the shank g, all rates squared, two flags."""

_KEPT_S = 30.0
"""Strides this old can still be measured once the mounting is known."""
_PIECE = 8192
_NEVER = 1 << 60
_HINGE_SHARE = 0.6
"""A stride turns at least 0.71 about the hinge (share of squared rates) on 88 legs; less means another mounting."""


def pieces(block: Block) -> Iterator[Block]:
    """A large block piece by piece, so that memory stays flat."""
    for start in range(0, len(block.accel_g), _PIECE):
        part = slice(start, start + _PIECE)
        gyro = block.gyro_dps
        yield replace(
            block,
            t_s=block.t_s + start / block.rate_hz,
            accel_g=block.accel_g[part],
            gyro_dps=None if gyro is None else gyro[part],
            filled=block.filled[part],
            clipped=block.clipped[part],
            fresh=block.fresh and start == 0,
        )


class ShankSignal:
    """One unbroken stretch of samples, addressed by row: the sample's number since the stretch began.

    Until the mounting is known rows are held back; then up to thirty seconds of them are turned at once, so that the
    first strides come late but are not lost.
    """

    def __init__(self, rate_hz: float, mounting: Mounting) -> None:
        self._mounting = mounting
        self._second = round(rate_hz)
        self._kept = round(_KEPT_S * rate_hz)
        self._filter = LowPass(rate_hz, CUTOFF_HZ, 6)
        self._smooth = History(8, self._kept + _PIECE)
        self._frame: Frame | None = mounting.frame
        self._turned = History(6, self._kept + _PIECE)
        self.start = 0
        """First row that was turned."""
        self.known_at = _NEVER if mounting.frame is None else 0
        """Row that completed the first frame: no decision is earlier."""
        self.moves: list[int] = []
        """Rows at which the sensor was found to have moved."""

    @property
    def heard(self) -> int:
        """How many rows have come."""
        return self._smooth.end

    @property
    def oldest(self) -> int:
        """The oldest turned row that is still held."""
        return self.start + self._turned.start

    @property
    def end(self) -> int:
        """Row after the last one that was turned."""
        return self.start + self._turned.end

    def view(self, first: int, last: int) -> Floats:
        """Rows first…last-1, six columns; no copy: read it, do not keep it."""
        return self._turned.view(first - self.start, last - self.start)

    def rates(self, first: int, last: int) -> Floats:
        """Pitch rate of rows first…last-1, (n, 1)."""
        return self.view(first, last)[:, RATE : RATE + 1]

    def bridged(self, first: int, last: int) -> bool:
        """Whether any of the rows first…last-1 is bridged."""
        return bool(self.view(first, last)[:, FILLED].any())

    def trusted(self, first: int, last: int) -> bool:
        """Whether rows first…last-1 turned about the known hinge, and the sensor was not found to have moved."""
        rows = self.view(first, last)
        along, all_of_it = float((rows[:, RATE] * rows[:, RATE]).sum()), float(rows[:, TURNING].sum())
        return along >= _HINGE_SHARE * all_of_it and not any(first < row <= last for row in self.moves)

    def at(self, rows: Floats) -> Floats:
        """Columns at fractional rows (m,), between samples by linear interpolation; (m, 6)."""
        return self._turned.at(rows - self.start)

    def feed(self, block: Block) -> None:
        """Take in a block; one without a gyroscope tells nothing."""
        if block.gyro_dps is None:
            return
        row = self._smooth.end
        rows = np.empty((len(block.gyro_dps), 8))
        rows[:, :6] = self._filter.feed(np.hstack([block.gyro_dps, block.accel_g]))
        rows[:, 6], rows[:, 7] = block.filled, block.clipped
        self._smooth.append(rows)
        self._turned.append(np.concatenate([np.empty((0, 6)), *self._turned_from(row)]))

    def _turned_from(self, row: int) -> Iterator[Floats]:
        """New rows in the shank's directions; at each full second of the stretch the mounting learns."""
        while row < self.heard:
            edge = min(row - row % self._second + self._second, self.heard)
            if self._frame is not None:
                yield self._turn(self._frame, row, edge)
            if edge % self._second == 0 and self._learn(edge) and self._frame is not None:
                self.known_at, self.start = edge - 1, max(edge - self._kept, 0)
                yield self._turn(self._frame, self.start, edge)
            row = edge

    def _learn(self, edge: int) -> bool:
        """Whether the second that ends before row `edge` made the frame known."""
        slips, unknown = self._mounting.slips, self._frame is None
        self._mounting.learn(self._smooth.view(edge - self._second, edge)[:, :6])
        if self._mounting.slips > slips:
            self.moves.append(edge)
        self._frame = self._mounting.frame
        return unknown and self._frame is not None

    def _turn(self, frame: Frame, first: int, last: int) -> Floats:
        rows = self._smooth.view(first, last)
        return np.hstack([frame.project(rows), rows[:, 6:]])
