"""Where a runner's own data live."""

from __future__ import annotations

import os
from pathlib import Path

from coach.errors import FileError


def data_folder() -> Path:
    """The runner's data folder; COACH_DATA moves it."""
    if own := os.environ.get("COACH_DATA"):
        return Path(own)
    from platformdirs import user_data_path

    return user_data_path("active-stance", appauthor=False)


def runs_folder() -> Path:
    """Every run is a dated folder in here."""
    return data_folder() / "runs"


def cache_folder() -> Path:
    """Rendered phrases; may be deleted at any time."""
    if own := os.environ.get("COACH_DATA"):
        return Path(own) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("active-stance", appauthor=False)


def made(folder: Path) -> Path:
    """The folder, made where it is missing; FileError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileError(f"{folder} is a file, not a folder.", "Name another place.") from None
    except OSError as fault:
        raise FileError(f"{folder} cannot be made: {fault.strerror}.", "Name a place that you may write to.") from None
    return folder
