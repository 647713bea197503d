"""`coach run`: live."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import ConfigFile, SpeedMps, one_of, placed, seconds
from coach.cli.saying import say_all
from coach.errors import UserError


class Screen(StrEnum):
    """What is shown while running."""

    terminal = "terminal"
    web = "web"
    none = "none"


SCREENS = "|".join(Screen)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(run)


def run(
    config: ConfigFile = None,
    sensor: Annotated[
        list[str] | None,
        typer.Option("--sensor", metavar="PLACEMENT=NAME", help="Worn sensor; NAME sim is the simulated runner."),
    ] = None,
    screen: Annotated[
        Screen, typer.Option(metavar=SCREENS, parser=one_of(Screen), help="What to show while running.")
    ] = Screen.terminal,
    for_: Annotated[str | None, typer.Option("--for", metavar="30m", help="Stop by itself after this time.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Default: a dated folder of your own.")
    ] = None,
    speed_mps: SpeedMps = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="What the simulated runner does: demo, steady …")
    ] = "demo",
    seed: Annotated[int, typer.Option(help="Seed of the simulated runner.", min=0)] = 1,
    share: Annotated[
        bool, typer.Option("--share", help="Let the page be opened on your phone: a link with a random key.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="Port of the page.", min=1, max=65535)] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Begin paused: space, or Start on the page, begins.")] = False,
) -> None:
    """Coach a run: listen to the sensors, record, measure, speak when it helps. Ctrl-C ends it cleanly."""
    if screen is not Screen.web and (share or port is not None):
        raise UserError("--share and --port belong to the page.", "Add --screen web.")
    if wait and screen is not Screen.web and (screen is Screen.none or not sys.stdin.isatty()):
        raise UserError("With --wait somebody must press start, and here are no keys.", "Add --screen web.")
    from coach.app.live.live import Wishes, run_live

    wishes = Wishes(
        config=config,
        sensors=placed(sensor or []),
        screen=screen.value,
        duration_s=None if for_ is None else seconds(for_),
        out=out,
        speed_mps=speed_mps,
        scenario=scenario,
        seed=seed,
        share=share,
        port=port,
        wait=wait,
    )
    say_all(run_live(wishes))
