"""`coach run`: live."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from coach.cli.options import (
    ConfigFile,
    For,
    Port,
    RunFolder,
    Screen,
    ScreenKind,
    Seed,
    Sensors,
    Share,
    SpeedMps,
    placed,
    refuse_without_page,
    seconds,
)
from coach.cli.saying import say_all
from coach.errors import UserError


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(run)


def run(
    config: ConfigFile = None,
    sensor: Sensors = None,
    screen: ScreenKind = Screen.terminal,
    for_: For = None,
    out: RunFolder = None,
    speed_mps: SpeedMps = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="What the simulated runner does: demo, steady …")
    ] = "demo",
    seed: Seed = 1,
    share: Share = False,
    port: Port = None,
    wait: Annotated[bool, typer.Option("--wait", help="Begin paused: space, or Start on the page, begins.")] = False,
) -> None:
    """Coach a run: listen to the sensors, record, measure, speak when it helps. Ctrl-C ends it cleanly."""
    refuse_without_page(screen, share=share, port=port)
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
