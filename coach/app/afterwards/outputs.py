"""Where results go: never over what they come from, never two into one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coach.errors import FileError


def distinct(inputs: Iterable[Path], outputs: Iterable[Path | None]) -> None:
    """FileError where an output is one of the inputs, or two outputs are one file; call it before any work."""
    taken = {_place(path): "is what is to be read" for path in inputs}
    for output in outputs:
        if output is None or (output.exists() and not output.is_file()):
            continue  # devices and pipes take what they are given; folders are refused when they are opened
        place = _place(output)
        if place in taken:
            raise FileError(f"{output} {taken[place]}.", "Name another file to write.")
        taken[place] = "is named for two outputs"


def _place(path: Path) -> Path:
    return path.resolve()
