"""Samples as the even grid handles them: times, values side by side, and which were clipped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Bools, Floats, Samples

CLIPPED_SHARE = 0.98
"""A value this near to the end of its range may have been larger."""


@dataclass(frozen=True, slots=True)
class Rows:
    """(n,) increasing times; (n, 3) acceleration in g or (n, 6) with angular rate in deg/s beside it; (n,) flags."""

    t_s: Floats
    values: Floats
    clipped: Bools

    @classmethod
    def of(cls, samples: Samples) -> Rows:
        """The same samples, flagged where any axis is at the end of its range."""
        if samples.gyro_dps is None:
            return cls(samples.t_s, samples.accel_g, _clipped(samples.accel_g, samples.accel_limit_g))
        clipped = _clipped(samples.accel_g, samples.accel_limit_g) | _clipped(samples.gyro_dps, samples.gyro_limit_dps)
        return cls(samples.t_s, np.concatenate((samples.accel_g, samples.gyro_dps), axis=1), clipped)

    def __len__(self) -> int:
        return len(self.t_s)

    def part(self, start: int, stop: int) -> Rows:
        """Rows start…stop-1; no copy."""
        return Rows(self.t_s[start:stop], self.values[start:stop], self.clipped[start:stop])

    def where(self, keep: Bools) -> Rows:
        """The marked rows."""
        return Rows(self.t_s[keep], self.values[keep], self.clipped[keep])

    def followed_by(self, later: Rows) -> Rows:
        """Both, in order."""
        return Rows(
            np.concatenate((self.t_s, later.t_s)),
            np.concatenate((self.values, later.values)),
            np.concatenate((self.clipped, later.clipped)),
        )


def _clipped(values: Floats, limit: float) -> Bools:
    near = CLIPPED_SHARE * limit
    if len(values) and (values.max() >= near or values.min() <= -near):
        return np.asarray((np.abs(values) >= near).any(axis=1))
    return np.zeros(len(values), dtype=np.bool_)
