"""`coach tune`: what other settings would have said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.app.afterwards.find import find_recording
from coach.cli.options import ConfigFile
from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(tune)


def tune(
    recordings: Annotated[list[Path], typer.Argument(metavar="REC...", parser=find_recording, help="Recordings.")],
    sweep: Annotated[
        str | None,
        typer.Option(metavar="KEY=FROM:TO:STEP", help="Or KEY=A,B,C. Default: stance.trigger_percent=2:8:1."),
    ] = None,
    config: ConfigFile = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="F.svg", help="The picture; default: beside the recording.")
    ] = None,
) -> None:
    """Coach your own recordings with one setting after the other: cues per hour, delay, false cues, what changes."""
    from coach.app.tune.run import tune as work

    for line in work(recordings, sweep, config, out):
        say(line)
