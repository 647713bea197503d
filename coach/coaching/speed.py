"""Which running speed own normal goes by."""

from __future__ import annotations

from coach.coaching.recent import Recent
from coach.events import Step

SPAN_S = 10.0
"""A foot sensor's estimates scatter by 1 to 5 % from stride to stride; the median over so long is good to about 1 %."""
PER_MPS = 50
"""Speeds are told apart by 0.02 m/s, which is 0.4 % of contact at most."""


class RunningSpeed:
    """Speed from outside the motion sensors; where the runner wants it, else the foot sensor's own.

    The foot's estimate lies off by up to 3 %, but by the same share at all speeds: from 3.5 to 2.5 or 4.5 m/s it was
    wrong by -2.3 to 1.2 % more or less than before (five real runners), which is about 1 % of contact. Stance that is
    drawn out by 12 % moves it by 0.4 % (simulated).
    """

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self._estimates = Recent()

    def of(self, step: Step) -> float | None:
        """Speed at this step in m/s, None where it is not known."""
        outside_mps = step.values.get("outside_speed_mps")
        if outside_mps is not None or not self.own:
            return _told_apart(outside_mps)
        estimate_mps = step.values.get("speed_mps")
        if estimate_mps is None:
            return None
        self._estimates.add(step.declared_s, estimate_mps, SPAN_S)
        return _told_apart(self._estimates.median)


def _told_apart(speed_mps: float | None) -> float | None:
    return None if speed_mps is None else max(round(PER_MPS * speed_mps), 1) / PER_MPS
