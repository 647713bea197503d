"""The report's table of a drill session: one row for each part, with what was counted and measured."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coach.clock import clock
from coach.coaching.drills import BEST_FIVE
from coach.events import DrillPart
from coach.review.page.parts import table, when

_COLUMNS = (
    ("Contact", "contact_ms", "{:.0f} ms"),
    ("Flight", "flight_ms", "{:.0f} ms"),
    ("RSI", "rsi", "{:.2f}"),
    ("Best five", "rsi_best_five", "{:.2f}"),
    ("Height", "height_cm", "{:.1f} cm"),
    ("Heel", "heel_deg", "{:.0f}°"),
    ("Rhythm ±", "rhythm_percent", "{:.1f} %"),
)
_WALKED = "walk-back"


def drills(parts: Sequence[DrillPart], start_s: float) -> str:
    """A section; nothing for a run. Walks back are left out, columns that nobody measured too."""
    shown = [part for part in parts if part.kind not in {_WALKED, "over"}]
    if not shown:
        return ""
    columns: dict[str, list[str]] = {
        "": [escape(part.name) for part in shown],
        "From": [when(part.start_s, start_s, (part.start_s, part.end_s)) for part in shown],
        "Lasted": [clock(part.end_s - part.start_s) for part in shown],
        "Repetitions": ["" if part.repetitions is None else str(part.repetitions) for part in shown],
    }
    for title, name, form in _COLUMNS:
        columns[title] = [form.format(part.values[name]) if name in _told(part) else "" for part in shown]
    columns[" "] = ["" if part.ended == "done" else part.ended for part in shown]
    used = {title: cells for title, cells in columns.items() if any(cells)}
    rows = table(tuple(used), zip(*used.values(), strict=True), "laps")
    return f"<section><h2>Drills</h2>{rows}</section>"


def _told(part: DrillPart) -> frozenset[str]:
    """Of a test its own result, and not the index of the middle jump beside it."""
    return frozenset(part.values) - ({"rsi"} if BEST_FIVE in part.values else set())
