"""A run split where the runner pressed `mark`, and the seconds in which the runner had paused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SHORTEST_S = 3.0
"""Marks closer together than this are one: a key pressed twice."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One part of a run."""

    number: int
    """From 1."""
    start_s: float
    end_s: float

    def holds(self, at_s: float) -> bool:
        """Whether this moment lies in it; its end belongs to the next."""
        return self.start_s <= at_s < self.end_s


def laps(start_s: float, end_s: float, marks_s: Sequence[float]) -> list[Lap]:
    """At least one; together they are the whole."""
    cuts = [start_s]
    for at_s in sorted(marks_s):
        if at_s - cuts[-1] >= SHORTEST_S and end_s - at_s >= SHORTEST_S:
            cuts.append(at_s)
    cuts.append(max(end_s, start_s))
    return [Lap(number, from_s, to_s) for number, (from_s, to_s) in enumerate(pairwise(cuts), start=1)]
