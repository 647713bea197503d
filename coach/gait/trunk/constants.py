"""Every constant that was fitted for the trunk placements, and where it comes from. Printed by bench/train_trunk.py."""

from __future__ import annotations

from dataclasses import dataclass

from coach.events import Placement


@dataclass(frozen=True, slots=True)
class ContactTime:
    """Contact time in s = constant + ln_speed · ln v + half_sine · t + release · R."""

    constant: float
    ln_speed: float
    half_sine: float
    release: float


@dataclass(frozen=True, slots=True)
class Lead:
    """Initial contact to loading in s = constant + ln_speed · ln v + centre · C + half_sine · t + skew · S."""

    constant: float
    ln_speed: float
    centre: float
    half_sine: float
    skew: float


@dataclass(frozen=True, slots=True)
class TrunkModel:
    """One form of the model, and how far it is to be believed."""

    contact: ContactTime
    lead: Lead
    uncertainty_s: float
    """One standard deviation of contact time for a never-seen runner with a real belt."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is fitted for one place on the trunk."""

    release_cutoff_hz: float
    with_speed: TrunkModel
    without_speed: TrunkModel


WAIST = Site(
    release_cutoff_hz=8.0,
    with_speed=TrunkModel(
        ContactTime(0.1412, -0.0689, 0.309, 0.643), Lead(0.0885, -0.0342, -0.5287, 0.1105, 0.0205), 0.020
    ),
    without_speed=TrunkModel(ContactTime(-0.031, 0.0, 0.360, 1.054), Lead(0.0069, 0.0, -0.1208, 0.1488, 0.0241), 0.025),
)
SITES: dict[Placement, Site] = {"waist": WAIST, "chest": WAIST}
