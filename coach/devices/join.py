"""Accelerometer and gyroscope that arrive as two streams become one, on the accelerometer's times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Floats


@dataclass(frozen=True, slots=True)
class Joined:
    """Accelerometer samples with the angular rate at their times, and how many could not be given one."""

    ticks: Floats
    accel: Floats
    gyro: Floats
    lost: int


class Joiner:
    """Two streams on one counter. A sample leaves once the other stream has passed it.

    Angular rate is interpolated linearly between the two gyroscope samples around each accelerometer sample, so the
    result does not depend on how either stream was cut. Nothing is bridged over more than `reach` ticks, and an
    accelerometer sample that has waited for `patience` ticks is given up: memory is bounded.
    """

    def __init__(self, reach: float, patience: float) -> None:
        self._reach = reach
        self._patience = patience
        self._accel = _Waiting()
        self._gyro = _Waiting()

    def accel(self, ticks: Floats, values: Floats) -> Joined:
        """Accelerometer samples came: (n,) increasing ticks, (n, 3) values."""
        self._accel.add(ticks, values)
        return self._join()

    def gyro(self, ticks: Floats, values: Floats) -> Joined:
        """Gyroscope samples came, the same."""
        self._gyro.add(ticks, values)
        return self._join()

    def both(self, accel: tuple[Floats, Floats], gyro: tuple[Floats, Floats]) -> Joined:
        """Samples of both came at once, either of which may be none; as long a stretch as they like."""
        self._accel.add(*accel)
        self._gyro.add(*gyro)
        return self._join()

    def _join(self) -> Joined:
        ticks, values = self._accel.take(self._due())
        times, rates = self._gyro.ticks, self._gyro.values
        if not len(times):
            return Joined(ticks[:0], values[:0], values[:0], len(ticks))
        right = np.clip(np.searchsorted(times, ticks), 0, len(times) - 1)
        left = np.where(times[right] > ticks, np.maximum(right - 1, 0), right)
        apart = times[right] - times[left]
        known = (times[left] <= ticks) & (ticks <= times[right]) & (apart <= self._reach)
        share = ((ticks - times[left]) / np.where(apart > 0.0, apart, 1.0))[:, None]
        gyro = rates[left] * (1.0 - share) + rates[right] * share
        self._forget(ticks)
        return Joined(ticks[known], values[known], gyro[known], len(ticks) - int(np.count_nonzero(known)))

    def _due(self) -> int:
        """Accelerometer samples that the gyroscope has passed, or that have waited too long."""
        accel, gyro = self._accel.ticks, self._gyro.ticks
        passed = np.searchsorted(accel, float(gyro[-1]), side="right") if len(gyro) else 0
        late = np.searchsorted(accel, float(accel[-1]) - self._patience) if len(accel) else 0
        return max(int(passed), int(late))

    def _forget(self, done: Floats) -> None:
        """Gyroscope samples older than the last one before what was done, or older than anything we wait for."""
        gyro = self._gyro.ticks
        used = int(np.searchsorted(gyro, float(done[-1]), side="right")) - 1 if len(done) else 0
        self._gyro.take(max(used, int(np.searchsorted(gyro, float(gyro[-1]) - self._patience))))


class _Waiting:
    """Samples of one stream that still may be needed; forgotten when its counter goes back."""

    def __init__(self) -> None:
        self.ticks: Floats = np.empty(0)
        self.values: Floats = np.empty((0, 3))

    def add(self, ticks: Floats, values: Floats) -> None:
        if not len(ticks):
            return
        if len(self.ticks) and ticks[0] <= self.ticks[-1]:
            self.take(len(self.ticks))
        self.ticks = np.concatenate([self.ticks, ticks])
        self.values = np.concatenate([self.values, values])

    def take(self, n: int) -> tuple[Floats, Floats]:
        taken = self.ticks[:n], self.values[:n]
        self.ticks, self.values = self.ticks[n:], self.values[n:]
        return taken
