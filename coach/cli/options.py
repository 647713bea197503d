"""Options that several verbs share, and how their texts are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from coach.app.afterwards.find import find_recording
from coach.errors import SensorError, UserError

if TYPE_CHECKING:
    from coach.events import Placement

Word = TypeVar("Word", bound=StrEnum)


class Screen(StrEnum):
    """What is shown of a live session."""

    terminal = "terminal"
    web = "web"
    none = "none"


def one_of(words: type[Word]) -> Callable[[str], Word]:
    """Reads one of these words; UserError for any other."""

    def read(text: str) -> Word:
        try:
            return words(text)
        except ValueError:
            raise UserError(f"There is no {text!r} here.", f"Known are {', '.join(words)}.") from None

    return read


Recording = Annotated[
    Path,
    typer.Argument(
        metavar="REC", parser=find_recording, help="A recording: a file, last, a date like 2026-05-12, a name."
    ),
]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="F", help="Settings (TOML) to use instead.")]

SpeedMps = Annotated[float | None, typer.Option(help="Belt or running speed in m/s.", min=0.1, max=12)]

# of live sessions
Sensors = Annotated[
    list[str] | None,
    typer.Option("--sensor", metavar="PLACEMENT=NAME", help="Worn sensor; NAME sim is the simulated runner."),
]
ScreenKind = Annotated[
    Screen, typer.Option(metavar="|".join(Screen), parser=one_of(Screen), help="What to show while running.")
]
For = Annotated[str | None, typer.Option("--for", metavar="30m", help="Stop by itself after this time.")]
RunFolder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Default: a dated folder of your own.")]
Seed = Annotated[int, typer.Option(help="Seed of the simulated runner.", min=0)]
Share = Annotated[bool, typer.Option("--share", help="Let the page be opened on your phone: a link with a random key.")]
Port = Annotated[int | None, typer.Option(help="Port of the page.", min=1, max=65535)]

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min|m|s|)\s*")
_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def seconds(text: str) -> float:
    """`90`, `60s`, `30m`, `1h30m` → seconds; UserError otherwise."""
    parts = _PART.findall(text.strip().lower())
    total_s = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if _PART.sub("", text.strip().lower()) or total_s <= 0:
        raise UserError(f"{text!r} is no length of time.", "Write it like 60s, 30m or 1h30m.")
    return total_s


def refuse_without_page(screen: Screen, *, share: bool, port: int | None) -> None:
    """UserError where there is no page that could be shared, or have a port."""
    if screen is not Screen.web and (share or port is not None):
        raise UserError("--share and --port belong to the page.", "Add --screen web.")


def placed(texts: list[str]) -> dict[Placement, str]:
    """`PLACEMENT=VALUE` texts → placement → value; SensorError for unknown, repeated or malformed ones."""
    from coach.events import PLACEMENTS  # brings numpy, which `coach --help` does not need

    known: dict[str, Placement] = {placement: placement for placement in PLACEMENTS}
    found: dict[Placement, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value:
            raise SensorError(f"--sensor {text!r} is incomplete.", "Write PLACEMENT=VALUE, like foot-left=sim.")
        placement = known.get(name)
        if placement is None:
            raise SensorError(f"{name!r} is no placement.", f"Known are {', '.join(PLACEMENTS)}.")
        if placement in found:
            raise SensorError(f"{placement} is named twice.", "Name each placement once.")
        found[placement] = value
    return found
