"""Which running speed counts at a time, of all that were told from outside the motion sensors."""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections.abc import Mapping

from coach.events import Speed

MEASURED_LIFE_S = 10.0
"""A measured speed older than this is not used: pods, belts and phones send one every second, tables every eight."""
LIFE_S: Mapping[str, float] = {"typed": math.inf}
"""A speed that was typed in, or stands in the settings, holds until it is changed."""
TRUST: Mapping[str, int] = {"treadmill": 3, "typed": 2, "footpod": 1}
"""Where several tell: the belt itself, what the runner reads off it and types in, a pod, whatever else measures (0)."""


class Speeds:
    """Speeds as they were told, in any order; asked for times that increase."""

    def __init__(self) -> None:
        self._told: dict[str, list[Speed]] = {}

    def add(self, speed: Speed) -> None:
        """It counts from its own time on."""
        insort(self._told.setdefault(speed.source, []), speed, key=_at_s)

    def at(self, at_s: float) -> Speed | None:
        """The newest word of the most trusted source that is not too old; None where there is none, or it says nought.

        Nought or less means that the source itself does not know: a belt that stands under a runner who stands on its
        edge is not overruled by what was typed in.
        """
        fresh = [speed for source in self._told if (speed := self._newest(source, at_s)) is not None]
        best = max(fresh, key=lambda speed: (TRUST.get(speed.source, 0), speed.at_s), default=None)
        return best if best is not None and best.speed_mps > 0.0 else None

    def _newest(self, source: str, at_s: float) -> Speed | None:
        told = self._told[source]
        known = bisect_right(told, at_s, key=_at_s)
        del told[: max(known - 1, 0)]
        if not known or at_s - told[0].at_s > LIFE_S.get(source, MEASURED_LIFE_S):
            return None
        return told[0]


def _at_s(speed: Speed) -> float:
    return speed.at_s
