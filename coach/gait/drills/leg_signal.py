"""A foot's or shank's samples in a drill: rate about the hinge, force, and where samples are missing."""

from __future__ import annotations

import numpy as np

from coach.dsp.filters import LowPass, low_pass_delay_s
from coach.dsp.timeline import Timeline
from coach.dsp.window import History
from coach.events import Block, Floats
from coach.gait.drills.hinge import Hinge

RATE, FORCE, FLAWS = range(3)
"""Columns: deg/s about the hinge, g whatever the direction, running count of bridged samples and fresh starts."""
CUTOFF_HZ = 15.0
_KEPT_S = 20.0
"""Hops this old can still be counted once the hinge is known."""


class LegSignal:
    """Rows are numbered from the first sample ever, across gaps.

    Until the hinge is known rows are held back; then those of the present stretch are turned at once.
    """

    def __init__(self, rate_hz: float) -> None:
        self.rate_hz = rate_hz
        self.delay_s = low_pass_delay_s(rate_hz, CUTOFF_HZ)
        self.stretch = 0
        """Row at which the present unbroken stretch of samples began."""
        self.known = 0
        """Row before which everything in the present stretch is known."""
        self._hinge = Hinge()
        self._second = round(rate_hz)
        self._kept = round(_KEPT_S * rate_hz)
        self._filter = LowPass(rate_hz, CUTOFF_HZ, 6)
        self._smooth = History(7, self._kept)
        self._turned = History(3, self._kept)
        self._offset = 0
        self._learned = 0
        self._flaws = 0
        self._turned_first = 0
        self._timeline = Timeline()

    def feed(self, block: Block) -> None:
        """Take in a block; one without a gyroscope tells nothing."""
        if block.gyro_dps is None or not len(block.gyro_dps):
            return
        if block.fresh:
            self._filter = LowPass(self.rate_hz, CUTOFF_HZ, 6)
            self._flaws += 1
            self.stretch = self._smooth.end
        self._timeline.append(block)
        rows = np.empty((len(block.gyro_dps), 7))
        rows[:, :6] = self._filter.feed(np.hstack([block.gyro_dps, block.accel_g]))
        rows[:, 6] = self._flaws + np.cumsum(block.filled)
        self._flaws = int(rows[-1, 6])
        self._smooth.append(rows)
        while self._learned < self._smooth.end:
            self._advance()

    def view(self, first: int, last: int) -> Floats:
        """Rows first…last-1, three columns; no copy."""
        return self._turned.view(first - self._offset, last - self._offset)

    def flaws(self, row: int) -> int:
        """Samples bridged, and streams begun anew, up to a row."""
        return int(self.view(row, row + 1)[0, FLAWS])

    def seconds(self, row: float) -> float:
        """When what a row shows happened: the filter's delay is taken off."""
        return self._timeline.seconds(row) - self.delay_s

    def heard_s(self, row: float) -> float:
        """When a row was known: sampled, and the hinge learned."""
        return self._timeline.seconds(max(row, self._turned_first))

    def _advance(self) -> None:
        """Turn rows up to the next full second, then learn from it."""
        learned = self._learned
        edge = min(learned - learned % self._second + self._second, self._smooth.end)
        if self._hinge.vector is not None:
            self._turn(learned, edge)
        if edge % self._second == 0:
            unknown = self._hinge.vector is None
            self._hinge.learn(self._smooth.view(edge - self._second, edge)[:, :3])
            if unknown and self._hinge.vector is not None:
                self._offset = max(edge - self._kept, self.stretch)
                self._turned_first = edge - 1
                self._turn(self._offset, edge)
        self._learned = edge

    def _turn(self, first: int, last: int) -> None:
        axis = self._hinge.vector
        if axis is None:
            return
        rows = self._smooth.view(first, last)
        out = np.empty((len(rows), 3))
        out[:, RATE] = rows[:, 0] * axis[0] + rows[:, 1] * axis[1] + rows[:, 2] * axis[2]
        out[:, FORCE] = np.sqrt(rows[:, 3] ** 2 + rows[:, 4] ** 2 + rows[:, 5] ** 2)
        out[:, FLAWS] = rows[:, 6]
        self._turned.append(out)
        self.known = last
