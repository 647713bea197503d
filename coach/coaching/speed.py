"""Which running speed own normal goes by."""

from __future__ import annotations

from coach.coaching.recent import Recent
from coach.events import Step

SPAN_S = 10.0
"""A foot sensor's estimates scatter by 1 to 5 % from stride to stride; the median over so long is good to about 1 %."""

GRAIN_MPS = 0.05
"""Finer than this a speed says nothing about contact (0.05 m/s is less than 1 % of contact)."""


class RunningSpeed:
    """Speed from outside the motion sensors; where the runner wants it, else the foot sensor's own."""

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self._estimates = Recent()

    def of(self, step: Step) -> float | None:
        """Speed at this step in m/s, None where it is not known."""
        outside_mps = step.values.get("outside_speed_mps")
        if outside_mps is not None or not self.own:
            return outside_mps
        estimate_mps = step.values.get("speed_mps")
        if estimate_mps is None:
            return None
        self._estimates.add(step.declared_s, estimate_mps, SPAN_S)
        estimate_mps = self._estimates.median
        return None if estimate_mps is None else GRAIN_MPS * round(estimate_mps / GRAIN_MPS)
