"""The day's level: contact creeps with warming up and with tiring, and that is no change of form."""

from __future__ import annotations

import math

FOLLOW_S = 600.0
"""A creeping change is two thirds followed after so long; stance that is drawn-out within a minute is not."""


class Drift:
    """A share of own normal that follows good running slowly and never goes far.

    What is slow and small is fatigue, warm-up, heat, a foot swelling in its shoe. What is fast, or larger than the
    limit, is form. Downwards it goes half as far: shorter contact may be what the cues were for, and must not become
    the measure of the rest of the run.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.level = 0.0
        self._last_s: float | None = None

    def follow(self, at_s: float, excess: float) -> None:
        """A good step's excess over the own normal that the run began with."""
        if self._last_s is not None:
            self.level += (excess - self.level) * -math.expm1(-min(at_s - self._last_s, 2.0) / FOLLOW_S)
            self.level = min(max(self.level, -0.5 * self.limit), self.limit)
        self._last_s = at_s

    def restart(self) -> None:
        """Own normal itself has changed."""
        self.level = 0.0
        self.pause()

    def pause(self) -> None:
        """Running is interrupted."""
        self._last_s = None
