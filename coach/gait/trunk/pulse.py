"""The shape of one step's vertical acceleration: how strong, how early and how lopsided the push is."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.events import Floats

REMEMBERED = 6
"""Steps in the running mean: three of each foot."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """One step from loading to loading, as its first two Fourier components see it."""

    interval_s: float
    amplitude_g: float
    """Of the component at step frequency."""
    centre_s: float
    """When that component peaks, after loading."""
    skew_g: float
    """Part of the second harmonic in quadrature with the peak: positive when the push comes early."""


def pulse(vertical_g: Floats, start: float, stop: float, first: int, rate_hz: float) -> Pulse:
    """Shape between the fractional rows `start` and `stop`; `vertical_g` holds the rows from `first` on."""
    phase = (2.0 * math.pi / (stop - start)) * (np.arange(first, first + len(vertical_g)) - start)
    n = len(vertical_g)
    swing = vertical_g - vertical_g.sum() / n
    cosine, sine = np.cos(phase), np.sin(phase)
    along, across = swing * cosine, swing * sine
    c1, s1 = float(along.sum()) / n, float(across.sum()) / n
    c2 = float((along * cosine - across * sine).sum()) / n
    s2 = 2.0 * float((along * sine).sum()) / n
    peak = math.atan2(s1, c1)
    interval_s = (stop - start) / rate_hz
    return Pulse(
        interval_s=interval_s,
        amplitude_g=2.0 * math.hypot(c1, s1),
        centre_s=peak / (2.0 * math.pi) * interval_s,
        skew_g=2.0 * math.hypot(c2, s2) * math.sin(2.0 * peak - math.atan2(s2, c2)),
    )


class PulseMean:
    """Mean shape of the last six steps, so that left and right weigh the same and noise is small."""

    def __init__(self) -> None:
        self._last: deque[Pulse] = deque(maxlen=REMEMBERED)
        self.mean: Pulse | None = None
        """None before the first step."""

    def add(self, one: Pulse) -> None:
        """A whole step, none of it bridged or clipped."""
        self._last.append(one)
        n = len(self._last)
        self.mean = Pulse(
            interval_s=sum(p.interval_s for p in self._last) / n,
            amplitude_g=sum(p.amplitude_g for p in self._last) / n,
            centre_s=sum(p.centre_s for p in self._last) / n,
            skew_g=sum(p.skew_g for p in self._last) / n,
        )
