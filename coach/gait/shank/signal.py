"""What a shank sensor's samples become first: smooth, turned into the shank's own directions, numbered."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from coach.dsp.filters import LowPass
from coach.dsp.window import History
from coach.events import Block, Bools, Floats
from coach.gait.shank.mounting import Frame, Mounting

CUTOFF_HZ = 20.0
"""One cut-off for rates and forces, so that their landmarks share one delay; rings and straps shake above it."""
RATE, AXIAL, FORWARD, TURNING, FILLED, CLIPPED = range(6)
"""Columns: pitch rate deg/s (toe-up positive), force along and across the shank g, all rates squared, two flags."""

_KEPT_S = 15.0
"""Strides this old can still be measured once the mounting is known."""
_PIECE = 8192


def filter_delay_s(rate_hz: float) -> float:
    """Low-frequency group delay of the digital filter; that of its analogue model is 1.4 ms more at 104 Hz."""
    cutoff_hz = min(CUTOFF_HZ, 0.35 * rate_hz)
    return math.sqrt(2.0) / (2.0 * rate_hz * math.tan(math.pi * cutoff_hz / rate_hz))


class ShankSignal:
    """One unbroken stretch of samples, addressed by row: the sample's number since the stretch began.

    Until the mounting is known rows are held back; then up to fifteen seconds of them are turned at once, so that the
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
        self.known_at = 0
        """Row that completed the first frame: no decision is earlier."""
        self.moves: list[int] = []
        """Rows at which the sensor was found to have moved."""

    @property
    def end(self) -> int:
        """Row after the last one that was turned."""
        return self.start + self._turned.end

    def view(self, first: int, last: int) -> Floats:
        """Rows first…last-1, six columns; no copy: read it, do not keep it."""
        return self._turned.view(first - self.start, last - self.start)

    def at(self, rows: Floats) -> Floats:
        """Columns at fractional rows (m,), between samples by linear interpolation; (m, 6)."""
        return self._turned.at(rows - self.start)

    def feed(self, block: Block) -> Iterator[None]:
        """Take in a block piece by piece, so that memory stays flat; landmarks may be sought after each piece."""
        gyro = block.gyro_dps
        if gyro is None:
            return
        for start in range(0, len(gyro), _PIECE):
            part = slice(start, start + _PIECE)
            self._append(gyro[part], block.accel_g[part], block.filled[part], block.clipped[part])
            yield

    def _append(self, gyro_dps: Floats, accel_g: Floats, filled: Bools, clipped: Bools) -> None:
        row = self._smooth.end
        rows = np.empty((len(gyro_dps), 8))
        rows[:, :6] = self._filter.feed(np.hstack([gyro_dps, accel_g]))
        rows[:, 6], rows[:, 7] = filled, clipped
        self._smooth.append(rows)
        while row < self._smooth.end:
            edge = min(row - row % self._second + self._second, self._smooth.end)
            if self._frame is not None:
                self._turn(self._frame, row, edge)
            if edge % self._second == 0:
                self._learn(edge)
            row = edge

    def _learn(self, edge: int) -> None:
        slips = self._mounting.slips
        self._mounting.learn(self._smooth.view(edge - self._second, edge)[:, :6])
        if self._mounting.slips > slips:
            self.moves.append(edge)
        frame = self._mounting.frame
        if self._frame is None and frame is not None:
            self.known_at = edge - 1
            self.start = max(edge - self._kept, 0)
            self._turn(frame, self.start, edge)
        self._frame = frame

    def _turn(self, frame: Frame, first: int, last: int) -> None:
        rows = self._smooth.view(first, last)
        self._turned.append(np.hstack([frame.project(rows), rows[:, 6:]]))
