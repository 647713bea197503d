"""What rings after the foot strikes: shoe, soft tissue and strap, as short damped oscillations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Floats

_OVER_S = 0.25


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow: from `at_s` a damped oscillation of undamped size (6,) in g and deg/s."""

    at_s: float
    size: Floats
    hz: float
    decay_s: float


class Ring:
    """The blows of the recent past."""

    def __init__(self) -> None:
        self._strikes: list[Strike] = []

    def add(self, strike: Strike) -> None:
        """A further blow; in order of time."""
        self._strikes.append(strike)

    def forget(self, before_s: float) -> None:
        """Drop what has died away by then."""
        while self._strikes and self._strikes[0].at_s < before_s - _OVER_S:
            del self._strikes[0]

    def at(self, at_s: Floats) -> Floats:
        """(6, m) acceleration in g and angular rate in deg/s to be added."""
        out = np.zeros((6, len(at_s)))
        for strike in self._strikes:
            first, last = np.searchsorted(at_s, [strike.at_s, strike.at_s + _OVER_S])
            if last > first:
                since = at_s[first:last] - strike.at_s
                swing = np.exp(-since / strike.decay_s) * np.sin(2.0 * np.pi * strike.hz * since)
                out[:, first:last] += strike.size[:, None] * swing
        return out
