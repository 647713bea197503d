"""How much of it in which week: calves and Achilles tendons are given time.

Published: daily hopping over six weeks that runners coped with, from 5 sets of 10 s with 50 s of rest in the first week
to 15 sets of 10 s with 10 s of rest in the fifth (Engeroff et al. 2023, doi:10.1038/s41598-023-30798-3), always within
five minutes. The weeks in between are ours, by equal steps of rest. We take the seconds of one session as a ceiling,
two or three times a week instead of daily; that a set grows from 20 m to 30 m is the usual routine's own range.
"""

from __future__ import annotations

from collections.abc import Sequence

HOP_S = (50.0, 60.0, 75.0, 100.0, 150.0)
"""Seconds of hopping in one session, from the first week to the fifth and on."""


def grown(lengths: Sequence[float], week: int) -> float:
    """The length of a set in this week, from the first length to the second in equal steps over five weeks."""
    share = min(max(week - 1, 0) / (len(HOP_S) - 1), 1.0)
    return lengths[0] + (lengths[1] - lengths[0]) * share


def most_hops_s(week: int) -> float:
    """Seconds of pogo jumps that are enough for one session of this week."""
    return HOP_S[min(max(week, 1), len(HOP_S)) - 1]
