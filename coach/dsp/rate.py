"""A stream's sample rate from its first seconds, whatever ails its time stamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.events import Floats

LONGEST_STEP_S = 0.12
"""Samples farther apart than this are not neighbours."""
_NEEDED_S = 2.0
_COARSE_HZ = 0.5
_COARSE_S = 0.5
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """How often samples come, and when the first would have come had its stamp been exact."""

    hz: float
    first_s: float
    needed: int
    """Samples that the estimate looked at: never more, so that it is the same however they arrived."""


def tolerance(rate_hz: float) -> float:
    """How far, as a share of the sample period, a time stamp may be off and still mean the even grid.

    A tenth of the period, or the 0.65 ms by which stamps rounded to milliseconds may be off, but never half a period.
    """
    return min(max(0.1, 0.65e-3 * rate_hz), 0.45)


def estimate(t_s: Floats) -> Rate | None:
    """The rate from the first two seconds of increasing times, gaps not counted; None until there are two seconds.

    The frequency at which the stamps, seen as a comb, are most in phase; then a straight line through times over
    sample numbers, pooled over the stretches between gaps. Counting samples or taking the usual step fails where a
    logger stalls and catches up (1, 1, 1, 50 ms), loses packets, or rounds to milliseconds (2, 3, 2, 2, 3 is 416 Hz).
    """
    steps = np.diff(t_s)
    ordinary = steps <= LONGEST_STEP_S
    enough = np.cumsum(np.where(ordinary, steps, 0.0)) >= _NEEDED_S
    if not enough.any():
        return None
    needed = int(np.argmax(enough)) + 2
    x, steps, ordinary = t_s[:needed] - t_s[0], steps[: needed - 1], ordinary[: needed - 1]
    usual_hz = 1.0 / float(np.median(steps[ordinary]))
    counted_hz = float(ordinary.sum() / steps[ordinary].sum())
    stretch = np.concatenate([[0], np.cumsum(~ordinary)])
    coarse = np.arange(0.6 * usual_hz, 1.5 * usual_hz, _COARSE_HZ)
    best = _most_in_phase(coarse, x, stretch + (x / _COARSE_S).astype(np.intp), counted_hz)
    fine = best + np.linspace(-_COARSE_HZ, _COARSE_HZ, 41)
    hz, first = _line(_most_in_phase(fine, x, stretch, best), x, stretch)
    return Rate(round(hz, _DECIMALS), float(t_s[0]) + first, needed)


def _most_in_phase(hz: Floats, x: Floats, piece: NDArray[np.intp], likely_hz: float) -> float:
    """Of the candidates whose phasors add up to most within the pieces, the one nearest to the likely rate.

    Stamps rounded to milliseconds fit f and 1000 - f equally well.
    """
    starts = np.concatenate([[0], np.flatnonzero(np.diff(piece)) + 1])
    score = np.array([np.abs(np.add.reduceat(np.exp(-2j * np.pi * f * x), starts)).sum() for f in hz])
    top = np.flatnonzero(score >= 0.98 * score.max())
    return float(hz[top[int(np.argmin(np.abs(hz[top] - likely_hz)))]])


def _line(hz: float, x: Floats, stretch: NDArray[np.intp]) -> tuple[float, float]:
    """Rate and time of the first sample by least squares, from a rate that is right within a fraction of a hertz."""
    share = tolerance(hz)
    turn = 2.0 * np.pi * hz * x
    phase = np.arctan2(np.bincount(stretch, np.sin(turn)), np.bincount(stretch, np.cos(turn))) / (2.0 * np.pi)
    number = np.rint(x * hz - phase[stretch])
    off = x * hz - phase[stretch] - number
    use = (np.abs(off) <= share).astype(np.float64)
    count = np.maximum(np.bincount(stretch, use), 1.0)
    mean_number, mean_x = np.bincount(stretch, number * use) / count, np.bincount(stretch, x * use) / count
    centred = (number - mean_number[stretch]) * use
    spread = float(centred @ centred)
    if spread == 0.0:
        return hz, 0.0
    period = float(centred @ (x - mean_x[stretch])) / spread
    return 1.0 / period, float(mean_x[0] + (number[0] - mean_number[0]) * period)
