"""`coach history`: all runs together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.asking import agreed
from coach.cli.options import ConfigFile
from coach.cli.saying import say
from coach.errors import UserError

_ALL = "Forget the whole history? Recordings stay where they are."


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(history)


def history(
    recording: Annotated[
        str | None, typer.Argument(metavar="[REC]", help="Only this run: a file, last, a date, or a name.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Give the run a name.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Write a note about it.")] = None,
    shoe: Annotated[str | None, typer.Option(metavar="TEXT", help="Which shoe.")] = None,
    surface: Annotated[str | None, typer.Option(metavar="TEXT", help="Road, trail, track, treadmill …")] = None,
    html: Annotated[Path | None, typer.Option(metavar="F", help="Write the trends as a page, too.")] = None,
    speed_mps: Annotated[float, typer.Option(help="Speed at which contact is compared.", min=1.5, max=8)] = 3.0,
    import_: Annotated[
        list[Path] | None, typer.Option("--import", metavar="FILE.fit", help="Add a run of your watch; repeat it.")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read all your recordings again.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget this run, or everything.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before forgetting everything.")] = False,
    config: ConfigFile = None,
) -> None:
    """Show your runs and where they are going, or say more about one. Nothing leaves this machine."""
    from coach.app.afterwards import history as own

    texts = {"name": name, "note": note, "shoe": shoe, "surface": surface}
    given = {what: text for what, text in texts.items() if text is not None}
    if given and recording is None:
        raise UserError("Which run is meant is not said.", 'For example: coach history last --name "Lake loop"')
    if forget:
        if recording is None and not yes and not agreed(_ALL, default=False, remedy="Add --yes to forget it unasked."):
            say("Nothing was forgotten.")
            return
        lines = own.forget(recording)
    elif import_:
        lines = own.import_watch(import_)
    elif rebuild:
        lines = own.rebuild()
    elif recording is not None:
        lines = own.edit(recording, given)
    else:
        lines = own.show(own.Asked(speed_mps, html, config))
    for line in lines:
        say(line)
