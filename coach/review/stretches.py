"""How long what lasted: running, and each state of the coach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from coach.events import State, Status, Step

LONGEST_STEP_S = 2.0
"""Two running steps further apart than this are not one stretch of running (a slow stride takes 0.9 s)."""


def running_time(running: Sequence[Step]) -> float:
    """Seconds from running step to running step, stops and walks left out."""
    gaps = (later.initial_contact_s - step.initial_contact_s for step, later in pairwise(running))
    return sum(gap for gap in gaps if 0.0 < gap <= LONGEST_STEP_S)


def state_times(statuses: Sequence[Status], end_s: float) -> dict[State, float]:
    """Seconds in each state; a state lasts until the next status."""
    spent: defaultdict[State, float] = defaultdict(float)
    for state, start_s, stop_s in state_stretches(statuses, end_s):
        spent[state] += stop_s - start_s
    return dict(spent)


def state_stretches(statuses: Sequence[Status], end_s: float) -> list[tuple[State, float, float]]:
    """(state, from, to) in order, neighbours of the same state joined.

    What is known only after a while, as that stance is drawn-out, counts from when it began.
    """
    stretches: list[tuple[State, float, float]] = []
    ends = [later.at_s for later in statuses[1:]] + [max(end_s, statuses[-1].at_s)] if statuses else []
    for status, stop_s in zip(statuses, ends, strict=True):
        if stretches and stretches[-1][0] == status.state:
            stretches[-1] = (status.state, stretches[-1][1], stop_s)
            continue
        start_s = status.at_s
        if status.since_s is not None and stretches:
            before, began_s, _ = stretches[-1]
            start_s = max(status.since_s, began_s)
            stretches[-1] = (before, began_s, start_s)
        stretches.append((status.state, start_s, stop_s))
    return stretches
