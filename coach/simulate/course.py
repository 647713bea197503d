"""A scenario laid out in time: belt speed, distance, heading, and which phases are being blended."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import accumulate

from coach.simulate.scenario import WALK_MPS, Phase, Scenario

_RUN_IN_S = 7.0
_SETTLED_S = 2.5
"""A scenario that starts on the move sets off so long before time zero, and is up to speed so long before."""


class Course:
    """Closed forms of a scenario. Speed changes along quintic ramps, so that acceleration is continuous."""

    def __init__(self, scenario: Scenario) -> None:
        first = scenario.phases[0]
        stand = Phase("stand", 1e6, 0.0, ramp_s=0.0)
        run_in = Phase("run-in", _RUN_IN_S, first.speed_mps, ramp_s=_RUN_IN_S - _SETTLED_S)
        lead = [stand, run_in] if first.speed_mps > 0.0 else [stand]
        self._phases = [*lead, *scenario.phases]
        durations = [phase.lasts_s for phase in self._phases[:-1]]
        self._starts = list(accumulate(durations, initial=-sum(phase.lasts_s for phase in lead)))
        self._metres = [0.0]
        for k in range(len(self._phases) - 1):
            self._metres.append(self._metres[-1] + self._travelled(k, self._phases[k].lasts_s))

    def then(self, phase: Phase, from_s: float) -> None:
        """Let this phase follow from here on instead of what was laid out, but not before the last change is complete.

        What was asked for times before `from_s` keeps its answer.
        """
        k = len(self._phases) - 1
        while k > 0 and self._starts[k] >= from_s:
            k -= 1
        del self._phases[k + 1 :], self._starts[k + 1 :], self._metres[k + 1 :]
        start_s = max(from_s, self._starts[k] + self._phases[k].ramp_s)
        self._metres.append(self._metres[k] + self._travelled(k, start_s - self._starts[k]))
        self._phases.append(phase)
        self._starts.append(start_s)

    def phases_at(self, at_s: float) -> tuple[Phase, Phase, float]:
        """The phase before, the phase at this time, and how far (0…1) the change between them has come."""
        k = self._index(at_s)
        phase = self._phases[k]
        share = _smooth((at_s - self._starts[k]) / phase.ramp_s) if phase.ramp_s > 0.0 else 1.0
        return self._phases[max(k - 1, 0)], phase, share

    def speed_mps(self, at_s: float) -> float:
        """Belt speed."""
        before, phase, share = self.phases_at(at_s)
        return before.speed_mps + (phase.speed_mps - before.speed_mps) * share

    def distance_m(self, at_s: float) -> float:
        """Ground covered since the course began."""
        k = self._index(at_s)
        return self._metres[k] + self._travelled(k, at_s - self._starts[k])

    def heading_rate_dps(self, at_s: float) -> float:
        """Turning rate, left positive: a half-sine-squared over the phase."""
        k = self._index(at_s)
        phase = self._phases[k]
        share = (at_s - self._starts[k]) / phase.lasts_s
        if phase.turn_deg == 0.0 or share >= 1.0:
            return 0.0
        return phase.turn_deg / phase.lasts_s * 2.0 * math.sin(math.pi * share) ** 2

    def sets_off_s(self, at_s: float) -> float:
        """When a person who stands at this time starts to move; far in the future if never."""
        for k in range(self._index(at_s), len(self._phases)):
            if self._phases[k].drill is not None:
                return max(self._starts[k] + 0.5 * self._phases[k].ramp_s, at_s)
            if self._phases[k].speed_mps >= WALK_MPS:
                low = max(self._starts[k], at_s)
                high = self._starts[k] + self._phases[k].ramp_s
                for _ in range(50):
                    middle = 0.5 * (low + high)
                    low, high = (middle, high) if self.speed_mps(middle) < WALK_MPS else (low, middle)
                return max(high, at_s)
        return at_s + 1e5

    def stumbles_between(self, start_s: float, stop_s: float) -> bool:
        """Whether a misstep is due in this span of time."""
        k = self._index(stop_s)
        phase, begin = self._phases[k], self._starts[k]
        every = phase.lasts_s / (phase.stumbles + 1)
        due = (begin + every * (n + 1) for n in range(phase.stumbles))
        return any(start_s < moment <= stop_s for moment in due)

    def _index(self, at_s: float) -> int:
        return max(bisect_right(self._starts, at_s) - 1, 0)

    def _travelled(self, k: int, for_s: float) -> float:
        phase = self._phases[k]
        before = self._phases[max(k - 1, 0)].speed_mps
        ramp = min(for_s, phase.ramp_s)
        covered = phase.speed_mps * for_s
        if phase.ramp_s > 0.0:
            covered += (before - phase.speed_mps) * (ramp - phase.ramp_s * _smooth_area(ramp / phase.ramp_s))
        return covered


def _smooth(u: float) -> float:
    u = min(max(u, 0.0), 1.0)
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


def _smooth_area(u: float) -> float:
    return u**4 * (2.5 + u * (u - 3.0))
