"""When to say, once on a run, that own normal has been learned and coaching begins."""

from __future__ import annotations

import math

from coach.config import Cues


class Welcome:
    """Due at the end of the quiet time, where the runner's own normal was learned within it.

    Who was known from the start, or whose normal is learned only when cues may come already, is not spoken to for it.
    """

    def __init__(self, cues: Cues) -> None:
        self._began_s = math.inf
        self._pending = False
        self._over = False
        self.set(cues)

    def set(self, cues: Cues) -> None:
        """Settings from now on."""
        self._quiet_s = cues.quiet_first_s

    def ran(self, at_s: float, *, learning: bool) -> None:
        """A believed running step; `learning` while own normal is not known at it."""
        self._began_s = min(self._began_s, at_s)
        if learning:
            self._pending = True
            self._over |= self._quiet_over(at_s)

    def due(self, at_s: float) -> bool:
        """Whether this is the moment; asked at steps whose normal is known, true once at most."""
        if self._over or not self._quiet_over(at_s):
            return False
        self._over = True
        return self._pending

    def _quiet_over(self, at_s: float) -> bool:
        return at_s >= self._began_s + self._quiet_s
