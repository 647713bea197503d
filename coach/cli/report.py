"""`coach report`: what happened, as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Recording
from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(report)


def report(
    recording: Recording,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="F", help="Default: report.html in the run's folder.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Decide again instead of reading what was decided.")] = False,
) -> None:
    """Write one self-contained HTML file: contact time against your own band, cues, laps, and what to try next."""
    from coach.app.afterwards.outputs import distinct
    from coach.app.afterwards.reviewed import beside, write_report

    target = out or beside(recording)
    distinct([recording], [target])
    for warning in write_report(recording, target, again=again):
        say(warning)
    say(f"{target} written: open it in any browser.")
