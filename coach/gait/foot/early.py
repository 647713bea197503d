"""Toe-off foreseen as the heel leaves: a long stance is known before it ends."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass

from coach.events import Placement
from coach.gait.foot.anchors import Leaving, Stance

LONG_S = 0.0075
"""Call a stance long from here on, if one that is 15 ms longer must not be missed; hit rate in docs/accuracy.md."""
_REMEMBERED, _ENOUGH = 8, 5


@dataclass(frozen=True, slots=True)
class EarlyStance:
    """A stance that is about to end; a reading of its own, never a substitute for the `Contact` that follows."""

    placement: Placement
    at_s: float
    """Time of the newest sample that was needed, some 60 ms before toe-off."""
    initial_contact_s: float
    """As far as it is known by then: the contact that follows may date it otherwise by a few ms."""
    predicted_toe_off_s: float
    long_by_s: float
    """How much longer than the median of the runner's last eight."""


class Foresight:
    """Compares landing-to-push of this stance with the last eight, and adds their own lead from push to toe-off."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float, float]] = deque(maxlen=_REMEMBERED)

    def learn(self, stance: Stance, initial_contact: float, toe_off: float) -> None:
        """A believable contact."""
        self._recent.append((initial_contact - stance.anchor, stance.push - stance.anchor, toe_off - stance.push))

    def foresee(self, leaving: Leaving) -> tuple[float, float, float] | None:
        """Rows of initial contact and toe-off, and by how many this stance is long; None until enough is known."""
        if len(self._recent) < _ENOUGH:
            return None
        landed, lain, lead = (statistics.median(values) for values in zip(*self._recent, strict=True))
        return leaving.anchor + landed, leaving.push + lead, leaving.push - leaving.anchor - lain
