"""What differs between a left and a right step at the trunk: a roll of the pelvis, a push to the other side."""

from __future__ import annotations

import math

import numpy as np

from coach.events import Floats

HEADING_STEPS = 20
"""Memory of the running direction, about seven seconds."""
VOTE_MEMORY = 0.8
"""What the vote of the steps before weighs one step later."""
VOTERS = 3
"""Changes from foot to foot that must have been seen before the vote counts."""


class Heading:
    """The way the runner goes, in the sensor's own axes: braking comes early in stance, propulsion late."""

    def __init__(self) -> None:
        self._push: Floats = np.zeros(3)
        self._steps = 0

    def add(self, early_g: Floats, late_g: Floats) -> None:
        """Mean acceleration 0-60 ms and 120-180 ms after a loading."""
        self._steps += 1
        self._push = self._push + (late_g - early_g - self._push) / min(self._steps, HEADING_STEPS)

    def forward(self, up: Floats) -> Floats:
        """Horizontal unit vector."""
        level = self._push - up * float((self._push * up).sum())
        return level / max(math.sqrt(float((level * level).sum())), 1e-9)

    def leftward(self, up: Floats) -> Floats:
        """Horizontal unit vector to the runner's left."""
        (ux, uy, uz), (fx, fy, fz) = up.tolist(), self.forward(up).tolist()
        return np.array([uy * fz - uz * fy, uz * fx - ux * fz, ux * fy - uy * fx])


class Alternation:
    """Adds up how a vector changes from each step to the next, turning its sign with every step.

    Only the difference between the feet survives: bias and slow drift cancel.
    """

    def __init__(self) -> None:
        self._last: Floats | None = None
        self._vote: Floats = np.zeros(3)
        self._voters = 0

    def add(self, value: Floats, beats: int) -> None:
        """`beats` steps after the one before; 0 where the count was lost."""
        if self._last is None or beats == 0:
            self._vote, self._voters = np.zeros(3), 0
        elif beats % 2:
            self._vote = (value - self._last) - VOTE_MEMORY * self._vote
            self._voters += 1
        self._last = value

    def along(self, direction: Floats) -> float:
        """How much further along `direction` this step's value lies than the other foot's; NaN while too few voted."""
        return float((self._vote * direction).sum()) if self._voters >= VOTERS else math.nan
