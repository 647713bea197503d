"""`coach doctor`: what works here, and the remedy for what does not."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli.options import ConfigFile
from coach.cli.saying import say

TEXT = 19
"""Columns before the words of a finding."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(doctor)


def doctor(
    config: ConfigFile = None,
    tap: Annotated[
        bool, typer.Option("--tap", help="Measure how late your headphones are; --config keeps it.")
    ] = False,
) -> None:
    """Look at sound, speech, Bluetooth, storage and the installation; each gap comes with its remedy."""
    if tap:
        import sys

        from coach.app.sound.tapping import tap_test

        for line in tap_test(config, sys.stdin):
            say(line)
        return
    from coach.app.settings import load
    from coach.app.setup.health import examine

    for finding in examine(load(config)):
        say(f"{'ok  ' if finding.ok else 'MISS'}  {finding.subject:<12} {finding.detail}", indent=TEXT)
        for line in finding.more:
            say(f"      {'':<12} {line}", indent=TEXT + 2)
        if finding.remedy:
            say(f"      {'':<12} → {finding.remedy}", indent=TEXT + 2)
