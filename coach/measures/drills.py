"""What a repetition of a drill is measured by. `coach.gait.drills` works it out; here stand names and units."""

from __future__ import annotations

from dataclasses import dataclass

from coach.events import DRILLS, DrillName


@dataclass(frozen=True, slots=True)
class DrillMeasure:
    """One number that a repetition may have. Definition, source and what it needs stand in docs/measures.md."""

    name: str
    """Key in `Repetition.values`."""
    unit: str
    """As people write it."""
    drills: tuple[DrillName, ...]


DRILL_MEASURES: tuple[DrillMeasure, ...] = (
    DrillMeasure("rsi", "1", ("pogo",)),
    DrillMeasure("slow", "1", ("pogo",)),
    DrillMeasure("height_cm", "cm", ("pogo",)),
    DrillMeasure("push_depth_cm", "cm", ("pogo",)),
    DrillMeasure("shank_swing_deg", "deg", ("pogo", "skip")),
    DrillMeasure("foot_swing_deg", "deg", ("pogo", "skip")),
    DrillMeasure("landing_g", "g", DRILLS),
    DrillMeasure("heel_deg", "deg", ("butt-kick",)),
    DrillMeasure("kick_dps", "deg/s", ("butt-kick",)),
    DrillMeasure("heel_up_percent", "%", ("butt-kick",)),
    DrillMeasure("interval_s", "s", DRILLS),
    DrillMeasure("rhythm_percent", "%", DRILLS),
)
"""Every number that a repetition may have besides contact and flight, in the order of the table in docs/measures.md."""
