"""Causal low-pass filters whose output does not depend on how the samples were cut into packets."""

from __future__ import annotations

import cmath
import math

import numpy as np

from coach.events import Floats

_STRETCH = 256
"""Rows between two re-scalings of the running sum; the fastest pole in use shrinks to 1e-145 meanwhile."""
_HIGHEST = 0.35
"""Highest cut-off as a share of the rate."""


def low_pass_delay_s(rate_hz: float, cutoff_hz: float) -> float:
    """Low-frequency group delay of `LowPass` itself, in s.

    Its `delay_s` is that of the analogue model, which is more the nearer the cut-off is to the rate: by 1.4 ms for
    20 Hz at 104 Hz, by 4 ms for 15 Hz at 52 Hz.
    """
    cutoff_hz = min(cutoff_hz, _HIGHEST * rate_hz)
    return math.sqrt(2.0) / (2.0 * rate_hz * math.tan(math.pi * cutoff_hz / rate_hz))


class LowPass:
    """Second-order Butterworth over the columns of (n, channels) arrays, state kept between calls.

    Starts settled on the first sample, so that gravity does not ring. `delay_s` is the low-frequency group delay
    sqrt(2) / (2 pi fc): subtract it from the times of events found in the output.

    The recursion w[n] = p w[n-1] + x[n] over the complex pole p is a running sum of x[n] / p^n, re-scaled at every
    256th row since the start. Sums run row by row and every other operation is one multiplication or addition of
    reals, so any cutting gives the same bits. (scipy's sosfilt does so too, but costs half a second to import.)
    """

    def __init__(self, rate_hz: float, cutoff_hz: float, channels: int) -> None:
        cutoff_hz = min(cutoff_hz, _HIGHEST * rate_hz)
        self.delay_s = math.sqrt(2.0) / (2.0 * math.pi * cutoff_hz)
        pole, residue, through = _butterworth(cutoff_hz / rate_hz)
        steps = np.arange(_STRETCH)
        rising, falling = pole ** -steps.astype(np.complex128), 2.0 * residue * pole**steps
        self._in = np.stack([rising.real, rising.imag], axis=1)[:, :, None]
        self._out = np.stack([falling.real, -falling.imag], axis=1)[:, :, None]
        self._through = through
        self._rescale = pole**_STRETCH
        self._settled = pole / (1.0 - pole)
        self._sum: Floats = np.zeros((2, channels))
        self._row = 0
        self._began = False

    def feed(self, x: Floats) -> Floats:
        """Filter (n, channels); n may be 0."""
        y = np.empty_like(x)
        if len(x) and not self._began:
            self._began = True
            self._sum = np.stack([self._settled.real * x[0], self._settled.imag * x[0]])
        done = 0
        while done < len(x):
            stop = min(done + _STRETCH - self._row, len(x))
            y[done:stop] = self._stretch(x[done:stop])
            done = stop
        return y

    def _stretch(self, x: Floats) -> Floats:
        """Rows up to the next re-scaling."""
        rows = slice(self._row, self._row + len(x))
        sums = self._in[rows] * x[:, None, :]
        sums[0] += self._sum
        np.add.accumulate(sums, axis=0, out=sums)
        parts = self._out[rows] * sums
        self._row += len(x)
        self._sum = sums[-1].copy()
        if self._row == _STRETCH:
            self._row = 0
            real, imaginary = self._sum
            a, b = self._rescale.real, self._rescale.imag
            self._sum = np.stack([a * real - b * imaginary, a * imaginary + b * real])
        return parts[:, 0] + parts[:, 1] + self._through * x


def _butterworth(cutoff: float) -> tuple[complex, complex, float]:
    """Pole, its residue and the direct gain of the bilinear second-order design; `cutoff` as a share of the rate.

    H(z) = through + residue / (1 - pole z^-1) + its conjugate; poles of the analogue filter lie at 135 degrees.
    """
    warped = 2.0 * math.tan(math.pi * cutoff)
    analogue = warped * cmath.exp(0.75j * math.pi)
    pole = (2.0 + analogue) / (2.0 - analogue)
    gain = abs(1.0 - pole) ** 2 / 4.0
    through = gain / abs(pole) ** 2
    residue = gain * (1.0 + 1.0 / pole) ** 2 / (1.0 - pole.conjugate() / pole)
    return pole, residue, through
