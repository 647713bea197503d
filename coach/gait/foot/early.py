"""Toe-off foreseen as the heel leaves: a long stance is known before it ends."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass

from coach.events import Placement
from coach.gait.foot.anchors import Leaving

LONG_S = 0.0075
"""Call a stance long from here on, if one that is 15 ms longer must not be missed; hit rate in docs/accuracy.md."""
_REMEMBERED, _ENOUGH = 8, 5


@dataclass(frozen=True, slots=True)
class EarlyStance:
    """A stance that is about to end; a reading of its own, never a substitute for the `Contact` that follows."""

    placement: Placement
    at_s: float
    """Time of the newest sample that was needed, some 50 ms before toe-off."""
    predicted_toe_off_s: float
    long_by_s: float
    """How much longer than the median of the runner's last eight."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """In rows: what `EarlyStance` says in seconds."""

    toe_off: float
    long_by: float


class Foresight:
    """Compares landing-to-leaving of this stance with the last eight, and adds their own lead to toe-off."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)

    def learn(self, anchor: float, leaving: float, toe_off: float) -> None:
        """A believable contact: how long it lay, and how long it took from leaving to toe-off."""
        self._recent.append((leaving - anchor, toe_off - leaving))

    def foresee(self, leaving: Leaving) -> Forecast | None:
        """None until enough contacts are known."""
        if len(self._recent) < _ENOUGH:
            return None
        lain, lead = (statistics.median(values) for values in zip(*self._recent, strict=True))
        return Forecast(toe_off=leaving.row + lead, long_by=leaving.row - leaving.anchor - lain)
