"""`coach replay`: the same decisions again, or with other settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import ConfigFile, Recording
from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(replay)


def replay(
    recording: Recording,
    config: ConfigFile = None,
    cues: Annotated[Path | None, typer.Option(metavar="F", help="Write the cues as CSV.")] = None,
    steps: Annotated[Path | None, typer.Option(metavar="F", help="Write the steps as CSV.")] = None,
    wav: Annotated[Path | None, typer.Option(metavar="F", help="Write what you would have heard.")] = None,
) -> None:
    """Decide again from a recording: with its own settings, or with others ("what would I have heard?")."""
    from coach.app.afterwards.replay import replay as run_replay
    from coach.screen.cue_table import print_cues

    result = run_replay(recording, config, cues=cues, steps=steps, wav=wav)
    print_cues(result.decisions, result.played, result.start_s, phrases=result.phrases)
    for line in result.summary:
        say(line)
    for file in result.files:
        say(f"{file} written.")
