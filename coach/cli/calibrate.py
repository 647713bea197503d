"""`coach calibrate`: your own normal, from a screening run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.app.afterwards.find import find_recording
from coach.cli.options import ConfigFile, Screen, ScreenKind, SpeedMps, placed, seconds
from coach.cli.saying import say, say_all
from coach.errors import UserError


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(calibrate)


def calibrate(
    recordings: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="REC...",
            parser=find_recording,
            help="Recordings of two to five minutes of even running; none = run now, with nothing said.",
        ),
    ] = None,
    config: ConfigFile = None,
    contact_ms: Annotated[
        float | None,
        typer.Option(
            help="Contact time known from slow motion or another device: calibrates the sensors.", min=100, max=500
        ),
    ] = None,
    speed_mps: SpeedMps = None,
    shoe: Annotated[str | None, typer.Option(metavar="NAME", help="Each shoe has its own normal.")] = None,
    surface: Annotated[str | None, typer.Option(metavar="NAME", help="Each ground, too.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and keep nothing.")] = False,
    restart_fading: Annotated[
        bool, typer.Option("--restart-fading", help="Begin the fading plan with its first session again.")
    ] = False,
    export: Annotated[
        Path | None, typer.Option(metavar="F", help="Write everything that is remembered of you as JSON.")
    ] = None,
    sensor: Annotated[
        list[str] | None,
        typer.Option("--sensor", metavar="PLACEMENT=NAME", help="To run now: worn sensor; NAME sim is simulated."),
    ] = None,
    for_: Annotated[str, typer.Option("--for", metavar="5m", help="To run now: for so long.")] = "5m",
    screen: ScreenKind = Screen.terminal,
) -> None:
    """Take your own normal from a screening run: contact, cadence and sink by speed, for each foot."""
    from coach.app.runner import calibrate as work

    now = not recordings and (sensor is not None or (config is not None and export is None))
    if not recordings and export is None and (not now or contact_ms is not None):
        raise UserError("No recording is named.", "Name one, or run now with --sensor foot-left=NAME.")
    wanted = work.Wanted(recordings or [], config, shoe, surface, speed_mps, restart_fading, dry_run)
    if recordings and contact_ms is not None:
        from coach.app.runner.offset import calibrate_contact

        say_all(calibrate_contact(recordings, contact_ms, config))
    elif recordings:
        say_all(work.calibrate(wanted))
    elif now:
        from coach.app.live.live import Wishes
        from coach.app.live.screening import calibrate_live

        wishes = Wishes(
            config=config,
            sensors=placed(sensor or []),
            screen=screen.value,
            duration_s=seconds(for_),
            out=None,
            speed_mps=speed_mps,
            scenario="steady",
            seed=1,
        )
        say_all(calibrate_live(wishes, wanted))
    if export is not None:
        say(work.export(export))
