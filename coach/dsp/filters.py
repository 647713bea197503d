"""Causal low-pass filters whose output does not depend on how the samples were cut into packets."""

from __future__ import annotations

import math

import numpy as np
from scipy.signal import butter, sosfilt

from coach.events import Floats


class LowPass:
    """Second-order Butterworth over the columns of (n, channels) arrays, state kept between calls.

    Starts settled on the first sample, so that gravity does not ring. `delay_s` is the low-frequency group delay
    sqrt(2) / (2 pi fc): subtract it from the times of events found in the output.
    """

    def __init__(self, rate_hz: float, cutoff_hz: float, channels: int) -> None:
        cutoff_hz = min(cutoff_hz, 0.35 * rate_hz)
        self.delay_s = math.sqrt(2.0) / (2.0 * math.pi * cutoff_hz)
        self._sos: Floats = np.asarray(butter(2, cutoff_hz, fs=rate_hz, output="sos"), dtype=np.float64)
        self._channels = channels
        self._state: Floats | None = None

    def feed(self, x: Floats) -> Floats:
        """Filter (n, channels); n may be 0."""
        if len(x) == 0:
            return x
        if self._state is None:
            self._state = _settled(self._sos, x[0])
        y, self._state = sosfilt(self._sos, x, axis=0, zi=self._state)
        return np.asarray(y, dtype=np.float64)


def _settled(sos: Floats, first: Floats) -> Floats:
    """State of a transposed direct-form II section that has seen `first` for ever; (1, 2, channels). Unity DC gain."""
    b0, b1, b2, _, a1, a2 = sos[0]
    gain = (b0 + b1 + b2) / (1.0 + a1 + a2)
    z2 = (b2 - a2 * gain) * first
    z1 = (b1 - a1 * gain) * first + z2
    return np.stack([z1, z2])[None]
