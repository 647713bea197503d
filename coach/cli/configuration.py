"""`coach config init|check|show`: the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import ConfigFile
from coach.errors import FileError, UserError

app = typer.Typer(help="Make, check or print the settings file.", no_args_is_help=True)
DEFAULT = Path("coach.toml")
File = Annotated[Path, typer.Argument(metavar="FILE")]
Named = Annotated[Path | None, typer.Argument(metavar="[FILE]")]


@app.command()
def init(file: File = DEFAULT) -> None:
    """Write FILE with every setting explained and at its default; never overwrites."""
    from coach.config import example
    from coach.review.files import write_whole

    if file.exists():
        raise FileError(f"{file} exists already.", "Name another file, or move this one away.")
    write_whole(file, example())
    typer.echo(f"{file} written. Change what you like, then `coach config check {file}`.")


@app.command()
def check(file: Named = None, config: ConfigFile = None) -> None:
    """Say whether FILE and the pack that it names can be used, or every mistake with its line."""
    from coach.app.settings import check as checked

    typer.echo(checked(_meant(file, config) or DEFAULT))


@app.command()
def show(file: Named = None, config: ConfigFile = None) -> None:
    """Print the settings in force: the defaults, or what FILE makes of them."""
    from coach.app.settings import load
    from coach.config import show as document

    typer.echo(document(load(_meant(file, config))), nl=False)


def _meant(file: Path | None, config: Path | None) -> Path | None:
    """The one file that is named, as an argument or as for every other verb."""
    if file is not None and config is not None:
        raise UserError("Two settings files are named.", "Name one of them.")
    return file or config
