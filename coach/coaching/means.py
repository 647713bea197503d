"""Which cue is given next, and in which words: a phrase, the push-pull beat or the metronome, by what worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from coach.coaching import words
from coach.coaching.belief import Tried, drawn, known
from coach.config import Config, Cues

METRONOME = "metronome"
SLOW = 0.02
"""Steps so much longer in time than one's own: the metronome says it better than a word."""


class Means:
    """Cues take turns while nothing is known; then what worked is preferred.

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
        self._prefer = config.cues.prefer and known(self._all, self._tried)

    def next(self, stride: float | None) -> str:
        """The cue that is due now; `stride` is how much longer than usual the step takes, as a share."""
        if METRONOME in self._all and self._last != METRONOME and stride is not None and stride > SLOW:
            return METRONOME
        others = [cue for cue in self._all if cue != self._last]
        if self._prefer:
            return drawn(others, self._tried, np.random.default_rng((self._seed, self._session, self._given)))
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


class Wordings:
    """In which of the pack's words a cue is said, where one of them has worked better.

    What each wording did is known by the name `cue/wording`. Empty: the scheduler lets them take turns.
    """

    def __init__(self, tried: Mapping[str, Tried], pack: Mapping[str, Sequence[str]], cues: Cues, session: int) -> None:
        self._tried = tried
        self._pack = pack
        self._session = session
        self._said = Counter[str]()
        self.set(cues)

    def set(self, cues: Cues) -> None:
        """Settings from now on."""
        self._prefer, self._seed = cues.prefer, cues.withhold_seed

    def next(self, cue: str) -> str:
        """The wording of a push cue that is due now."""
        names = [wording_name(cue, wording) for wording in self._pack.get(cue, ())]
        if cue not in words.PUSH or not self._prefer or len(names) < 2 or not known(names, self._tried):
            return ""
        dice = np.random.default_rng((self._seed, self._session, words.PUSH.index(cue), self._said[cue]))
        return drawn(names, self._tried, dice).removeprefix(wording_name(cue, ""))

    def used(self, cue: str) -> None:
        """It was given, or kept back: what comes next is drawn anew."""
        self._said[cue] += 1


def wording_name(cue: str, wording: str) -> str:
    """By which a wording's trials are known."""
    return f"{cue}/{wording}"
