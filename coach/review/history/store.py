"""The history on disk: one SQLite file, which any SQLite program can read.

Everything in it but names, notes, shoes, surfaces and watches' runs can be made again from the recordings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from pathlib import Path

from coach.errors import FileError
from coach.review.history.drills import Drill
from coach.review.history.session import Session

VERSION = 2
"""Grows when an older coach would misunderstand the file."""
EDITABLE = ("name", "note", "shoe", "surface")
_TYPES = {"str": "TEXT NOT NULL DEFAULT ''", "int": "INTEGER NOT NULL DEFAULT 0", "float": "REAL NOT NULL DEFAULT 0"}
_COLUMNS = {
    field.name: _TYPES.get(str(field.type), "REAL" if "None" in str(field.type) else "TEXT NOT NULL")
    for field in fields(Session)
}
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sessions ("
    + ", ".join(f"{name} {kind}{' PRIMARY KEY' if name == 'key' else ''}" for name, kind in _COLUMNS.items())
    + ")",
    "CREATE TABLE IF NOT EXISTS drills (done_at TEXT NOT NULL, drill TEXT NOT NULL, seconds REAL NOT NULL)",
)
_DRILLS = ("done_at", "drill", "seconds", "key", "repetitions", "contact_ms", "rsi")
_DRILLS_SINCE_2 = (
    "key TEXT NOT NULL DEFAULT ''",
    "repetitions INTEGER NOT NULL DEFAULT 0",
    "contact_ms REAL",
    "rsi REAL",
)
_ALL_DRILLS = f"SELECT {', '.join(_DRILLS)} FROM drills"  # noqa: S608  # names of our own fields
_KEEP_DRILL = f"INSERT INTO drills VALUES ({', '.join('?' for _ in _DRILLS)})"  # noqa: S608  # the same
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM sessions"  # noqa: S608  # names of our own fields
_KEEP = (
    f"INSERT INTO sessions ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) "  # noqa: S608  # the same
    "ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(
        f"{name} = iif(excluded.{name} = '', {name}, excluded.{name})"
        if name in EDITABLE
        else f"{name} = excluded.{name}"
        for name in _COLUMNS
    )
)


class Store:
    """Opened for each call, so that two programs may use it. Whatever is wrong with the file is a FileError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, session: Session) -> None:
        """Keep a session; one with the same key is replaced, but what the runner wrote about it stays."""
        with self._open() as db:
            db.execute(_KEEP, asdict(session))

    def sessions(self) -> list[Session]:
        """All of them, the oldest first."""
        with self._open() as db:
            rows = db.execute(_ALL).fetchall()
        return sorted((Session(*row) for row in rows), key=lambda session: session.began)

    def find(self, key: str) -> Session | None:
        """The session of this key."""
        return next((session for session in self.sessions() if session.key == key), None)

    def edit(self, key: str, **texts: str) -> None:
        """What the runner says of a session: `EDITABLE` only. FileError where it is not in the history."""
        changes = ", ".join(f"{name} = :{name}" for name in EDITABLE if name in texts)
        with self._open() as db:
            done = db.execute(f"UPDATE sessions SET {changes} WHERE key = :key", {**texts, "key": key})  # noqa: S608
            if not done.rowcount:
                raise FileError(f"{key} is not in the history.", "`coach history --rebuild` reads your runs again.")

    def forget(self, key: str) -> None:
        """Leave a session out from now on. The recording stays where it is."""
        with self._open() as db:
            db.execute("DELETE FROM sessions WHERE key = ?", (key,))
            db.execute("DELETE FROM drills WHERE key = ?", (key,))

    def add_drill(self, drill: Drill) -> None:
        """Keep a drill that was done; the same drill of the same recording is replaced."""
        with self._open() as db:
            db.execute("DELETE FROM drills WHERE key = ? AND key != '' AND drill = ?", (drill.key, drill.drill))
            db.execute(_KEEP_DRILL, astuple(drill))

    def drills(self) -> list[Drill]:
        """All of them, in the order in which they were kept."""
        with self._open() as db:
            return [Drill(*row) for row in db.execute(_ALL_DRILLS)]

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.path, timeout=5.0)
        except (OSError, sqlite3.Error) as fault:
            raise self._fault(str(fault)) from None
        try:
            with db:
                self._prepare(db)
                yield db
        except sqlite3.Error as fault:
            raise self._fault(str(fault)) from None
        finally:
            db.close()

    def _prepare(self, db: sqlite3.Connection) -> None:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise FileError(f"{self.path} was written by a newer coach.", "Update coach to read it.")
        if version < VERSION:
            for statement in _SCHEMA:
                db.execute(statement)
            for column in _DRILLS_SINCE_2:
                db.execute(f"ALTER TABLE drills ADD COLUMN {column}")
            db.execute(f"PRAGMA user_version = {VERSION}")

    def _fault(self, why: str) -> FileError:
        remedy = "If it is damaged, move it away: `coach history --rebuild` makes it again from your recordings."
        return FileError(f"{self.path} cannot be used: {why}.", remedy)
