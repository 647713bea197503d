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
_TOLERANCE, _CLOSE = 0.35, 0.2
"""An interval may be off the usual one by this share; by less where repetitions were missed without a gap."""
_MOST_MISSED = 6
"""In a gap. Without one, one that was too weak to be seen, and one more for each candidate off the beat."""
_MOST_ODD = 2
"""So many candidates may be off the beat; the next one begins a new series."""
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
        self._odd: list[Candidate] = []
        self._intervals: deque[float] = deque(maxlen=_KEPT)
        self._contacts: deque[float] = deque(maxlen=_KEPT)
        self._last: Candidate | None = None
        self._confirmed = False

    def feed(self, candidate: Candidate) -> Iterator[Candidate]:
        """Repetitions that this candidate makes certain, those between it and the last without measures."""
        last = self._last
        candidate = replace(candidate, gap=last is not None and candidate.flaws > last.flaws)
        missed = None if last is None else self._missed(last, candidate)
        if last is None or missed is None:
            yield from self._off_beat(candidate)
            return
        self._odd.clear()
        self._last = candidate
        self._contacts.append(candidate.contact_s)
        step_s = (candidate.at_s - last.at_s) / (missed + 1)
        self._intervals.append(step_s)
        between = Candidate(math.nan, candidate.declared_s, flaws=candidate.flaws, gap=candidate.gap, unseen=True)
        self._waiting += [replace(between, at_s=last.at_s + (k + 1) * step_s) for k in range(missed)]
        self._waiting.append(candidate)
        self._confirmed = self._confirmed or sum(not one.unseen for one in self._waiting) >= self._pace.confirmed
        if self._confirmed:
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                yield replace(one, declared_s=max(one.declared_s, candidate.declared_s))

    def _off_beat(self, candidate: Candidate) -> Iterator[Candidate]:
        """A drill that is under way may go on after it; otherwise a new series begins."""
        self._odd.append(candidate)
        if self._confirmed and len(self._odd) <= _MOST_ODD:
            return
        odd, self._odd = self._odd, []
        self._begin(odd[0])
        for one in odd[1:]:
            yield from self.feed(one)

    def _begin(self, candidate: Candidate) -> None:
        """A new series."""
        self._waiting = [candidate]
        self._intervals.clear()
        self._contacts.clear()
        self._contacts.append(candidate.contact_s)
        self._last = candidate
        self._confirmed = False

    def _missed(self, last: Candidate, candidate: Candidate) -> int | None:
        """How many repetitions lie between the last one and this; None where the rhythm is broken."""
        interval_s = candidate.at_s - last.at_s
        if self._drags(candidate):
            return None
        if not self._intervals:
            return 0 if self._pace.shortest_s <= interval_s <= self._pace.longest_s else None
        beats = interval_s / median(self._intervals)
        nearest = round(beats)
        off = abs(beats - nearest)
        if nearest == 1 or (candidate.gap and 1 < nearest <= _MOST_MISSED + 1):
            return nearest - 1 if off <= _TOLERANCE else None
        weak = 2 + len(self._odd) if self._confirmed else 1
        return nearest - 1 if 1 < nearest <= weak and off <= _CLOSE else None

    def _drags(self, candidate: Candidate) -> bool:
        known = [contact_s for contact_s in self._contacts if not math.isnan(contact_s)]
        return len(known) >= _KNOWN and candidate.contact_s > _SLOW_CONTACT * median(known)
