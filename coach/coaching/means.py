"""Which cue is given next: a word, the push-pull beat or the metronome, by rule and by what worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.coaching import words
from coach.config import Config

METRONOME = "metronome"
SLOW = 0.02
"""Steps so much longer in time than one's own: the metronome says it better than a word."""
PRIOR_SD_MS = 10.0
"""What any cue may do before it has been tried."""
LEAST = 4
"""Fewer trials of every cue than this, and they take turns."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one cue did in earlier sessions, against no cue at all."""

    count: int
    change_ms: float
    sd_ms: float
    """Of `change_ms`."""


class Means:
    """Takes turns while nothing is known; then prefers what worked, by Thompson's dice.

    Within one stretch nothing is said twice in a row. The metronome is one of the means where it is asked for, and the
    first of them when cadence has dropped.
    """

    def __init__(self, tried: Mapping[str, Tried], config: Config, session: int) -> None:
        self._tried = tried
        self._session = session
        self._turn = self._given = 0
        self._last = ""
        self.set(config)

    def set(self, config: Config) -> None:
        """Settings from now on."""
        self._seed = config.cues.withhold_seed
        self._all = (*words.PUSH, METRONOME) if config.metronome.mode == "chosen" else words.PUSH
        known = all(self._tried.get(cue, NOTHING).count >= LEAST for cue in self._all)
        self._prefer = config.cues.prefer and known

    def next(self, stride: float | None) -> str:
        """The cue that is due now; `stride` is how much longer than usual the step takes, as a share."""
        if METRONOME in self._all and self._last != METRONOME and stride is not None and stride > SLOW:
            return METRONOME
        others = [cue for cue in self._all if cue != self._last]
        if self._prefer:
            return self._drawn(others)
        return next(cue for cue in self._from(self._turn) if cue in others)

    def used(self, cue: str) -> None:
        """It was given, or kept back."""
        self._turn = (self._all.index(cue) if cue in self._all else self._turn) + 1
        self._given += 1
        self._last = cue

    def stretch_over(self) -> None:
        """What comes next is new, and may begin as the last one did where that is what works."""
        if self._prefer:
            self._last = ""

    def _from(self, turn: int) -> Sequence[str]:
        return [self._all[(turn + k) % len(self._all)] for k in range(len(self._all))]

    def _drawn(self, cues: Sequence[str]) -> str:
        """Each cue draws what it may do from what is known of it; the shortest contact wins."""
        dice = np.random.default_rng((self._seed, self._session, self._given))
        draws = {cue: dice.normal(*belief(self._tried.get(cue, NOTHING))) for cue in cues}
        return min(draws, key=draws.__getitem__)


NOTHING = Tried(0, 0.0, 0.0)


def belief(tried: Tried) -> tuple[float, float]:
    """Mean and SD in ms of what a cue does, drawn towards nothing while little is known."""
    if tried.count < 2:
        return 0.0, PRIOR_SD_MS
    weight = PRIOR_SD_MS**2 / (PRIOR_SD_MS**2 + tried.sd_ms**2)
    return weight * tried.change_ms, (weight**0.5) * tried.sd_ms
