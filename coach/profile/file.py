"""The SQLite file itself: opened whatever state it is in, never overwritten when it is not understood."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

VERSION = 1
"""Grows when an older program would misunderstand a newer file."""
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged file raises; SQLite's own complaint about it may be no text any more."""
_WAIT_S = 5.0
_TABLES = {
    "calibration": "made_at TEXT, shoe TEXT, surface TEXT, source TEXT, normals TEXT, restarts_fading INTEGER",
    "session": "started_at TEXT UNIQUE, running_s REAL, cued_s REAL",
    "trial": "started_at TEXT, at_s REAL, cue TEXT, given INTEGER, before_ms REAL, change_ms REAL, wording TEXT",
}
_LATER = {"trial": "wording TEXT"}
"""Columns that the first files of this version have not; programs that know nothing of them leave them empty."""


class _DamagedError(Exception):
    """The file is no profile, or not a whole one."""


class _NewerError(Exception):
    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(slots=True)
class Opened:
    """A connection that works, and what to tell the runner about it."""

    connection: sqlite3.Connection
    sentences: list[str]


def open_file(path: Path) -> Opened:
    """The profile at `path`, made where there is none.

    A damaged file is moved aside and a new one begun. One that a newer program wrote, or that cannot be used now, is
    left alone: then everything works on an empty profile in memory, and nothing is kept.
    """
    try:
        return Opened(_opened(path), [])
    except _DamagedError:
        return _begun_anew(path)
    except (OSError, sqlite3.Error) as fault:
        return _in_memory(f"Your profile {path} cannot be used now ({fault}): this session knows nothing of you.")
    except _NewerError as fault:
        return _in_memory(
            f"Your profile {path} was written by a newer coach (format {fault.version}): it is left as it is, and this "
            "session knows nothing of you. Update coach to use it."
        )


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    connection.text_factory = _text
    try:
        if _version(connection) == 0 and not _names(connection):
            _make(connection)
        _check(connection)
        _grow(connection)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except UNREADABLE as fault:
        connection.close()
        raise _DamagedError from fault
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    """Text of a file that may be damaged."""
    return data.decode("utf-8", "replace")


def _version(connection: sqlite3.Connection) -> int:
    """Raises _NewerError where a newer program wrote the file."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise _NewerError(version)
    return version


def _names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _make(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for name, columns in _TABLES.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {name} (id INTEGER PRIMARY KEY, {columns})")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _grow(connection: sqlite3.Connection) -> None:
    """Add what later programs keep beside the rest."""
    for name, column in _LATER.items():
        if column.split()[0] not in _columns(connection, name):
            connection.execute(f"ALTER TABLE {name} ADD COLUMN {column}")


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _check(connection: sqlite3.Connection) -> None:
    """Raises _DamagedError where tables are missing or the file is torn."""
    if not _TABLES.keys() <= _names(connection):
        raise _DamagedError
    for name, columns in _TABLES.items():
        later = _LATER.get(name, "").split()[:1]
        if not {column.split()[0] for column in columns.split(", ")} <= {*_columns(connection, name), *later}:
            raise _DamagedError
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise _DamagedError


def _begun_anew(path: Path) -> Opened:
    aside = next(
        p for n in range(1, 10_000) if not (p := path.with_name(f"{path.stem}.damaged-{n}{path.suffix}")).exists()
    )
    try:
        path.rename(aside)
        connection = _opened(path)
    except (OSError, *UNREADABLE, _DamagedError):
        return _in_memory(
            f"Your profile {path} is damaged and cannot be moved aside: this session knows nothing of you."
        )
    return Opened(connection, [f"Your profile was damaged: it is kept as {aside}, and a new one was begun."])


def _in_memory(sentence: str) -> Opened:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make(connection)
    return Opened(connection, [sentence])
