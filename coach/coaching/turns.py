"""Whether the runner turns: a corner wants his ears, and stance there says nothing about form."""

from __future__ import annotations

import math

from coach.coaching.recent import Recent
from coach.config import Cues
from coach.events import Step

SPAN_S = 2.0
"""The median of so long: three strides of a lone foot. On straight belts it stayed below 9 deg/s in 15 real runners."""
AFTER_S = 2.0
"""Still quiet so long after a turn."""
LONGEST_S = 60.0
"""Nobody turns for longer: that is a gyroscope with an offset, which must not silence the coach."""


class Turns:
    """Feed believed running steps; those of sensors without a gyroscope tell nothing, and nothing is quiet then."""

    def __init__(self, cues: Cues) -> None:
        self._rates_dps = Recent()
        self._since_s: float | None = None
        self._until_s = -math.inf
        self.set(cues)

    def set(self, cues: Cues) -> None:
        """Settings from now on."""
        self._least_dps = cues.turn_dps or math.inf

    def ran(self, step: Step) -> None:
        """One more step."""
        rate_dps, at_s = step.values.get("turn_dps"), step.declared_s
        if rate_dps is None:
            return
        self._rates_dps.add(at_s, rate_dps, SPAN_S)
        median_dps = self._rates_dps.median
        if median_dps is None or abs(median_dps) < self._least_dps:
            self._since_s = None
            return
        self._since_s = at_s if self._since_s is None else self._since_s
        self._until_s = at_s + AFTER_S if at_s - self._since_s < LONGEST_S else at_s

    def on(self, at_s: float) -> bool:
        """Whether he turns, or did a moment ago."""
        return at_s < self._until_s

    def clear(self) -> None:
        """Running is over."""
        self._rates_dps.clear()
        self._since_s = None
        self._until_s = -math.inf
