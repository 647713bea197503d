"""From a foot on the ground to a step that was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.events.terms import Foot, Placement


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot on the ground, as one sensor saw it. Facts only: `coach.gait.quality` decides what is believable."""

    placement: Placement
    foot: Foot
    initial_contact_s: float
    toe_off_s: float
    declared_s: float
    """Time of the newest sample that was needed to declare this contact."""
    contact_s: float
    """Toe-off minus initial contact after the bias model; NaN where an event could not be dated."""
    uncertainty_s: float
    """One standard deviation of `contact_s` for a never-seen runner."""
    faults: tuple[str, ...] = ()
    """What the detector met: gap, clipped, fallback, no-axis …"""
    extras: Mapping[str, float] = field(default_factory=dict[str, float])
    """Quantities that only this placement sees: heel_rise_percent, speed_mps, sink_deg, sink_cm, oscillation_cm …"""
    rate_hz: float = math.inf
    """Of the samples that it was seen in."""


Activity = Literal["stand", "walk", "run"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as everything downstream sees it: dated, believed or not, and measured."""

    foot: Foot
    placement: Placement
    initial_contact_s: float
    toe_off_s: float
    declared_s: float
    contact_s: float
    uncertainty_s: float
    stride_s: float | None
    """Initial contact to the next of the same foot, the stride that ended with this contact; None for the first."""
    flight_s: float | None
    """Toe-off of the other foot to this initial contact; from symmetry where only one foot is worn."""
    activity: Activity
    valid: bool
    reason: str
    """Why the step is not believed; empty when it is."""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Measure name → value, from `coach.measures.MEASURES`; a missing input leaves the name out."""
    speed_source: str = ""
    """Who told `speed_mps`: treadmill, footpod, phone, typed, table, own (the foot sensor); empty without a speed."""
