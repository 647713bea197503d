"""What becomes of a cue that may be said: given, kept back because the sessions fade, or withheld by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from coach.config import Cues, Fading

Fate = Literal["given", "faded", "withheld"]


class Fates:
    """Cue number n of session number s meets the same fate in every replay.

    Fading is a plan, not chance: of the cues that come due, evenly spread ones are given, the first always. Only those
    are ever withheld, so a withheld cue differs from a given one by nothing but the dice.
    """

    def __init__(self, cues: Cues, fading: Fading, session: int) -> None:
        self._session = session
        self._due = self._allowed = 0
        self.set(cues, fading)

    def set(self, cues: Cues, fading: Fading) -> None:
        """Settings from now on."""
        self._withheld = 0.01 * cues.withhold_percent
        self._seed = cues.withhold_seed
        self.percent = percent_of(fading, self._session)
        """% of due cues that this session gives."""

    def next(self) -> Fate:
        """Of the next push cue that nothing else keeps back."""
        self._due += 1
        share = 0.01 * self.percent
        if math.ceil(self._due * share) == math.ceil((self._due - 1) * share):
            return "faded"
        self._allowed += 1
        dice = np.random.default_rng((self._seed, self._session, self._allowed))
        return "withheld" if dice.random() < self._withheld else "given"


def percent_of(fading: Fading, session: int) -> float:
    """% of due cues in this session, counted from 0; the last number of the plan holds for ever."""
    plan: Sequence[float] = fading.percent
    return plan[min(session, len(plan) - 1)] if fading.on and plan else 100.0
