"""What is normal for this runner, and the band around it."""

from __future__ import annotations

from dataclasses import dataclass

SPEED_EXPONENT = -0.54
"""Contact time falls with speed to this power: 202 to 168 ms at 3.8 to 5.4 m/s in 37 runners (Alcantara 2021), 268 to
194 ms at 2.5 to 4.5 m/s in 26."""
SPEED_RATIO = (0.5, 2.0)
"""Further than this from the speed of learning nothing is extrapolated."""


@dataclass(frozen=True, slots=True)
class Normal:
    """What is usual for one foot as one sensor sees it."""

    contact_s: float
    spread: float = 0.0
    """Robust SD of single contact times as a share of `contact_s`; 0 where it is not known."""
    stride_s: float | None = None
    flight_s: float | None = None
    oscillation_cm: float | None = None
    speed_mps: float | None = None
    """Speed at which it was learned, where that was known from outside the motion sensors."""

    def contact_at(self, speed_mps: float | None) -> float:
        """Usual contact time at this speed; as learned where one of the speeds is not known."""
        if speed_mps is None or self.speed_mps is None:
            return self.contact_s
        ratio = min(max(speed_mps / self.speed_mps, SPEED_RATIO[0]), SPEED_RATIO[1])
        return self.contact_s * ratio**SPEED_EXPONENT


@dataclass(frozen=True, slots=True)
class Band:
    """Both feet's normal at this speed, and how far above it stance counts as drawn-out and as good again."""

    normal_s: float
    trigger: float
    """Share of `normal_s`."""
    release: float

    @property
    def limit_s(self) -> float:
        """Contact time above which stance counts as drawn-out."""
        return self.normal_s * (1.0 + self.trigger)
