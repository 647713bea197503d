"""The to and fro of a leg about its hinge: from one turning point of the angle to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.gait.drills.leg_signal import RATE, LegSignal

_STILL_DPS = 8.0
"""Slower rates are a resting sensor's bias: they turn nothing."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One way: rows of the signal, and the angle between the turning points."""

    start: int
    stop: int
    certain: int
    """Row at which the turn back was certain."""
    range_deg: float
    peak: float
    """Fractional row of the fastest moment."""
    peak_dps: float
    half: float
    """Share of the angle that was covered in the first half of the time."""


class Swings:
    """Turning points of the angle, each certain once the leg has turned back by `least_deg`."""

    def __init__(self, signal: LegSignal, least_deg: float) -> None:
        self._signal = signal
        self._least_deg = least_deg
        self._restart()

    def find(self) -> Iterator[Swing]:
        """Swings that became certain since the last call."""
        signal = self._signal
        if signal.stretch != self._stretch:
            self._restart()
        rates = signal.view(self._row, signal.known)[:, RATE].tolist()
        per_row = 1.0 / signal.rate_hz
        for k, rate in enumerate(rates, start=signal.known - len(rates)):
            if abs(rate) > _STILL_DPS:
                self._angle += rate * per_row
            swing = self._step(k)
            if swing is not None:
                yield swing
        self._row = max(self._row, signal.known)

    def _restart(self) -> None:
        self._stretch = self._signal.stretch
        self._row = self._stretch
        self._angle = 0.0
        self._way = 0.0
        self._begun = self._turned = (self._row, 0.0)

    def _step(self, row: int) -> Swing | None:
        """Take the angle at `row` into account."""
        angle = self._angle
        top_row, top = self._turned
        if self._way == 0.0:
            if abs(angle - top) < self._least_deg:
                return None
            self._way = 1.0 if angle > top else -1.0
            self._turned = (row, angle)
            return None
        if (angle - top) * self._way >= 0.0:
            self._turned = (row, angle)
            return None
        if (top - angle) * self._way < self._least_deg:
            return None
        start, began = self._begun
        self._way, self._begun, self._turned = -self._way, (top_row, top), (row, angle)
        return self._swing(start, top_row, row, abs(top - began))

    def _swing(self, start: int, stop: int, certain: int, range_deg: float) -> Swing | None:
        rate = np.abs(self._signal.view(start, stop + 1)[:, RATE])
        if len(rate) < 3:
            return None
        top = int(rate.argmax())
        before, here, after = rate[[max(top - 1, 0), top, min(top + 1, len(rate) - 1)]].tolist()
        bend = before - 2.0 * here + after
        vertex = 0.5 * (before - after) / bend if bend < 0.0 else 0.0
        half = float(rate[: len(rate) // 2].sum() / max(rate.sum(), 1e-9))
        return Swing(start, stop, certain, range_deg, start + top + vertex, here, half)
