"""Fast streams thinned to at most 416 Hz: detectors gain nothing above it and would pay for every sample."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np

from coach.dsp.timeline import Timeline
from coach.events import Block, Bools, Floats

_FASTEST_HZ = 420.0
_TARGET_HZ = 416.0


def factor_for(rate_hz: float) -> int:
    """Every how manieth sample stays: 1 up to 420 Hz."""
    return 1 if rate_hz <= _FASTEST_HZ else math.ceil(rate_hz / _TARGET_HZ)


class Decimator:
    """Two running means of `factor` samples (a triangle of 2 factor - 1), then every factor-th sample.

    Its zeros lie where the new rate folds onto standing still, and its delay is the same for all frequencies: factor
    - 1 samples, 2 ms at 500 Hz. Blocks carry the time of the triangle's middle, so nothing is shifted; the newest
    sample behind a block's last is that delay younger. 30 Hz comes through at 96 % (500 Hz) or more.
    """

    def __init__(self, factor: int) -> None:
        self._factor = factor
        rise = np.arange(1, factor + 1, dtype=np.float64)
        self._weights = np.concatenate((rise, rise[-2::-1])) / factor**2
        self._times = Timeline()
        self._fed = 0
        self._fresh = False
        self._tail: tuple[Floats, Bools, Bools] | None = None
        self._tail_row = 0

    def feed(self, block: Block) -> list[Block]:
        """Blocks whose every triangle is complete; two where the grid was moved in between."""
        start = self._fed
        self._times.append(block)
        self._fed += len(block.accel_g)
        values = block.accel_g if block.gyro_dps is None else np.concatenate((block.accel_g, block.gyro_dps), axis=1)
        filled, clipped = block.filled, block.clipped
        if block.fresh or self._tail is None:
            self._fresh, self._tail_row = True, start
        else:
            values = np.concatenate((self._tail[0], values))
            filled = np.concatenate((self._tail[1], filled))
            clipped = np.concatenate((self._tail[2], clipped))
        count = max(0, (len(values) - len(self._weights)) // self._factor + 1)
        first, kept = self._tail_row + self._factor - 1, count * self._factor
        thin = (self._mean(values, count), self._any(filled, count), self._any(clipped, count))
        self._tail = (values[kept:].copy(), filled[kept:].copy(), clipped[kept:].copy())
        self._tail_row += kept
        earlier = min(count, max(0, math.ceil((start - first) / self._factor)))
        return self._blocks(block, first, thin, earlier)

    def _mean(self, values: Floats, count: int) -> Floats:
        out = np.zeros((count, values.shape[1]))
        for k, weight in enumerate(self._weights):
            out += weight * values[k :: self._factor][:count]
        return out

    def _any(self, flags: Bools, count: int) -> Bools:
        out = np.zeros(count, dtype=np.bool_)
        for k in range(len(self._weights)):
            out |= flags[k :: self._factor][:count]
        return out

    def _blocks(self, like: Block, first: int, thin: tuple[Floats, Bools, Bools], earlier: int) -> list[Block]:
        """One block, or two where the first `earlier` samples belong to the time before the grid was moved."""
        values, filled, clipped = thin
        rate_hz = like.rate_hz / self._factor
        start_s = self._times.seconds(first)
        moved_s = self._times.seconds(first + earlier * self._factor) - start_s - earlier / rate_hz
        cuts = [0, earlier, len(values)] if abs(moved_s) > 1e-5 else [0, len(values)]
        out: list[Block] = []
        for start, stop in pairwise(cuts):
            if stop > start:
                out.append(
                    replace(
                        like,
                        t_s=self._times.seconds(first + start * self._factor),
                        rate_hz=rate_hz,
                        accel_g=values[start:stop, :3],
                        gyro_dps=None if like.gyro_dps is None else values[start:stop, 3:],
                        filled=filled[start:stop],
                        clipped=clipped[start:stop],
                        fresh=self._fresh,
                    )
                )
                self._fresh = False
        return out
