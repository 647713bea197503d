"""Cues as a table on the terminal: what was due, why, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from coach.clock import clock
from coach.events import CueDecision, Played

HEAD = ("when", "cue", "because", "outcome")
_STYLES = {"played": "green", "dropped": "yellow", "withheld": "cyan"}


def print_cues(
    decisions: Iterable[CueDecision], played: Iterable[Played] = (), start_s: float = 0.0, stream: TextIO | None = None
) -> None:
    """Print to `stream` (stdout): coloured on a terminal, aligned plain text in a pipe. Times count from `start_s`."""
    out: TextIO = sys.stdout if stream is None else stream
    decisions = list(decisions)
    silent = {sound.cue_id: sound.note for sound in played if sound.started_s is None}
    rows = [_cells(decision, silent.get(decision.cue_id), start_s) for decision in decisions]
    if not rows:
        out.write("No cue was due.\n")
    elif out.isatty():
        _print_table(rows, [_STYLES[decision.outcome] for decision in decisions], out)
    else:
        out.write(aligned([HEAD, *rows]))


def _cells(decision: CueDecision, silent: str | None, start_s: float) -> tuple[str, str, str, str]:
    tempo = f" {decision.spm:.0f}/min" if decision.spm else ""
    reason = decision.reason or (f"no sound: {silent or 'it never started'}" if silent is not None else "")
    return (
        clock(decision.decided_s - start_s),
        (decision.wording or decision.cue) + tempo,
        decision.because,
        decision.outcome + (f": {reason}" if reason else ""),
    )


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns two spaces apart, no line longer than its text, nothing cut."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _print_table(rows: Sequence[Sequence[str]], styles: Sequence[str], stream: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*HEAD, box=box.SIMPLE_HEAD, header_style="dim")
    for row, style in zip(rows, styles, strict=True):
        table.add_row(*map(Text, row[:-1]), Text(row[-1], style=style))
    Console(file=stream).print(table)
