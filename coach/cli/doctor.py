"""`coach doctor`: what works here, and the remedy for what does not."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(doctor)


def doctor() -> None:
    """Look at sound, speech, Bluetooth, storage and the installation; each gap comes with its remedy."""
    from coach.app.health import examine

    for finding in examine():
        typer.echo(f"{'ok  ' if finding.ok else 'MISS'}  {finding.subject:<12} {finding.detail}")
        if finding.remedy:
            typer.echo(f"      {'':<12} → {finding.remedy}")
