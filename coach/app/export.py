"""A recording in other people's formats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import UserError

if TYPE_CHECKING:
    from coach.recording import Header, Recording
    from coach.review.run import Run
    from coach.review.summary import Summary


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A recording decided anew with its own settings, for whatever is made of it afterwards."""

    path: Path
    header: Header
    run: Run
    summary: Summary
    warnings: list[str]


def review(path: Path) -> Reviewed:
    """What a recording tells: as it was decided at the time, or anew where another version wrote it."""
    from coach.recording import open_recording
    from coach.recording.header import Header
    from coach.review.remembered import remembered
    from coach.review.summary import summarise

    recording = open_recording(path)
    own = recording.header.program == Header().program
    run = (remembered(path) if own else None) or _decided(recording)
    summary = summarise(run.steps, run.statuses, run.decisions, run.rejected, run.played)
    return Reviewed(path, recording.header, run, summary, recording.warnings)


def _decided(recording: Recording) -> Run:
    from coach.app.sound import open_pack
    from coach.pipeline import Pipeline
    from coach.review.run import Run
    from coach.screen.progress import progress

    header = recording.header
    pipeline = Pipeline(header.config, header.placements, open_pack(header.config).durations)
    run = Run()
    with progress("reading") as progressed:
        for event in recording.events(progressed):
            run.see(event)
            run.add(pipeline.feed(event))
    run.add(pipeline.finish())
    return run


def export_fit(reviewed: Reviewed, out: Path, started_at: str | None) -> list[str]:
    """Write a FIT activity; returns what to tell the runner."""
    from coach.review.fit.write import write_fit

    begun, notes = _begun(reviewed, started_at)
    write_fit(out, reviewed.run, reviewed.summary, header=reviewed.header, begun=begun)
    return [*notes, f"{out} written."]


def _begun(reviewed: Reviewed, started_at: str | None) -> tuple[datetime, list[str]]:
    """Wall-clock time at which the run's first second began, and a word where nobody knows it."""
    from datetime import timedelta

    told = started_at or reviewed.header.started_at
    if told:
        # second 0 of the recording was at `told`
        return _moment(told) + timedelta(seconds=reviewed.summary.start_s), []
    changed = datetime.fromtimestamp(reviewed.path.stat().st_mtime).astimezone()
    begun = changed - timedelta(seconds=reviewed.summary.duration_s)
    note = f"{reviewed.path} does not know when it was run: its file's date stands in. --started-at tells it."
    return begun, [note]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text!r} is no date and time.", "Write it like 2026-05-12T07:30.") from None
    return moment.astimezone()
