"""What looks like one repetition, before the rhythm has said whether it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.events import DrillName, Foot


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hop, pair or kick as one sensor saw it."""

    at_s: float
    """The moment that recurs: a landing, or the fastest moment of a swing."""
    declared_s: float
    """Time of the newest sample that was needed."""
    contact_s: float = float("nan")
    flight_s: float = float("nan")
    flaws: int = 0
    """How many samples have been bridged, or streams begun anew, until it was certain."""
    gap: bool = False
    """There were some since the one before: told by the rhythm."""
    unseen: bool = False
    """Known by the rhythm alone."""
    values: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Seen:
    """A repetition as one sensor saw it."""

    drill: DrillName
    foot: Foot
    candidate: Candidate
