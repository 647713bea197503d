"""A set in figures, and the 10/5 test.

10/5: of ten hops as high and as short on the ground as possible, the mean reactive strength index of the best five
(Harper, Hobbs & Moore 2011; published reliability ICC 0.975, CV 6.3 %). Compared with one's own history only: indices
of a motion sensor are consistent within a person, and off the force plate's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from statistics import fmean, median

from coach.coaching.drills.form import UNJUDGED
from coach.events import Repetition

BEST = 5
BEST_FIVE = "rsi_best_five"


def best_five(repetitions: Sequence[Repetition]) -> float | None:
    """Mean RSI of the best five; None with fewer than five that were measured whole."""
    whole = sorted(one.values["rsi"] for one in repetitions if "rsi" in one.values and not UNJUDGED & set(one.faults))
    return fmean(whole[-BEST:]) if len(whole) >= BEST else None


def figures(repetitions: Sequence[Repetition]) -> Mapping[str, float]:
    """Medians over a set, of whatever was measured."""
    found: dict[str, list[float]] = {}
    for one in repetitions:
        for name, value in (
            ("contact_ms", 1e3 * one.contact_s),
            ("flight_ms", 1e3 * one.flight_s),
            *one.values.items(),
        ):
            if not isnan(value):
                found.setdefault(name, []).append(value)
    return {name: median(values) for name, values in found.items()}
