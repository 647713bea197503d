"""`coach export`: a recording in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Recording
from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(export)


def export(
    recording: Recording,
    fit: Annotated[
        Path | None, typer.Option(metavar="F", help="An activity for Garmin, GoldenCheetah, intervals.icu …")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="F", help="Every step, every digit.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="F", help="The same for pandas, DuckDB …")] = None,
    samples: Annotated[
        str | None, typer.Option(metavar="PLACEMENT|all", help="Raw samples in the tables instead of steps.")
    ] = None,
    decimal_comma: Annotated[
        bool, typer.Option("--decimal-comma", help="CSV with ; and 3,14 for spreadsheets that want it.")
    ] = False,
    started_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was run, where the recording does not know.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Decide again instead of reading what was decided.")] = False,
) -> None:
    """Write a recording as FIT, CSV or Parquet; several at once if you like. docs/export.md lists every column."""
    from coach.app.afterwards.export import Wanted
    from coach.app.afterwards.export import export as run_export

    for line in run_export(recording, Wanted(fit, csv, parquet, samples, decimal_comma, started_at, again)):
        say(line)
