"""`coach import`: samples from anywhere become a recording."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import SpeedMps, placed
from coach.cli.saying import say

if TYPE_CHECKING:
    from coach.events import Placement


def register(app: typer.Typer) -> None:
    """Add the verb; `import` itself is a word of the language."""
    app.command(name="import")(import_)


def import_(
    sensor: Annotated[
        list[str], typer.Option("--sensor", metavar="PLACEMENT=FILE.csv", help="One table for each sensor; .gz as is.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT.mcap", help="The recording to write.")],
    speed_mps: SpeedMps = None,
    mass_kg: Annotated[float | None, typer.Option(help="Body mass in kg.", min=25, max=200)] = None,
    height_cm: Annotated[float | None, typer.Option(help="Body height in cm.", min=100, max=230)] = None,
) -> None:
    """Turn CSV tables of samples into a recording.

    Columns: t_s (or t_ms), ax_g ay_g az_g (or _mps2), gx_dps gy_dps gz_dps (or _radps).
    Without gyro columns it is an accelerometer alone; a column speed_mps is used where it stands.
    """
    from coach.recording.from_csv import import_tables
    from coach.screen.progress import progress

    tables: dict[Placement, Path] = {placement: Path(file) for placement, file in placed(sensor).items()}
    with progress("importing") as tick:
        summary = import_tables(tables, out, speed_mps=speed_mps, mass_kg=mass_kg, height_cm=height_cm, progress=tick)
    for line in summary.lines():
        say(line)
