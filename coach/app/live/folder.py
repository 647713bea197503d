"""The folder of a live session: made for it, and taken away again where the session never began."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator
from pathlib import Path

from coach.app.folders import made, runs_folder
from coach.errors import CoachError, FileError
from coach.events import Packet


def folder_for(wanted: Path | None) -> Path:
    """The one asked for, or a new dated one; FileError when it cannot be made."""
    if wanted is not None:
        return made(wanted)
    runs, name = made(runs_folder()), time.strftime("%Y-%m-%d_%H-%M-%S")
    for folder in (runs / f"{name}{suffix}" for suffix in ("", *(f"_{n}" for n in range(2, 100)))):
        with contextlib.suppress(FileExistsError):  # another run began in the same second
            folder.mkdir()
            return folder
    raise FileError(f"{runs} has too many runs of this second.", "Name a folder with --out.")


@contextlib.contextmanager
def unless_nothing_came(folder: Path, *, sensors: bool) -> Generator[None]:
    """What fails inside leaves no recording in which no sensor said a word, nor the folder, where it was only for that.

    `sensors`: whether any are worn; without any, the recording stays. Open it inside, so that a run of before is safe.
    """
    recording = folder / "run.mcap"
    before = recording.exists()
    try:
        yield
    except BaseException:
        if sensors and not before and not _heard(recording):
            with contextlib.suppress(OSError):  # other files are in the folder: it stays
                recording.unlink(missing_ok=True)
                folder.rmdir()
        raise


def _heard(recording: Path) -> bool:
    from coach.recording import open_recording

    try:
        return any(isinstance(event, Packet) for event in open_recording(recording).events())
    except CoachError:
        return False
