"""Whether beats take turns between left and right, go in pairs, or are all alike: by what the trunk feels in each."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from coach.events import Floats

_MEMORY = 0.85
"""What the vote of the beats before weighs one beat later."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike beats are to the last, the last but one and the last but three: -1 opposite, 0 unrelated, 1 same."""

    first: float
    second: float
    fourth: float

    @property
    def takes_turns(self) -> bool:
        """Left, right, left, right: running, and butt kicks."""
        return self.first <= -0.5 and self.second >= 0.2

    @property
    def pairs(self) -> bool:
        """Left, left, right, right: skips."""
        return self.second <= -0.4 and self.fourth >= 0.35


class Sides:
    """Compares each beat with those before it; no axis and no scale need be known."""

    def __init__(self, kept: int) -> None:
        self._sides: deque[Floats] = deque(maxlen=kept)
        self._vote = 0.0

    def add(self, side: Floats) -> None:
        """The next beat's."""
        self._sides.append(side)
        rest = self._rest()
        self._vote = -_MEMORY * self._vote
        if len(rest) > 1:
            self._vote += float((rest[-1] * rest[-2]).sum()) / max(float((rest * rest).sum()), 1e-12)

    def clear(self) -> None:
        """The row of beats was interrupted."""
        self._sides.clear()
        self._vote = 0.0

    def likeness(self) -> Likeness:
        """Of at least five beats."""
        rest = self._rest()
        size = float((rest * rest).sum()) / len(rest)
        first, second, fourth = (
            float((rest[by:] * rest[:-by]).sum()) / (len(rest) - by) / max(size, 1e-12) for by in (1, 2, 4)
        )
        return Likeness(first, second, fourth)

    @property
    def ends_with_hop(self) -> bool:
        """In skips, whether the newest beat is more likely the second of one foot than the first of the other."""
        return self._vote > 0.0

    def _rest(self) -> Floats:
        """(n, 3) what is left of each beat when all have been averaged away."""
        sides = np.array(self._sides)
        return np.asarray(sides - np.add.reduce(sides, axis=0) / len(sides), dtype=np.float64)
