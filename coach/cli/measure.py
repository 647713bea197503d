"""`coach measure`: one row per step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(measure)


def measure(
    recordings: Annotated[list[Path], typer.Argument(metavar="REC|DIR...", help="Recordings, or folders of them.")],
    csv: Annotated[Path | None, typer.Option("--csv", metavar="F", help="Where the rows go.")] = None,
    parquet: Annotated[Path | None, typer.Option(metavar="DIR", help="A dataset with a file for each.")] = None,
    jobs: Annotated[int, typer.Option(help="Recordings measured at the same time.", min=1, max=64)] = 1,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Measure on a Dask cluster, like tcp://host:8786.")
    ] = None,
) -> None:
    """Measure every step of one or more recordings; with several, a last column names the recording."""
    from coach.app.afterwards.measure import Wanted, measure_all

    for line in measure_all(recordings, Wanted(csv, parquet, jobs, scheduler)):
        say(line)
