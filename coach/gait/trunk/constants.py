"""Every constant that was fitted for the trunk placements, and where it comes from.

`python -m bench.train_trunk` prints the fitted numbers: least squares over all fifteen runners of Fukuchi 2017
(doi 10.7717/peerj.3298; 44 runs at 2.5, 3.5 and 4.5 m/s, each run weighing the same) against a force threshold of 50 N,
on virtual pelvis sensors with any mounting, noise, gain errors, displacement and four sampling rates. What a never-seen
runner may expect is told by `bench/accuracy_trunk.py`, which fits them anew without the runner it scores.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.events import Placement


@dataclass(frozen=True, slots=True)
class ContactTime:
    """Contact time in s = constant + ln_speed ln v + half_sine h + release r; v in m/s, h and r in s."""

    constant: float
    ln_speed: float
    half_sine: float
    release: float


@dataclass(frozen=True, slots=True)
class Lead:
    """Contact to loading in s = constant + ln_speed ln v + centre c + half_sine h + skew s; c, h in s; s in g."""

    constant: float
    ln_speed: float
    centre: float
    half_sine: float
    skew: float


@dataclass(frozen=True, slots=True)
class TrunkModel:
    """Both formulas in one form, with or without speed."""

    contact: ContactTime
    lead: Lead


@dataclass(frozen=True, slots=True)
class Site:
    """What holds at one place on the trunk."""

    release_cutoff_hz: float
    roll_tells_sides: bool
    """The hip of the swinging leg rises: measured at the pelvis only."""
    with_speed: TrunkModel
    without_speed: TrunkModel


_LEAD = Lead(constant=0.08811, ln_speed=-0.0342, centre=-0.52693, half_sine=0.11297, skew=0.01972)
_LEAD_WITHOUT_SPEED = Lead(constant=0.00726, ln_speed=0.0, centre=-0.13829, half_sine=0.15625, skew=0.02308)
"""These do not depend on the release's cut-off."""

WAIST = Site(
    release_cutoff_hz=8.0,
    roll_tells_sides=True,
    with_speed=TrunkModel(
        contact=ContactTime(constant=0.14003, ln_speed=-0.06838, half_sine=0.32202, release=0.63572), lead=_LEAD
    ),
    without_speed=TrunkModel(
        contact=ContactTime(constant=-0.02791, ln_speed=0.0, half_sine=0.38032, release=1.02434),
        lead=_LEAD_WITHOUT_SPEED,
    ),
)
CHEST = Site(
    release_cutoff_hz=6.0,
    roll_tells_sides=False,
    with_speed=TrunkModel(
        contact=ContactTime(constant=0.1349, ln_speed=-0.06783, half_sine=0.31528, release=0.65902), lead=_LEAD
    ),
    without_speed=TrunkModel(
        contact=ContactTime(constant=-0.0356, ln_speed=0.0, half_sine=0.36554, release=1.06762),
        lead=_LEAD_WITHOUT_SPEED,
    ),
)
"""Fitted on the pelvis, smoothed as a chest strap needs: nobody has published force truth for a raw chest signal."""

SITES: dict[Placement, Site] = {"waist": WAIST, "chest": CHEST}

UNCERTAINTY_S = 0.020
"""Level of a never-seen runner with speed: 11 ms where the sensor is rigid, but the one real sacral sensor with force
truth (Alcantara 2022, doi 10.7717/peerj.12752) stood 39 ms off and the published anchor is 20 ms (Patoz 2022)."""
UNCERTAINTY_WITHOUT_SPEED_S = 0.025
"""The same without speed: 18 ms where the sensor is rigid."""
