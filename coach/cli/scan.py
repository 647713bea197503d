"""`coach scan`: what is in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import seconds

if TYPE_CHECKING:
    from coach.app.setup.scan import Found


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(scan)


def scan(
    for_: Annotated[str, typer.Option("--for", metavar="8s", help="How long to look.")] = "8s",
    ask: Annotated[
        bool, typer.Option("--ask", help="Connect to each known sensor for its battery and serial number.")
    ] = False,
) -> None:
    """List the sensors in reach: what they are, how strong, and what to call them in the settings."""
    from coach.app.setup.scan import survey

    found = survey(seconds(for_), ask=ask)
    known = [one for one in found if one.titles]
    for one in known:
        describe(one)
    if not known:
        typer.echo("No sensor that we know is in reach. Most sleep until they are moved or worn; phones that are")
        typer.echo("connected to them hide them.")
    typer.echo('A phone can be a sensor, too: name = "sensor-logger", or the address that phyphox shows.')
    others = [one for one in found if not one.titles and one.services]
    if others:
        typer.echo("\nIn reach, but not known. If one of these is your sensor, please report it with this line:")
    for one in others:
        typer.echo(f"  {one.name or one.call}: {', '.join(one.services)}")


def describe(one: Found, number: int | None = None) -> None:
    """What it is, and the line for the settings."""
    battery = "" if one.battery_percent is None else f", battery {one.battery_percent} %"
    head = f"{number}  " if number is not None else ""
    typer.echo(f"{head}{one.name or '(no name)'}: {', '.join(one.titles)}, {one.rssi_dbm} dBm{battery}")
    for word, text in one.about.items():
        typer.echo(f"     {word}: {text}")
    if one.fault:
        typer.echo(f"     could not be asked: {one.fault}")
    if number is None:
        typer.echo(f'     name = "{one.call}"')
