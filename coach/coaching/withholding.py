"""Some due cues are kept back at random: only then can a cue's effect be told from chance."""

from __future__ import annotations

import numpy as np


class Withholding:
    """Decides cue by cue. Cue number n meets the same fate in every replay, whatever happened before it."""

    def __init__(self, percent: float, seed: int) -> None:
        self._share = 0.01 * percent
        self._seed = seed
        self._count = 0

    def next(self) -> bool:
        """Whether the next due cue is withheld."""
        self._count += 1
        return bool(np.random.default_rng((self._seed, self._count)).random() < self._share)
