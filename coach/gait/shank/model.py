"""From landmarks to times: two small linear models. Their constants stand in `coach.gait.shank.constants`."""

from __future__ import annotations

from dataclasses import dataclass

from coach.gait.shank.landmarks import Stance

_REACH = 3.5
"""Features are held within this many standard deviations of those that taught the model."""


@dataclass(frozen=True, slots=True)
class Linear:
    """mean_s + Σ slope · (feature − centre), features held within 3.5 spreads of their centre."""

    mean_s: float
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    slope: tuple[float, ...]

    def time_s(self, features: tuple[float, ...]) -> float:
        """Seconds after the landmark that the features are relative to."""
        total = self.mean_s
        for x, centre, spread, slope in zip(features, self.centre, self.spread, self.slope, strict=True):
            total += slope * min(max(x - centre, -_REACH * spread), _REACH * spread)
        return total

    def strange(self, features: tuple[float, ...]) -> bool:
        """Some feature lies outside what the model was taught."""
        known = zip(features, self.centre, self.spread, strict=True)
        return any(abs(x - centre) > _REACH * spread for x, centre, spread in known)


@dataclass(frozen=True, slots=True)
class ShankModel:
    """Initial contact relative to `landing`, toe-off relative to where the shank has tipped."""

    initial_contact: Linear
    toe_off: Linear


def initial_contact_features(stance: Stance) -> tuple[float, ...]:
    """Impact s, lull s, braking g."""
    return stance.impact_s, stance.lull_s, stance.braking_g


def toe_off_features(stance: Stance) -> tuple[float, ...]:
    """Landing to tipped s, 40 to 150 deg/s s, forward force 30 ms before and 50 ms after tipped g."""
    return stance.tipped_s, stance.tipping_s, stance.pushing_g, stance.swinging_g
