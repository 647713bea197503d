"""From a repetition's times to what a runner can use: reactivity, height, rhythm."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

import numpy as np

from coach.events import DrillName, Foot
from coach.gait.drills.pool import Told

GRAVITY = 9.80665
SLOW_CONTACT_S = 0.250
"""A longer contact uses another stretch-shortening cycle than a spring's (Schmidtbleicher 1992)."""
KICKED_BACK_PERCENT = 40.0
"""Above this `heel_up_percent` the heel comes late: kicked back, and surely not pulled up. Of simulated legs those that
pull up have 31 to 38, those that kick back 36 to 44."""
_KEPT = 8
_FEWEST = 3
"""So many intervals have a spread."""
_PAUSE_S = 2.0


class Values:
    """Feed repetitions in order; remembers when each drill's last ones were, foot by foot."""

    def __init__(self) -> None:
        self._last_s: dict[tuple[DrillName, Foot], float] = {}
        self._every_s: dict[tuple[DrillName, Foot], deque[float]] = {}

    def of(self, told: Told) -> dict[str, float]:
        """Everything known of this repetition; what is missing is left out."""
        values = dict(told.candidate.values)
        values.update(self._rhythm(told))
        if told.drill == "pogo":
            values.update(_spring(told.candidate.contact_s, told.candidate.flight_s))
        return values

    def _rhythm(self, told: Told) -> Iterator[tuple[str, float]]:
        key = told.drill, told.foot
        before_s = self._last_s.get(key, -math.inf)
        self._last_s[key] = told.at_s
        since_s = told.at_s - before_s
        if not 0.0 < since_s <= _PAUSE_S:
            self._every_s[key] = deque(maxlen=_KEPT)
            return
        every_s = self._every_s[key]
        every_s.append(since_s)
        yield "interval_s", since_s
        if len(every_s) >= _FEWEST:
            yield "rhythm_percent", 100.0 * float(np.std(every_s) / np.mean(every_s))


def _spring(contact_s: float, flight_s: float) -> Iterator[tuple[str, float]]:
    """Reactive strength index (flight over contact), slow or not, height of flight, how deep the push begins.

    Height is g t^2 / 8 (doi 10.1007/BF00422166), depth a half-sine push's (Morin 2005, doi 10.1123/jab.21.2.167).
    """
    if math.isnan(contact_s) or math.isnan(flight_s):
        return
    yield "rsi", flight_s / contact_s
    yield "slow", float(contact_s > SLOW_CONTACT_S)
    yield "height_cm", 100.0 * GRAVITY * flight_s**2 / 8.0
    peak = 0.5 * math.pi * (flight_s / contact_s + 1.0)
    yield "push_depth_cm", 100.0 * GRAVITY * contact_s**2 * (peak / math.pi**2 - 0.125)
