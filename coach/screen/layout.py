"""The terminal's picture of a run: rows by importance, so that a small window shows the most important ones. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.text import Text

from coach.screen.chart import chart
from coach.screen.rows import (
    band_line,
    banner,
    contact,
    cue,
    files,
    flow,
    keys_of,
    number,
    one_by_one,
    sensors,
    tall,
    what_follows,
    wrapped,
)
from coach.screen.view import ScreenView
from coach.screen.words import about_state

_OTHERS = 9
"""Lines of a full picture without the large digits."""
_BESIDE = 32
"""Columns that the figures need beside the digits; two lines of them go with digits of at least twice the size."""
_CHART = 4
"""Lines of the curve, where there is room for more than one."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines that stand or fall together; the highest `weight` is the last to go, the highest `air` gets room first."""

    weight: int
    lines: list[Text]
    air: int = 0


def picture(view: ScreenView, width: int, height: int, keys: str = "") -> list[Text]:
    """At most `height` lines of at most `width` characters."""
    scale = _scale(view, width, height)
    beside = scale > 1 and width >= 8 * scale * len(number(view)) + _BESIDE
    words = f" {about_state(view)}"
    rows = [
        Row(9, [banner(view, width)]),
        Row(7, wrapped(words, width, "bold"), air=3),
        Row(8, contact(view, scale, beside=beside), air=5),
        Row(6, [] if beside else flow(one_by_one(view), width)),
        Row(8, [band_line(view, width)], air=4),
        Row(4, [] if view.guide else chart(view, width, 1), air=2),
        Row(5, cue(view, width), air=1),
        Row(7, wrapped(what_follows(view), width, "")),
        Row(3, flow(sensors(view), width)),
        Row(2, flow(files(view), width)),
        Row(1, flow(keys_of(view, keys), width)),
    ]
    rows = _fit([row for row in rows if any(line.plain.strip() for line in row.lines)], height)
    spare = height - sum(len(row.lines) for row in rows)
    if spare >= _CHART - 1 and not view.guide and (larger := chart(view, width, _CHART)):
        rows = [replace(row, lines=larger) if row.weight == 4 else row for row in rows]
        spare -= _CHART - 1
    if spare >= 2:
        rows[0] = Row(9, tall(rows[0].lines[0]))
        spare -= 2
    airy = {row.air for row in sorted(rows, key=lambda row: -row.air)[: max(spare, 0)] if row.air}
    lines = [line for row in rows for line in ([Text()] if row.air in airy else []) + row.lines]
    for line in lines:
        line.truncate(max(width, 1), overflow="ellipsis")
    return lines[:height]


def _fit(rows: list[Row], height: int) -> list[Row]:
    """The most important first lines, then the most important rows."""
    rows = list(rows)
    for row in sorted(rows, key=lambda row: row.weight):
        if sum(len(row.lines) for row in rows) > height and row.weight != 8:
            rows[rows.index(row)] = replace(row, lines=row.lines[:1])
    while len(rows) > 1 and sum(len(row.lines) for row in rows) > height:
        rows.remove(min(rows, key=lambda row: row.weight))
    return rows


def _scale(view: ScreenView, width: int, height: int) -> int:
    """How large the digits may be without driving anything else away; 0 = as small as all other words."""
    digits = len(number(view))
    return next((s for s in (3, 2, 1) if height >= _OTHERS + 5 * s and width >= 8 * s * digits + 22), 0)
