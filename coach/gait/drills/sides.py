"""Whether beats take turns between left and right, go in pairs, or are all alike: by what the trunk feels in each."""

from __future__ import annotations

from collections import deque

import numpy as np

from coach.events import Floats

_PAIRED = 1.5
"""Beats differ so much more from the last but one than from the last but three."""
_TAKES_TURNS = 0.3
"""Like the last, unlike the last, like the last …: by this share at least."""


class Sides:
    """Compares each beat with those before it; no axis and no scale need be known."""

    def __init__(self, kept: int) -> None:
        self._sides: deque[Floats] = deque(maxlen=kept)

    def add(self, side: Floats) -> None:
        """The next beat's."""
        self._sides.append(side)

    def clear(self) -> None:
        """The row of beats was interrupted."""
        self._sides.clear()

    def turns(self) -> float:
        """How much more beats differ from the last than from the last but one; running has 2 and more, hops about 1."""
        return self._apart(1) / max(self._apart(2), 1e-9)

    def ends_with_hop(self) -> bool | None:
        """In skips, whether the newest beat is the second of one foot; None where beats do not go in pairs."""
        if self._apart(2) < _PAIRED * self._apart(4):
            return None
        steps = self._steps(1)
        signed = sum(apart if k % 2 == 0 else -apart for k, apart in enumerate(reversed(steps)))
        if abs(signed) < _TAKES_TURNS * sum(steps):
            return None
        return signed < 0.0

    def _apart(self, by: int) -> float:
        steps = self._steps(by)
        return sum(steps) / len(steps) if steps else float("nan")

    def _steps(self, by: int) -> list[float]:
        sides = list(self._sides)
        return [float(np.sqrt(((b - a) ** 2).sum())) for a, b in zip(sides, sides[by:], strict=False)]
