"""Frozen records that pass between the layers.

Times ending in `_s` are seconds on the recording's own time base. What may enter the pipeline is an `Event`;
everything that can change an output is one, so a recording replays to the same bytes.
"""

from __future__ import annotations

from typing import TypeAlias

from coach.events.decisions import Advice, Beat, CueDecision, State, Status
from coach.events.drills import DRILLS, DrillName, DrillPart, Guide, PartKind, Repetition
from coach.events.entering import Event, Key, Link, Notice, Packet, Played, Reload, Speed, Tick
from coach.events.samples import Block, RawSamples, Rejected, Samples
from coach.events.steps import Activity, Contact, Step
from coach.events.terms import LOWEST_RATE_HZ, PLACEMENTS, Bools, Floats, Foot, Placement

__all__ = [
    "DRILLS",
    "LOWEST_RATE_HZ",
    "PLACEMENTS",
    "Activity",
    "Advice",
    "Beat",
    "Block",
    "Bools",
    "Contact",
    "CueDecision",
    "DrillName",
    "DrillPart",
    "Event",
    "Floats",
    "Foot",
    "Guide",
    "Key",
    "Link",
    "Notice",
    "Output",
    "Packet",
    "PartKind",
    "Placement",
    "Played",
    "RawSamples",
    "Rejected",
    "Reload",
    "Repetition",
    "Samples",
    "Speed",
    "State",
    "Status",
    "Step",
    "Tick",
]

Output: TypeAlias = Step | Repetition | Status | Guide | DrillPart | CueDecision | Beat | Rejected
