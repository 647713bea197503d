"""The runner's profile: own normals, sessions, and what cues did, from session to session."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coach.coaching.baseline import Side
from coach.coaching.effect import tried
from coach.coaching.memory import Memory, from_profile, to_profile
from coach.coaching.normal import Seen
from coach.coaching.response import Trial
from coach.profile.file import UNREADABLE, open_file
from coach.profile.rows import Calibration, Session

COUNTS_S = 600.0
"""A run shorter than this is no session of the fading plan."""
REMEMBERED_DAYS = 84
"""What a cue did longer ago than this was done to another runner."""
_EPOCH = "1970-01-01T00:00:00+00:00"


class Profile:
    """Open it, read or write, close it. What it has to say about the file itself stands in `sentences`."""

    def __init__(self, path: Path) -> None:
        opened = open_file(path)
        self.sentences = opened.sentences
        self._connection = opened.connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def memory(self, shoe: str, surface: str, now: str) -> Memory:
        """What is known at the beginning of a session in this shoe on this ground; `now` in ISO 8601 with zone."""
        sessions, present = self.sessions(), datetime.fromisoformat(now)
        since = max((c.made_at for c in self.calibrations() if c.restarts_fading), default=_EPOCH, key=_moment)
        week = timedelta(days=7)
        ages = [(present - datetime.fromisoformat(session.started_at), session) for session in sessions]
        return Memory(
            normals=self.normals(shoe, surface),
            session=sum(s.running_s >= COUNTS_S and _moment(s.started_at) > _moment(since) for s in sessions),
            this_week_s=sum(session.cued_s for age, session in ages if timedelta() < age <= week),
            last_week_s=sum(session.cued_s for age, session in ages if week < age <= 2 * week),
            tried=tried(self.trials(now)),
        )

    def normals(self, shoe: str, surface: str) -> Mapping[Side, tuple[Seen, ...]]:
        """The newest of each foot and sensor, in this shoe on this ground."""
        found: dict[Side, tuple[Seen, ...]] = {}
        for calibration in self.calibrations():
            if (calibration.shoe, calibration.surface) == (shoe, surface):
                found |= calibration.normals
        return found

    def calibrations(self) -> list[Calibration]:
        """All of them, oldest first."""
        rows = self._all("SELECT made_at, shoe, surface, source, normals, restarts_fading FROM calibration ORDER BY id")
        return [
            Calibration(made_at, shoe, surface, source, _normals(text), bool(restarts))
            for made_at, shoe, surface, source, text, restarts in rows
            if _dated(made_at)
        ]

    def sessions(self) -> list[Session]:
        """All of them, oldest first."""
        rows = self._all("SELECT started_at, running_s, cued_s FROM session ORDER BY id")
        trials = self._trials()
        return [
            Session(at, running_s, cued_s, tuple(trials.get(at, ())))
            for at, running_s, cued_s in rows
            if _dated(at) and _numbers(running_s, cued_s)
        ]

    def trials(self, now: str) -> list[Trial]:
        """What cues did in the last twelve weeks."""
        oldest = datetime.fromisoformat(now) - timedelta(days=REMEMBERED_DAYS)
        return [t for at, trials in self._trials().items() if _moment(at) > oldest for t in trials]

    def calibrate(self, calibration: Calibration) -> None:
        """Keep a calibration; earlier ones stay."""
        normals = json.dumps(to_profile(Memory(normals=calibration.normals)))
        with self._writing():
            self._connection.execute(
                "INSERT INTO calibration (made_at, shoe, surface, source, normals, restarts_fading) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    calibration.made_at,
                    calibration.shoe,
                    calibration.surface,
                    calibration.source,
                    normals,
                    int(calibration.restarts_fading),
                ),
            )

    def keep(self, session: Session) -> None:
        """Keep a session; keeping it again replaces it."""
        at = session.started_at
        with self._writing():
            self._connection.execute("DELETE FROM trial WHERE started_at = ?", (at,))
            self._connection.execute(
                "INSERT OR REPLACE INTO session (started_at, running_s, cued_s) VALUES (?, ?, ?)",
                (at, session.running_s, session.cued_s),
            )
            self._connection.executemany(
                "INSERT INTO trial (started_at, at_s, cue, given, before_ms, change_ms, wording) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(at, t.at_s, t.cue, int(t.given), t.before_ms, t.change_ms, t.wording) for t in session.trials],
            )

    def export(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        calibrations = [
            {**asdict(c), "normals": [_side(side, seen) for side, seen in c.normals.items()]}
            for c in self.calibrations()
        ]
        return {"calibrations": calibrations, "sessions": [asdict(session) for session in self.sessions()]}

    @contextmanager
    def _writing(self) -> Generator[None]:
        """All or nothing; what cannot be kept is told."""
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
        except UNREADABLE as fault:
            self.sentences.append(f"This could not be kept in your profile ({fault}).")

    def _trials(self) -> dict[str, list[Trial]]:
        """By the session's start."""
        found: dict[str, list[Trial]] = {}
        rows = self._all("SELECT started_at, at_s, cue, given, before_ms, change_ms, wording FROM trial ORDER BY id")
        for at, at_s, cue, given, before_ms, change_ms, wording in rows:
            if not (_dated(at) and isinstance(cue, str) and _numbers(at_s, before_ms, change_ms)):
                continue
            found.setdefault(at, []).append(Trial(at_s, cue, bool(given), before_ms, change_ms, str(wording or "")))
        return found

    def _all(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query).fetchall()
        except UNREADABLE as fault:
            self.sentences.append(f"A part of your profile cannot be read ({fault}).")
            return []


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _dated(at: object) -> bool:
    """Whether a row says when it was written; one that does not is passed over."""
    try:
        return isinstance(at, str) and _moment(at).tzinfo is not None
    except ValueError:
        return False


def _numbers(*values: object) -> bool:
    return all(isinstance(value, float | int) for value in values)


def _normals(text: str) -> Mapping[Side, tuple[Seen, ...]]:
    """Empty where the text is not what a version that we know wrote."""
    try:
        return from_profile({str(name): float(value) for name, value in json.loads(text).items()}).normals
    except (ValueError, TypeError, AttributeError):
        return {}


def _side(side: Side, seen: tuple[Seen, ...]) -> dict[str, Any]:
    return {"placement": side[0], "foot": side[1], "seen": [asdict(one) for one in seen]}
