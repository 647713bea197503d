"""A run in parts: where the runner pressed `mark`, or else every few minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from coach.events import State, Step
from coach.review.readings import Heart, mean_heart
from coach.review.stretches import running_time

SHORTEST_S = 3.0
"""Marks closer together than this are one: a key pressed twice."""
_WHOLE_S = 480.0
"""A shorter run is not cut into parts that nobody asked for."""
_EVERY_S = (300.0, 600.0, 900.0, 1800.0)
_MOST = 12


@dataclass(frozen=True, slots=True)
class Lap:
    """A stretch of a run."""

    number: int
    """From 1."""
    start_s: float
    end_s: float

    def holds(self, at_s: float) -> bool:
        """Whether this moment lies in it; its end belongs to the next."""
        return self.start_s <= at_s < self.end_s


@dataclass(frozen=True, slots=True)
class Figures:
    """One lap in numbers: medians of its believed running steps, None where nothing was measured."""

    lap: Lap
    running_s: float
    contact_s: float | None
    cadence_spm: float | None
    balance_percent: float | None
    sink_deg: float | None
    sink_cm: float | None
    speed_mps: float | None
    drawn_out_s: float
    cues: int
    heart_bpm: float | None


def laps(start_s: float, end_s: float, marks_s: Sequence[float]) -> list[Lap]:
    """Split at the marks. At least one; together they are the whole."""
    cuts = [start_s]
    for at_s in sorted(marks_s):
        if at_s - cuts[-1] >= SHORTEST_S and end_s - at_s >= SHORTEST_S:
            cuts.append(at_s)
    cuts.append(max(end_s, start_s))
    return [Lap(number, from_s, to_s) for number, (from_s, to_s) in enumerate(pairwise(cuts), start=1)]


def every_few_minutes(start_s: float, end_s: float) -> list[Lap]:
    """Equal parts of a run without marks; one where it is short."""
    length_s = end_s - start_s
    if length_s < _WHOLE_S:
        return laps(start_s, end_s, ())
    every_s = next((s for s in _EVERY_S if length_s / s <= _MOST), _EVERY_S[-1])
    count = max(round(length_s / every_s), 1)
    return laps(start_s, end_s, [start_s + k * every_s for k in range(1, count)])


def figures(
    lap: Lap,
    steps: Iterable[Step],
    stretches: Iterable[tuple[State, float, float]],
    cues_s: Iterable[float],
    heart: Heart = (),
) -> Figures:
    """Of one lap, out of everything the run gave."""
    running = [step for step in steps if step.activity == "run" and lap.holds(step.initial_contact_s)]
    valid = [step for step in running if step.valid]
    drawn_out = [(from_s, to_s) for state, from_s, to_s in stretches if state == "drawn-out"]
    return Figures(
        lap=lap,
        running_s=running_time(running),
        contact_s=median(step.contact_s for step in valid) if valid else None,
        cadence_spm=median_of(valid, "cadence_spm"),
        balance_percent=median_of(valid, "balance_percent"),
        sink_deg=median_of(valid, "sink_deg"),
        sink_cm=median_of(valid, "sink_cm"),
        speed_mps=median_of(valid, "speed_mps"),
        drawn_out_s=sum(max(min(to_s, lap.end_s) - max(from_s, lap.start_s), 0.0) for from_s, to_s in drawn_out),
        cues=sum(lap.holds(at_s) for at_s in cues_s),
        heart_bpm=mean_heart([told for told in heart if lap.holds(told[0])], running),
    )


def median_of(steps: Iterable[Step], measure: str) -> float | None:
    """Median of a measure over the steps that have it."""
    values = [step.values[measure] for step in steps if measure in step.values]
    return median(values) if values else None
