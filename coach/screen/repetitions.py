"""The last repetitions of a drill, for screens. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from math import isfinite
from statistics import median

from coach.events import Guide, Repetition

WINDOW = 5


class Repetitions:
    """Running medians of the set that is going on, or, on the way back, of the one before."""

    def __init__(self) -> None:
        self._part = ""
        self._last: deque[Mapping[str, float]] = deque(maxlen=WINDOW)

    def guided(self, guide: Guide) -> None:
        """A new set begins with nothing."""
        if guide.kind == "drill" and guide.part != self._part:
            self._part = guide.part
            self._last.clear()

    def take(self, repetition: Repetition) -> None:
        """One more; what was not measured is left out."""
        times = {"contact_ms": 1e3 * repetition.contact_s, "flight_ms": 1e3 * repetition.flight_s}
        self._last.append({name: value for name, value in {**times, **repetition.values}.items() if isfinite(value)})

    def values(self) -> Mapping[str, float]:
        """Medians by name: contact_ms, flight_ms, and those of `coach.measures.drills`."""
        names = dict.fromkeys(name for values in self._last for name in values)
        return {name: median(values[name] for values in self._last if name in values) for name in names}
