"""How far foot and shank have turned, by time: the same low-pass on both, its delay taken off."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from coach.dsp.filters import LowPass, low_pass_delay_s
from coach.dsp.window import History
from coach.events import Block, Floats
from coach.gait.shank.signal import CUTOFF_HZ

_KEPT_S = 30.0
"""A contact may be asked for this long after it was run: the first ones of a run come late."""
_STRETCHES = 4
_SAME_S = 1e-5
"""Above the rounding of seconds since 1970, below the smallest correction that the grid makes."""


class Signal(Protocol):
    """One unbroken stretch of low-passed angular rate, addressed by row."""

    known_at: int
    """Row that had to come before any could be used."""

    @property
    def heard(self) -> int:
        """How many rows have come."""
        ...

    @property
    def oldest(self) -> int:
        """The oldest row that is still held."""
        ...

    def feed(self, block: Block) -> None:
        """Take in a block."""
        ...

    def rates(self, first: int, last: int) -> Floats:
        """Rows first…last-1 in deg/s, (n, columns); no copy."""
        ...

    def bridged(self, first: int, last: int) -> bool:
        """Whether any of the rows first…last-1 is bridged."""
        ...

    def trusted(self, first: int, last: int) -> bool:
        """Whether the sensor stayed where it was in rows first…last-1."""
        ...


class FootSignal:
    """Angular rate of the foot in the sensor's own frame: about which axis it pitches is learned elsewhere."""

    def __init__(self, rate_hz: float) -> None:
        self.known_at = 0
        self._filter = LowPass(rate_hz, CUTOFF_HZ, 3)
        self._rows = History(4, round(_KEPT_S * rate_hz))

    @property
    def heard(self) -> int:
        """How many rows have come."""
        return self._rows.end

    @property
    def oldest(self) -> int:
        """The oldest row that is still held."""
        return self._rows.start

    def feed(self, block: Block) -> None:
        """Take in a block."""
        if block.gyro_dps is not None:
            rows = np.empty((len(block.gyro_dps), 4))
            rows[:, :3] = self._filter.feed(block.gyro_dps)
            rows[:, 3] = block.filled
            self._rows.append(rows)

    def rates(self, first: int, last: int) -> Floats:
        """Rows first…last-1, (n, 3)."""
        return self._rows.view(first, last)[:, :3]

    def bridged(self, first: int, last: int) -> bool:
        """Whether any of the rows first…last-1 is bridged."""
        return bool(self._rows.view(first, last)[:, 3].any())

    def trusted(self, first: int, last: int) -> bool:  # noqa: ARG002 - the foot's axis is judged push-off by push-off
        """Always."""
        return True


class Stretch:
    """One unbroken stretch of a segment's samples, addressed by time.

    The grid moves its blocks by a fraction of a millisecond now and then, so that its rate and the samples' true rate
    never drift apart; two sensors would be a tenth of a second apart after an hour if that were not followed.
    """

    def __init__(self, began_s: float, rate_hz: float, signal: Signal) -> None:
        self.began_s = began_s
        self._rate_hz = rate_hz
        self._delay_s = low_pass_delay_s(rate_hz, CUTOFF_HZ)
        self._signal = signal
        self._moves: list[tuple[int, float]] = [(0, 0.0)]
        """From which row on the grid has been moved by how much since the stretch began."""

    def feed(self, block: Block) -> None:
        """Take in a block."""
        heard = self._signal.heard
        moved_s = block.t_s - self.began_s - heard / self._rate_hz
        if abs(moved_s - self._moves[-1][1]) > _SAME_S:
            self._moves.append((heard, moved_s))
        self._signal.feed(block)

    @property
    def newest_s(self) -> float:
        """Time of the newest sample."""
        return self._seconds(self._signal.heard - 1)

    def complete_s(self, t_s: float) -> float:
        """Time of the sample that completes what is known of `t_s`: the filter's delay later."""
        return self._seconds(math.floor(self._row(t_s)) + 1)

    def holds(self, from_s: float, to_s: float) -> bool:
        """Whether everything between two times is here."""
        first, last = math.floor(self._row(from_s)), math.floor(self._row(to_s)) + 1
        return self.began_s <= from_s and self._signal.oldest <= first and last < self._signal.heard

    def known(self, at_s: float) -> bool:
        """Whether the signal could be used at a time."""
        return self._seconds(self._signal.known_at) <= at_s

    def bridged(self, from_s: float, to_s: float) -> bool:
        """Whether bridged samples lie between two times, or so near that the filter smears them in."""
        return self._signal.bridged(
            math.floor(self._row(from_s - 2.0 * self._delay_s)), math.floor(self._row(to_s)) + 2
        )

    def trusted(self, from_s: float, to_s: float) -> bool:
        """Whether the sensor stayed where it was between two times."""
        return self._signal.trusted(math.floor(self._row(from_s)), math.floor(self._row(to_s)) + 2)

    def turned_deg(self, t_s: Floats) -> Floats:
        """(m, columns) turned since the earliest of the times (m,), by the trapezoid rule."""
        at = self._row(float(t_s.max())) - (t_s.max() - t_s) * self._rate_hz
        first = math.floor(at.min())
        rates = self._signal.rates(first, math.floor(at.max()) + 2)
        turned = np.cumsum(rates, axis=0) - 0.5 * rates
        at = at - first
        below = at.astype(np.intp)
        share = (at - below)[:, None]
        angle = turned[below] * (1.0 - share) + turned[below + 1] * share
        return (angle - angle[int(at.argmin())]) / self._rate_hz

    def _seconds(self, row: int) -> float:
        moved_s = next(moved_s for first, moved_s in reversed(self._moves) if row >= first)
        return self.began_s + moved_s + row / self._rate_hz

    def _row(self, t_s: float) -> float:
        """The filtered row that speaks of a time."""
        unmoved = (t_s - self.began_s) * self._rate_hz
        rows = ((first, unmoved - moved_s * self._rate_hz) for first, moved_s in reversed(self._moves))
        return next((row for first, row in rows if row >= first), unmoved) + self._delay_s * self._rate_hz


class Segment:
    """The last stretches of one sensor's stream."""

    def __init__(self, signal: Callable[[float], Signal]) -> None:
        self._signal = signal
        self._stretches: deque[Stretch] = deque(maxlen=_STRETCHES)

    @property
    def newest_s(self) -> float:
        """Time of the newest sample; minus infinity before the first."""
        return self._stretches[-1].newest_s if self._stretches else -math.inf

    def feed(self, block: Block) -> None:
        """Take in a block; one without a gyroscope tells nothing."""
        if block.gyro_dps is None or len(block.gyro_dps) == 0:
            return
        if block.fresh or not self._stretches:
            self._stretches.append(Stretch(block.t_s, block.rate_hz, self._signal(block.rate_hz)))
        self._stretches[-1].feed(block)

    def during(self, t_s: float) -> Stretch | None:
        """The stretch that began last before a time; it may have ended before it."""
        for stretch in reversed(self._stretches):
            if stretch.began_s <= t_s:
                return stretch
        return None
