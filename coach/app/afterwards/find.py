"""Which recording is meant: a path, `last`, a date, or the name that the runner gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coach.app.folders import data_folder, runs_folder
from coach.errors import CoachError, FileError

RECORDING = "run.mcap"
LAST = "last"
_DATE = re.compile(r"\d{4}-\d\d(-\d\d([T _]\d\d([:-]\d\d){0,2})?)?")


def find_recording(text: str) -> Path:
    """The recording that is meant. FileError where there is none, or more than one.

    What exists as a file is that file; a run's folder is the recording in it. `last` is the newest run of your own
    folder; `2026-05-12` or `2026-05-12 07:30` the run of that day or time; anything else the name of a session.
    """
    path = Path(text)
    if path.is_dir() and (path / RECORDING).is_file():
        return path / RECORDING
    if path.exists() or path.suffix or len(path.parts) > 1:
        return path  # a path that does not exist is told when it is opened
    if text == LAST:
        return _last()
    if _DATE.fullmatch(text):
        folder = re.sub(r"[T ]", "_", text).replace(":", "-")
        return _only(text, [run for run in runs() if run.parent.name.startswith(folder)])
    return _only(text, _named(text))


def runs() -> list[Path]:
    """Recordings in the runner's own folder, the oldest first."""
    folder = runs_folder()
    return sorted(folder.glob(f"*/{RECORDING}")) if folder.is_dir() else []


def history_file() -> Path:
    """Where the history is kept."""
    return data_folder() / "history.sqlite"


def _last() -> Path:
    found = runs()
    if not found:
        raise FileError(f"There is no run in {runs_folder()} yet.", "`coach run` makes one; or name a recording.")
    return found[-1]


def _named(name: str) -> list[Path]:
    from coach.review.history.store import Store

    if not history_file().exists():
        return []
    try:
        sessions = Store(history_file()).sessions()
    except CoachError:
        return []
    meant = [session for session in sessions if session.name.casefold() == name.casefold()]
    return [Path(session.key) for session in meant if session.kind == "coach"]


def _only(text: str, found: Sequence[Path]) -> Path:
    if len(found) == 1:
        return found[0]
    if not found:
        remedy = "Name a file, `last`, a date like 2026-05-12, or the name of a session; `coach history` lists them."
        raise FileError(f"No recording is called {text!r}.", remedy)
    raise FileError(f"{len(found)} recordings are meant by {text!r}.", f"Name one: {', '.join(map(str, found))}.")
