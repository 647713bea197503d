"""How a quantity of running goes with speed: a power of it, the population's until the runner's own is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

LACK_OF_FIT = 0.0135
"""One SD by which a runner's contact at one speed lies off his own power law (15 runners, 3 speeds, both feet)."""
RATIO = (0.5, 2.0)
"""Further than this from the speeds that were seen nothing is extrapolated."""


@dataclass(frozen=True, slots=True)
class Law:
    """Exponent of speed: mean and SD between runners."""

    exponent: float
    sd: float


LAWS = {
    "contact_s": Law(-0.54, 0.067),
    "stride_s": Law(-0.215, 0.070),
    "oscillation_cm": Law(-0.30, 0.21),
    "sink_deg": Law(0.0, 0.40),
    "sink_cm": Law(-0.70, 0.22),
}
"""Force plate and markers of 15 runners, both feet, at 2.5, 3.5 and 4.5 m/s (Fukuchi 2017); means of contact over 26
runners were 268, 224 and 194 ms. Ankle excursion does not go with speed (0.11 ± 0.43)."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was seen at one speed."""

    speed_mps: float
    value: float
    sd: float
    """Of `value`, as a share of it."""


@dataclass(frozen=True)
class PowerLaw:
    """The points' best curve: ln value is a straight line over ln speed whose slope is drawn to the population's.

    One point takes the population's slope with its spread between runners; further points, the further apart the
    more, make it the runner's own. Bayesian straight line with a normal prior on the slope alone.
    """

    points: Sequence[Point]
    law: Law

    def at(self, speed_mps: float) -> float:
        """The value at this speed."""
        return math.exp(self._level + self.exponent * self._x(speed_mps))

    def unsure(self, speed_mps: float) -> float:
        """One SD of `at`, as a share, beyond what is unsure where it was seen best."""
        return self._slope_sd * abs(self._x(speed_mps))

    @cached_property
    def speed_mps(self) -> float:
        """The speed at which it is known best: the points' weighted mean."""
        return math.exp(sum(w * math.log(p.speed_mps) for w, p in self._weighted) / self._weight)

    @cached_property
    def exponent(self) -> float:
        """Of speed: between the population's and the runner's own."""
        own = sum(w * self._off(p) * (math.log(p.value) - self._level) for w, p in self._weighted)
        return (own + self.law.exponent / self.law.sd**2) * self._slope_sd**2

    @cached_property
    def _weighted(self) -> list[tuple[float, Point]]:
        return [(1.0 / (p.sd**2 + LACK_OF_FIT**2), p) for p in self.points]

    @cached_property
    def _weight(self) -> float:
        return sum(w for w, _ in self._weighted)

    @cached_property
    def _level(self) -> float:
        return sum(w * math.log(p.value) for w, p in self._weighted) / self._weight

    @cached_property
    def _slope_sd(self) -> float:
        seen = sum(w * self._off(p) ** 2 for w, p in self._weighted)
        return (1.0 / self.law.sd**2 + seen) ** -0.5

    def _off(self, point: Point) -> float:
        return math.log(point.speed_mps / self.speed_mps)

    def _x(self, speed_mps: float) -> float:
        """Distance in ln speed from where it is known best, as far as it may be extrapolated."""
        speeds = [p.speed_mps for p in self.points]
        held = min(max(speed_mps, RATIO[0] * min(speeds)), RATIO[1] * max(speeds))
        return math.log(held / self.speed_mps)
