"""A phone's motion: accelerometer and gyroscope tick at rates of their own, and one of them may be switched off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.devices.device import Counter, Refused
from coach.devices.join import Joiner
from coach.events import Floats, RawSamples

COUNTER = Counter(tick_hz=1e6, tick_wrap=2**53, sequence_wrap=1)
"""Microseconds since the stretch began; a new stretch begins at 0 again, and with it the clock."""
ACCEL_LIMIT_G = 8.0
"""What phones commonly have; they do not say. One with more has its hardest landings marked as clipped."""
_REACH = 0.1e6
"""Nothing is bridged over a longer hole: even a slow phone gives fifty samples a second."""
_PATIENCE = 2e6
"""So long one sensor waits for the other."""
_BACK = 2e6


@dataclass(frozen=True, slots=True)
class Track:
    """Samples of one sensor: (n,) increasing ticks, (n, 3) values."""

    ticks: Floats
    values: Floats

    def __len__(self) -> int:
        return len(self.ticks)


NOTHING = Track(np.empty(0), np.empty((0, 3)))


def track(ticks: Sequence[float], values: Sequence[Sequence[float]], scale: float) -> Track:
    """In order of time, each number times `scale`; of samples with the same time the first."""
    if not len(ticks):
        return NOTHING
    increasing, first = np.unique(np.array(ticks, dtype=np.float64), return_index=True)
    return Track(increasing, np.array(values, dtype=np.float64)[first] * scale)


class Newest:
    """Keeps one sensor's samples increasing from packet to packet."""

    def __init__(self) -> None:
        self._tick = -np.inf

    def set_back(self, found: Track) -> bool:
        """The phone's clock was set: all of this lies far before what is known."""
        return bool(len(found)) and found.ticks[-1] < self._tick - _BACK

    def of(self, found: Track) -> tuple[Track, int]:
        """What is newer than all before, and how many samples were not."""
        new = found.ticks > self._tick
        if new.any():
            self._tick = float(found.ticks[-1])
        return Track(found.ticks[new], found.values[new]), len(found) - int(new.sum())


class Pairing:
    """One sensor's samples with another's values at their times, whichever comes first."""

    def __init__(self) -> None:
        self._joiner = Joiner(_REACH, _PATIENCE)

    def feed(self, one: Track, other: Track) -> tuple[Track, Floats, int]:
        """Samples of the one that became whole, the other's (n, 3) values, and how many will never be whole."""
        joined = self._joiner.both((one.ticks, one.values), (other.ticks, other.values))
        return Track(joined.ticks, joined.accel), joined.gyro, joined.lost


class Together:
    """Acceleration and angular rate as samples, at the acceleration's times; no rate where no gyroscope speaks.

    Whether one does is known at its first sample, or when the accelerometer has spoken for two seconds alone; until
    then its samples wait.
    """

    def __init__(self) -> None:
        self._pairing = Pairing()
        self._waiting = NOTHING
        self._has_gyro: bool | None = None

    def feed(self, accel_g: Track, gyro_dps: Track) -> list[RawSamples | Refused]:
        """Samples that became whole, and what will never be."""
        accel_g, self._waiting = _after(self._waiting, accel_g), NOTHING
        if len(gyro_dps):
            self._has_gyro = True
        elif self._has_gyro is None:
            if not len(accel_g) or accel_g.ticks[-1] - accel_g.ticks[0] < _PATIENCE:
                self._waiting = accel_g
                return []
            self._has_gyro = False
        if not self._has_gyro:
            return _samples(accel_g, None)
        whole, rates, lost = self._pairing.feed(accel_g, gyro_dps)
        reason = "phone acceleration without angular rate at its time"
        return [*_samples(whole, rates), *([Refused(reason, lost)] if lost else [])]


def _samples(accel_g: Track, gyro_dps: Floats | None) -> list[RawSamples | Refused]:
    if not len(accel_g):
        return []
    return [RawSamples(accel_g.values, gyro_dps, ticks=accel_g.ticks, accel_limit_g=ACCEL_LIMIT_G)]


def _after(before: Track, then: Track) -> Track:
    if not len(before):
        return then
    return Track(np.concatenate([before.ticks, then.ticks]), np.concatenate([before.values, then.values]))
