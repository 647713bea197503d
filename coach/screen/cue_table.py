"""Cues as a table on the terminal: what was due, why, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from coach.clock import clock
from coach.coaching.words import called, worded
from coach.events import CueDecision, Played

HEAD = ("when", "cue", "because", "outcome")
_STYLES = {"played": "green", "dropped": "yellow", "withheld": "cyan"}


def print_cues(
    decisions: Iterable[CueDecision],
    played: Iterable[Played] = (),
    start_s: float = 0.0,
    stream: TextIO | None = None,
    *,
    phrases: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Print to `stream` (stdout): coloured on a terminal, aligned plain text in a pipe. Times count from `start_s`.

    A cue that sounded stands when it did, and in the words that were said, as `phrases` have them.
    """
    out: TextIO = sys.stdout if stream is None else stream
    decisions = list(decisions)
    sounds = {sound.cue_id: sound for sound in played}
    heard_s = {
        decision.decided_s: sound.started_s
        for decision in decisions
        if (sound := sounds.get(decision.cue_id)) is not None and sound.started_s is not None
    }  # by decision, since a beat begins with the words that it goes along with
    rows = [
        (
            clock(heard_s.get(decision.decided_s, decision.decided_s) - start_s),
            *_cells(decision, sounds.get(decision.cue_id), phrases or {}),
        )
        for decision in decisions
    ]
    if not rows:
        out.write("No cue was due.\n")
    elif out.isatty():
        _print_table(rows, [_STYLES[decision.outcome] for decision in decisions], out)
    else:
        out.write(aligned([HEAD, *rows]))


def _cells(decision: CueDecision, sound: Played | None, phrases: Mapping[tuple[str, str], str]) -> tuple[str, str, str]:
    tempo = f" {decision.spm:.0f}/min" if decision.spm else ""
    silent = sound is not None and sound.started_s is None
    reason = decision.reason or (f"no sound: {sound.note or 'it never started'}" if sound and silent else "")
    said = decision.outcome == "played" and not silent
    return (
        (worded(decision.cue, decision.wording, phrases) if said else called(decision.cue)) + tempo,
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
