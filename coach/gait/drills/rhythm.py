"""Candidates become repetitions once they come in a steady rhythm: nothing else tells a drill from a stumble."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from coach.gait.drills.candidate import Candidate

_KNOWN = 3
"""So many contacts tell what is usual."""
_TOLERANCE = 0.35
"""An interval may be off the usual one by this share."""
_MOST_MISSED = 4
_SLOW_CONTACT = 1.5
"""A contact so much longer than the usual one ends the drill: the foot stays on the ground."""
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Pace:
    """What intervals a drill has at all."""

    shortest_s: float
    longest_s: float
    confirmed: int = 3
    """So many in a row are a drill; then the first ones count too."""


class Rhythm:
    """Feed candidates in order; repetitions come out, late ones of a newly confirmed drill at once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._waiting: list[Candidate] = []
        self._intervals: deque[float] = deque(maxlen=_KEPT)
        self._contacts: deque[float] = deque(maxlen=_KEPT)
        self._last: Candidate | None = None
        self._confirmed = False

    def feed(self, candidate: Candidate) -> Iterator[Candidate]:
        """Repetitions that this candidate makes certain, the missed ones in a gap without measures."""
        missed = self._missed(candidate)
        if missed is None:
            self._begin(candidate)
            return
        last = self._last
        self._last = candidate
        self._contacts.append(candidate.contact_s)
        if last is not None:
            step_s = (candidate.at_s - last.at_s) / (missed + 1)
            self._intervals.append(step_s)
            for k in range(missed):
                at_s = last.at_s + (k + 1) * step_s
                self._waiting.append(Candidate(at_s, candidate.declared_s, gap=True))
        self._waiting.append(candidate)
        if self._confirmed or len(self._waiting) >= self._pace.confirmed:
            self._confirmed = True
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                yield replace(one, declared_s=max(one.declared_s, candidate.declared_s))

    def _begin(self, candidate: Candidate) -> None:
        """A new series."""
        self._waiting = [candidate]
        self._intervals.clear()
        self._contacts.clear()
        self._contacts.append(candidate.contact_s)
        self._last = candidate
        self._confirmed = False

    def _missed(self, candidate: Candidate) -> int | None:
        """How many repetitions a gap has swallowed since the last one; None where the rhythm is broken."""
        if self._last is None:
            return None
        interval_s = candidate.at_s - self._last.at_s
        usual_s = median(self._intervals) if self._intervals else None
        if self._drags(candidate):
            return None
        if usual_s is None:
            return 0 if self._pace.shortest_s <= interval_s <= self._pace.longest_s else None
        beats = round(interval_s / usual_s)
        allowed = 1 if not candidate.gap else _MOST_MISSED + 1
        if 1 <= beats <= allowed and abs(interval_s / usual_s - beats) <= _TOLERANCE:
            return beats - 1
        return None

    def _drags(self, candidate: Candidate) -> bool:
        known = [contact_s for contact_s in self._contacts if not math.isnan(contact_s)]
        return len(known) >= _KNOWN and candidate.contact_s > _SLOW_CONTACT * median(known)
