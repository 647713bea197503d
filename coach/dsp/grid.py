"""Dated samples onto an even grid of at most 416 Hz: what every filter and detector behind it may count on."""

from __future__ import annotations

import numpy as np

from coach.dsp.decimate import Decimator, factor_for
from coach.dsp.even import Evener
from coach.dsp.rate import Rate, estimate
from coach.dsp.rows import Rows
from coach.events import Block, Rejected, Samples

_PAUSE_S = 1.0
"""After a gap this long the device may have been set up anew: its rate is estimated again."""
_SAME_RATE = 0.002
_TOO_SLOW_S = 20.0
"""No two seconds of samples at least every 120 ms within this time: not a stream that shows steps."""


class Grid:
    """One sensor's samples as blocks. Cutting the samples otherwise changes no bit of them; times enter as differences.

    Even samples pass to the last bit, others are put on the grid (`coach.dsp.even`), fast ones are thinned
    (`coach.dsp.decimate`). The first two seconds are held back until they have told the rate (`coach.dsp.rate`).
    """

    def __init__(self) -> None:
        self._waiting: Rows | None = None
        self._evener: Evener | None = None
        self._decimator: Decimator | None = None
        self._hz = 0.0
        self._columns = 0

    def feed(self, samples: Samples) -> list[Block | Rejected]:
        """Blocks that these samples completed, or that they come too slowly to be used."""
        rows = Rows.of(samples)
        if rows.values.shape[1] != self._columns:
            self._waiting, self._evener, self._columns = None, None, rows.values.shape[1]
        if self._waiting is not None:
            rows, self._waiting = self._waiting.followed_by(rows), None
        out: list[Block | Rejected] = []
        while len(rows):
            if self._evener is None:
                rate = estimate(rows.t_s)
                if rate is None:
                    slow = int((rows.t_s <= rows.t_s[0] + _TOO_SLOW_S).sum())
                    if slow == len(rows):
                        self._waiting = rows
                        break
                    out.append(Rejected(samples.placement, float(rows.t_s[slow]), "too few samples a second", slow))
                    rows = rows.part(slow, len(rows))
                    continue
                self._evener = self._start(samples, rate)
            stop = self._pause(self._evener.newest_s, rows)
            for block in self._evener.feed(rows.part(0, stop)) if stop else []:
                out += self._decimator.feed(block) if self._decimator else [block]
            if stop < len(rows):
                self._evener = None
            rows = rows.part(stop, len(rows))
        return out

    def _start(self, samples: Samples, rate: Rate) -> Evener:
        """At the rate it had before, unless that has clearly changed."""
        if abs(rate.hz - self._hz) > _SAME_RATE * self._hz:
            self._hz = rate.hz
            factor = factor_for(rate.hz)
            self._decimator = Decimator(factor) if factor > 1 else None
        return Evener(samples.placement, Rate(self._hz, rate.first_s, rate.needed))

    @staticmethod
    def _pause(newest_s: float | None, rows: Rows) -> int:
        """Rows before the first pause, or all."""
        first = rows.t_s[0] if newest_s is None else newest_s
        if rows.t_s[-1] - first <= _PAUSE_S:
            return len(rows)
        paused = np.diff(rows.t_s, prepend=first) > _PAUSE_S
        return int(np.argmax(paused)) if paused.any() else len(rows)
