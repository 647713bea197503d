"""`coach drill`: drills, led."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    one_of,
    placed,
    refuse_without_page,
    seconds,
)
from coach.cli.saying import say_all
from coach.errors import UserError

if TYPE_CHECKING:
    from coach.events import Placement


class Routine(StrEnum):
    """What is led."""

    warm_up = "warm-up"
    pogo = "pogo"
    skip = "skip"
    butt_kick = "butt-kick"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(drill)


def drill(
    routine: Annotated[
        Routine,
        typer.Argument(
            metavar="ROUTINE", parser=one_of(Routine), help="The whole warm-up, or one drill: pogo, skip, butt-kick."
        ),
    ] = Routine.warm_up,
    test: Annotated[bool, typer.Option("--test", help="With pogo: ten jumps, the best five count.")] = False,
    config: ConfigFile = None,
    sensor: Sensors = None,
    screen: ScreenKind = Screen.terminal,
    for_: For = None,
    out: RunFolder = None,
    flat_out: Annotated[
        bool, typer.Option("--flat-out", help="Do not wait: simulated sensors or none, sound into DIR/run.wav.")
    ] = False,
    seed: Seed = 1,
    share: Share = False,
    port: Port = None,
) -> None:
    """Lead pogo jumps, skips and butt kicks by voice: easy running first, two sets of each, strides. Sensors may count.

    Space pauses, n goes on to the next part, r does this one again. No sensor is needed: then it goes by the clock.
    """
    refuse_without_page(screen, share=share, port=port)
    if test and routine is not Routine.pogo:
        raise UserError("--test belongs to the pogo jumps.", "Write `coach drill pogo --test`.")
    from coach.app.live.drill import run_drill
    from coach.app.live.live import Wishes
    from coach.coaching.drills import TEST

    worn = placed(sensor or [])
    name = TEST if test else routine.value
    if flat_out:
        _at_once(name, config, worn, out or Path("demo-drill"), seed)
        return
    wishes = Wishes(
        config=config,
        sensors=worn,
        screen=screen.value,
        duration_s=None if for_ is None else seconds(for_),
        out=out,
        speed_mps=None,
        scenario="",
        seed=seed,
        share=share,
        port=port,
    )
    say_all(run_drill(name, wishes))


def _at_once(name: str, config: Path | None, worn: dict[Placement, str], out: Path, seed: int) -> None:
    from coach.app.flat_out.drill import drill_flat_out
    from coach.app.settings import load
    from coach.screen.cue_table import print_cues

    result = drill_flat_out(name, load(config), worn, out, seed=seed)
    print_cues(result.decisions, result.played, result.start_s, phrases=result.phrases)
    say_all([*result.summary, f"{out}: " + "  ".join(path.name for path in result.files)])
