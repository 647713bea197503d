"""The last minutes' contact times in a few lines of text, with what was said above them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.text import Text

from coach.screen.view import ScreenView
from coach.screen.words import is_over

SPAN_S = 300.0
GUTTER = 13
"""Columns for the levels' names at the left."""
LEAST_S = 0.003
"""A row of the chart stands for no less: noise is no mountain."""
CUE = "▼"
_BARS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the rows stand for, from the bottom; stance is drawn-out in the topmost one and nowhere else."""

    bottom_s: float
    row_s: float

    def rows(self, contact_s: float) -> float:
        return (contact_s - self.bottom_s) / self.row_s


def chart(view: ScreenView, width: int, height: int) -> list[Text]:
    """`height` lines, the uppermost for cues; a height of 1 leaves these out. Nothing while nothing is known."""
    columns = max(width - GUTTER - 1, 1)
    levels = _levels(view, columns)
    if all(level is None for level in levels):
        return []
    rows = max(height - 1, 1)
    scale = _scale(view, [level for level in levels if level is not None], rows)
    lines = [_row(view, levels, scale, row, rows) for row in reversed(range(rows))]
    return lines if height < 2 else [_cues(view, columns), *lines]


def _levels(view: ScreenView, columns: int) -> list[float | None]:
    """Median contact of each column, oldest first."""
    bins: list[list[float]] = [[] for _ in range(columns)]
    for at_s, contact_s in view.recent:
        bins[_column(view.at_s - at_s, columns)].append(contact_s)
    return [median(values) if values else None for values in bins]


def _column(ago_s: float, columns: int) -> int:
    return columns - 1 - min(max(int(ago_s / SPAN_S * columns), 0), columns - 1)


def _scale(view: ScreenView, levels: Sequence[float], rows: int) -> _Scale:
    low_s, high_s = min(levels), max(levels)
    if view.limit_s is None or view.normal_s is None or rows == 1:
        row_s = max((high_s - low_s) / rows, LEAST_S)
        return _Scale(0.5 * (low_s + high_s - rows * row_s), row_s)
    below_s = view.limit_s - min(low_s, 2.0 * view.normal_s - view.limit_s)
    row_s = max(below_s / (rows - 1), high_s - view.limit_s, LEAST_S)
    return _Scale(view.limit_s - (rows - 1) * row_s, row_s)


def _row(view: ScreenView, levels: Sequence[float | None], scale: _Scale, row: int, rows: int) -> Text:
    line = Text(f" {_name(view, scale, row, rows):<{GUTTER - 1}}", style="dim")
    for level in levels:
        filled = 0.0 if level is None else min(max(scale.rows(level) - row, 0.0), 1.0)
        least = int(level is not None and row == 0)  # the lowest contact is seen, too
        line.append(_BARS[max(round(8.0 * filled), least)], style=_style(view, level))
    return line


def _style(view: ScreenView, level: float | None) -> str:
    if view.limit_s is None:
        return "not dim default"
    return "not dim yellow" if is_over(view, level) else "not dim green"


def _name(view: ScreenView, scale: _Scale, row: int, rows: int) -> str:
    if rows == 1:
        return "last 5 min"
    if view.limit_s is None or view.normal_s is None:
        return ""
    if row == rows - 1:
        return f"over {view.limit_s * 1e3:.0f} ms"
    return f"own {view.normal_s * 1e3:.0f} ms" if int(scale.rows(view.normal_s)) == row else ""


def _cues(view: ScreenView, columns: int) -> Text:
    signs = [" "] * columns
    for at_s in view.cues_s:
        if view.at_s - at_s <= SPAN_S:
            signs[_column(view.at_s - at_s, columns)] = CUE
    return Text.assemble((f" {'last 5 min':<{GUTTER - 1}}", "dim"), ("".join(signs), "bold cyan"))
