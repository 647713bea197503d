"""`coach calibrate`: your own normal, from a screening run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import ConfigFile
from coach.cli.saying import say
from coach.errors import UserError


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(calibrate)


def calibrate(
    recordings: Annotated[
        list[Path] | None, typer.Argument(metavar="REC...", help="Recordings of two to five minutes of even running.")
    ] = None,
    config: ConfigFile = None,
    contact_ms: Annotated[
        float | None,
        typer.Option(
            help="Contact time known from slow motion or another device: calibrates the sensors.", min=100, max=500
        ),
    ] = None,
    speed_mps: Annotated[float | None, typer.Option(help="Belt or running speed in m/s.", min=0.5, max=12)] = None,
    shoe: Annotated[str | None, typer.Option(metavar="NAME", help="Each shoe has its own normal.")] = None,
    surface: Annotated[str | None, typer.Option(metavar="NAME", help="Each ground, too.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and keep nothing.")] = False,
    restart_fading: Annotated[
        bool, typer.Option("--restart-fading", help="Begin the fading plan with its first session again.")
    ] = False,
    export: Annotated[
        Path | None, typer.Option(metavar="F", help="Write everything that is remembered of you as JSON.")
    ] = None,
) -> None:
    """Take your own normal from a screening run: contact, cadence and sink by speed, for each foot."""
    from coach.app import calibrate as work

    if not recordings and export is None:
        raise UserError("No recording is named.", "Record one with `coach run --for 5m`, then name it.")
    if recordings and contact_ms is not None:
        from coach.app.offset import calibrate_contact

        for line in calibrate_contact(recordings, contact_ms, config):
            say(line)
    elif recordings:
        wanted = work.Wanted(recordings, config, shoe, surface, speed_mps, restart_fading, dry_run)
        for line in work.calibrate(wanted):
            say(line)
    if export is not None:
        typer.echo(work.export(export))
