"""What is counted while drills are done, and where a led routine is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.events.terms import Foot, Placement

DrillName = Literal["pogo", "skip", "butt-kick"]
DRILLS: tuple[DrillName, ...] = ("pogo", "skip", "butt-kick")


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of a drill: a jump of both feet, a pair of step and hop on one foot, one heel pulled up."""

    drill: DrillName
    placement: Placement
    foot: Foot
    """Whose repetition it is; unknown where both feet act together or the sensor cannot tell."""
    at_s: float
    """The moment that recurs: a landing, or the fastest moment of a swing."""
    declared_s: float
    """Time of the newest sample that was needed."""
    contact_s: float
    """NaN where it is not measured; of a skip, the hop's."""
    flight_s: float
    """NaN where it is not measured; of a pogo jump, the flight after this contact."""
    faults: tuple[str, ...] = ()
    """What the detector met: gap, …"""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Measure name → value, from `coach.measures.drills`: rsi, height_cm, heel_deg …; missing inputs leave it out."""


PartKind = Literal["talk", "warm-up", "drill", "walk-back", "stride", "over"]


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a led routine is; told when it changes. Texts are empty where there is nothing to say."""

    at_s: float
    kind: PartKind
    drill: str
    part: str
    """What the runner is to do: "Pogo jumps, set 1 of 2"."""
    note: str
    count: int | None
    """Repetitions in this set; None where nothing can be counted."""
    remaining: float | None
    """Of the part, in whole `unit`s: s, m or hops."""
    unit: str
    next: str


@dataclass(frozen=True, slots=True)
class DrillPart:
    """A part of a led routine is over."""

    kind: PartKind
    drill: str
    name: str
    set_number: int
    """From 1; 0 where there are no sets."""
    start_s: float
    end_s: float
    repetitions: int | None
    ended: Literal["done", "stopped", "skipped"]
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Medians over the set: contact_ms, rsi …; of a test also rsi_best_five."""
