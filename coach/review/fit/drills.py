"""A led routine in a FIT activity: each part is a lap, and what was counted in a set stands in developer fields."""

from __future__ import annotations

from collections.abc import Sequence

from coach.coaching.drills import BEST_FIVE
from coach.events import DrillPart
from coach.review.fit.layout import Own

DRILL = Own(4, "drill", "", "string")
"""The part, as a screen shows it."""
REPETITIONS = Own(5, "repetitions", "", "uint16")
MEASURES = {
    "contact_ms": Own(6, "drill_contact", "ms", "float32"),
    "rsi": Own(7, "rsi", "", "float32"),
    "height_cm": Own(8, "drill_height", "cm", "float32"),
    "heel_deg": Own(9, "heel_swing", "deg", "float32"),
    BEST_FIVE: Own(10, "rsi_best_five", "", "float32"),
}
DRILL_OWN = (DRILL, REPETITIONS, *MEASURES.values())
"""In laps."""


def cuts(parts: Sequence[DrillPart], start_s: float) -> list[int]:
    """Where laps begin, in whole seconds since the start: with each part."""
    return [round(part.start_s - start_s) for part in parts if part.kind != "over"]


def lap_fields(parts: Sequence[DrillPart], from_s: float, to_s: float) -> dict[int, str | float]:
    """Developer fields of the lap between these moments: those of the part that fills most of it, if any."""
    shares = [(min(part.end_s, to_s) - max(part.start_s, from_s), part) for part in parts if part.kind != "over"]
    length_s, part = max(shares, key=lambda one: one[0], default=(0.0, None))
    if part is None or length_s <= 0.0:
        return {}
    fields: dict[int, str | float] = {DRILL.key: part.name}
    if part.repetitions is not None:
        fields[REPETITIONS.key] = part.repetitions
    return fields | {own.key: round(part.values[name], 3) for name, own in MEASURES.items() if name in part.values}
