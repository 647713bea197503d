"""The runner's own history: every finished run adds a row, and everything in it can be seen, changed and forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.find import find_recording, history_file, runs
from coach.app.settings import load
from coach.errors import CoachError, FileError, UserError

if TYPE_CHECKING:
    from coach.recording import Header
    from coach.review.run import Run
    from coach.review.summary import Summary

SHORTEST_S = 10.0
"""Less running than this is not worth a row."""


def keep(recording: Path, header: Header, summary: Summary) -> list[str]:
    """Add a finished run, if it had running in it. Never raises: returns a sentence where it could not be kept."""
    from coach.review.history.session import session_of
    from coach.review.history.store import Store

    if summary.running_s < SHORTEST_S:
        return []
    learned = header.config.baseline
    try:
        Store(history_file()).add(
            session_of(
                summary,
                key=str(recording.resolve()),
                started_at=header.started_at or _changed(recording),
                name=header.name if header.name != recording.parent.name else "",
                shoe=learned.shoe,
                surface=learned.surface,
            )
        )
    except (CoachError, OSError) as fault:
        return [f"The history was not written: {fault}"]
    return []


def keep_drills(recording: Path, header: Header, run: Run) -> list[str]:
    """Add a session of drills. Never raises: returns how a test compares with those before, or what went wrong."""
    from coach.coaching.drills import TEST
    from coach.review.history.drills import drills_of, score_lines
    from coach.review.history.store import Store

    begun = header.started_at or _changed(recording)
    done = drills_of(run.parts, header.routine, key=str(recording.resolve()), done_at=begun)
    try:
        store = Store(history_file())
        for drill in done:
            store.add_drill(drill)
        return list(score_lines(store.drills())) if header.routine == TEST and done else []
    except (CoachError, OSError) as fault:
        return [f"The history was not written: {fault}"]


def said(recording: Path) -> dict[str, str]:
    """Name, note, shoe and surface that the runner gave this recording; empty where there are none."""
    from coach.review.history.store import EDITABLE, Store

    if not history_file().exists():
        return {}
    try:
        session = Store(history_file()).find(str(recording.resolve()))
    except CoachError:
        return {}
    return {} if session is None else {name: getattr(session, name) for name in EDITABLE if getattr(session, name)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What `coach history` is to show."""

    speed_mps: float = 3.0
    html: Path | None = None
    config: Path | None = None


def show(asked: Asked) -> Iterator[str]:
    """The history in words, and as a page where one is asked for."""
    from coach.review.history.drills import lines as drill_lines
    from coach.review.history.store import Store
    from coach.review.history.told import lines
    from coach.review.history.trend import trends, week
    from coach.review.history.weeks import weekly

    store = Store(history_file())
    sessions = store.sessions() if history_file().exists() else []
    own = [session for session in sessions if session.kind == "coach"]
    watch = [session for session in sessions if session.kind == "watch"]
    drills = store.drills() if history_file().exists() else []
    moment, settings = datetime.now().astimezone(), load(asked.config)
    now, by_week = week(sessions, moment, settings.dose), weekly(sessions, drills, moment)
    found, theirs = trends(own, asked.speed_mps), trends(watch, asked.speed_mps)
    yield from lines(sessions, found, now, asked.speed_mps, watch=theirs, weeks=by_week)
    yield ""
    yield from drill_lines(drills, moment, settings.drills)
    yield from [""] if drills else []
    yield f"Kept in {history_file()}, and nowhere else."
    if asked.html is not None:
        from coach.review.history.page import write_history

        write_history(asked.html, sessions, now, asked.speed_mps, drills=drills, weeks=by_week)
        yield f"{asked.html} written."


def edit(text: str, texts: Mapping[str, str]) -> Iterator[str]:
    """Name, note, shoe or surface of a session, then all that is known of it; one that is new is added first.

    FileError where it cannot be read, or is still going on.
    """
    from coach.review.history.one import one
    from coach.review.history.store import Store

    recording = find_recording(text)
    store = Store(history_file())
    key = str(recording.resolve())
    if store.find(key) is None:
        yield from _added(recording)
    if texts:
        store.edit(key, **texts)
    session = store.find(key)
    if session is not None:
        yield from one(session, session.name or recording.parent.name, _worn(recording))


def add(recordings: Sequence[Path]) -> Iterator[str]:
    """Read recordings and keep what they tell. One that cannot be read is told, and does not stop the rest."""
    for recording in recordings:
        try:
            yield from _added(recording)
        except CoachError as fault:
            yield str(fault)


def _added(recording: Path) -> Iterator[str]:
    """One of them; FileError where it cannot be read, or is still being written: then it adds itself in the end."""
    from coach.app.afterwards.reviewed import review
    from coach.clock import clock
    from coach.recording.busy import being_written
    from coach.review.sentences import counted

    if being_written(recording):
        raise FileError(f"{recording} is still going on.", "It joins the history when it ends.")
    reviewed = review(recording)
    if reviewed.header.routine:
        yield from keep_drills(recording, reviewed.header, reviewed.run)
        yield f"{recording}: {counted(len(reviewed.run.repetitions), 'repetition')} of drills"
        return
    yield from keep(recording, reviewed.header, reviewed.summary)
    running_s = reviewed.summary.running_s
    words = f"{clock(running_s)} of running" if running_s >= SHORTEST_S else "hardly any running, not kept"
    yield f"{recording}: {words}"


def _worn(recording: Path) -> list[str]:
    """Where sensors were worn, as the recording has it; none where it is gone."""
    from coach.recording import open_recording

    try:
        return list(open_recording(recording).header.placements)
    except CoachError:
        return []


def rebuild() -> Iterator[str]:
    """Read every run of the runner's own folder again."""
    found = runs()
    yield from add(found)
    yield f"{len(found)} recordings read."


def import_watch(files: Sequence[Path]) -> Iterator[str]:
    """Runs that a watch kept. One that cannot be read does not stop the rest; raises in the end where one was bad."""
    from coach.review.history.store import Store
    from coach.review.history.watch import read_watch
    from coach.review.sentences import counted
    from coach.screen.progress import progress

    store = Store(history_file())
    bad: list[str] = []
    with progress("importing") as progressed:
        for done, file in enumerate(files, start=1):
            try:
                session = read_watch(file)
            except FileError as fault:
                bad.append(str(fault))
            else:
                store.add(session)
            progressed(done / len(files))
    if read := len(files) - len(bad):
        yield f"{counted(read, 'run').capitalize()} of a watch {'is' if read == 1 else 'are'} in the history."
    if bad:
        raise UserError("\n".join(bad))


def forget(text: str | None) -> Iterator[str]:
    """One session, or the whole history. Recordings stay where they are."""
    from coach.review.history.store import Store

    if text is None:
        history_file().unlink(missing_ok=True)
        yield f"{history_file()} is gone. Your recordings stay where they are."
        return
    recording = find_recording(text)
    Store(history_file()).forget(str(recording.resolve()))
    yield f"{recording} is left out of the history; the recording itself stays."


def _changed(recording: Path) -> str:
    return datetime.fromtimestamp(recording.stat().st_mtime).astimezone().isoformat(timespec="seconds")
