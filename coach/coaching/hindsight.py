"""Drawn-out stretches as one sees them afterwards, with what came before and after in view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.coaching.gauge import Reading
from coach.coaching.normal import median

VIEW_S = 8.0
"""The median of so long before and after a step says how stance was there."""
LEAST_S = 10.0
"""Shorter ones are nothing to speak of; longer ones may have been cut short by a cue that was answered."""
JOINED_S = 10.0
"""Stretches that are less than this apart are one."""
STOP_S = 3.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stance was long from here to there."""

    start_s: float
    end_s: float

    def holds(self, at_s: float, after_s: float = 0.0) -> bool:
        """Whether a moment lies in it, or so shortly after."""
        return self.start_s <= at_s <= self.end_s + after_s


def stretches(readings: Sequence[Reading]) -> list[Stretch]:
    """All of at least 10 s, in order; stops and walks end them."""
    found: list[Stretch] = []
    for part in _unbroken(readings):
        long: list[Stretch] = []
        for start_s, end_s in _above(part):
            if long and start_s - long[-1].end_s < JOINED_S:
                long[-1] = Stretch(long[-1].start_s, end_s)
            else:
                long.append(Stretch(start_s, end_s))
        found += [stretch for stretch in long if stretch.end_s - stretch.start_s >= LEAST_S]
    return found


def _unbroken(readings: Iterable[Reading]) -> Iterable[Sequence[Reading]]:
    """Running without a stop."""
    part: list[Reading] = []
    for reading in readings:
        if part and reading.at_s - part[-1].at_s > STOP_S:
            yield part
            part = []
        part.append(reading)
    if part:
        yield part


def _above(part: Sequence[Reading]) -> Iterable[tuple[float, float]]:
    """(from, to) wherever the median around each step lies above its trigger."""
    first = last = 0
    since_s: float | None = None
    for reading in part:
        while part[first].at_s < reading.at_s - VIEW_S:
            first += 1
        while last < len(part) and part[last].at_s <= reading.at_s + VIEW_S:
            last += 1
        above = median([one.excess for one in part[first:last]]) > reading.band.trigger
        if above and since_s is None:
            since_s = reading.at_s
        elif not above and since_s is not None:
            yield since_s, reading.at_s
            since_s = None
    if since_s is not None:
        yield since_s, part[-1].at_s
