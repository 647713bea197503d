"""Did it work? Cues come when contact is long, and what is long gets shorter by itself: only the dice tell.

The effect of a cue is what contact did after cues that were given, minus what it did after cues that were due and
withheld by chance. Both sets began alike, so regression to the mean is in both and falls out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.coaching.means import Tried
from coach.coaching.response import Trial
from coach.events import Floats

LEAST_GIVEN, LEAST_WITHHELD = 8, 5
"""Fewer than this, and nothing is said but that it is not known yet."""
NOTHING_MS = 4.0
"""An interval that holds zero and reaches no further than this says that cues do nothing."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Change of contact that is the cues' doing, with its 95 % interval; below zero contact became shorter."""

    given: int
    withheld: int
    change_ms: float
    low_ms: float
    high_ms: float

    @property
    def works(self) -> bool | None:
        """True where cues shorten contact, False where they do nothing that matters; None while it is not known."""
        if self.high_ms < 0.0:
            return True
        return False if self.low_ms > -NOTHING_MS or self.low_ms > 0.0 else None


def effect(trials: Sequence[Trial]) -> Effect | None:
    """Of all trials together; None while there are too few.

    Change is first freed of how long contact was before (one slope for all trials, as in an analysis of covariance):
    the longer it was, the more it falls by itself. That leaves the difference unbiased and the interval narrower.
    """
    given = np.array([trial.given for trial in trials], dtype=bool)
    if given.sum() < LEAST_GIVEN or (~given).sum() < LEAST_WITHHELD:
        return None
    change = np.array([trial.change_ms for trial in trials])
    before = np.array([trial.before_ms for trial in trials])
    freed = change - _slope(before, change, given) * (before - before.mean())
    difference, sd, freedom = _difference(freed[given], freed[~given])
    reach = _t975(freedom) * sd
    return Effect(int(given.sum()), int((~given).sum()), difference, difference - reach, difference + reach)


def tried(trials: Iterable[Trial]) -> Mapping[str, Tried]:
    """Cue by cue against all that were withheld, whichever would have come."""
    trials = list(trials)
    withheld = np.array([trial.change_ms for trial in trials if not trial.given])
    if len(withheld) < 2:
        return {}
    found: dict[str, Tried] = {}
    for cue in sorted({trial.cue for trial in trials}):
        own = np.array([trial.change_ms for trial in trials if trial.given and trial.cue == cue])
        if len(own) >= 2:
            difference, _, _ = _difference(own, withheld)
            # what the withheld ones are unsure of shifts all cues alike and must not blur which is best
            found[cue] = Tried(len(own), difference, float(own.std(ddof=1)) / len(own) ** 0.5)
    return found


def _slope(before: Floats, change: Floats, given: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Of change over before, within the two sets."""
    x, y = before.copy(), change.copy()
    for group in (given, ~given):
        x[group] -= x[group].mean()
        y[group] -= y[group].mean()
    spread = float(x @ x)
    return float(x @ y) / spread if spread > 0.0 else 0.0


def _difference(a: Floats, b: Floats) -> tuple[float, float, float]:
    """Mean of a minus mean of b, its SD, and Welch's degrees of freedom."""
    va, vb = float(a.var(ddof=1)) / len(a), float(b.var(ddof=1)) / len(b)
    variance = max(va + vb, 1e-12)
    freedom = variance**2 / max(va**2 / (len(a) - 1) + vb**2 / (len(b) - 1), 1e-30)
    return float(a.mean() - b.mean()), variance**0.5, freedom


def _t975(freedom: float) -> float:
    """97.5 % point of Student's t (Cornish and Fisher 1938, to 0.3 % from four degrees of freedom on)."""
    z = 1.959963985
    g1 = (z**3 + z) / 4.0
    g2 = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    g3 = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    return z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3
