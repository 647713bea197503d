"""A recording as reports, exports and the history need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.find import RECORDING
from coach.app.afterwards.history import said
from coach.app.afterwards.replay import start_of
from coach.app.afterwards.result import REPORT, said_of, summary_of
from coach.app.pipelines import pipeline_of
from coach.errors import UserError

if TYPE_CHECKING:
    from coach.recording import Header, Recording
    from coach.review.run import Run
    from coach.review.summary import Summary


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a recording tells."""

    path: Path
    header: Header
    run: Run
    summary: Summary
    warnings: list[str]


def review(path: Path, *, again: bool = False) -> Reviewed:
    """As it was decided at the time; anew where another version wrote it, where it was cut, or when asked to.

    FileError where it cannot be read.
    """
    from coach.recording import Header, open_recording
    from coach.review.remembered import remembered

    recording = open_recording(path)
    own = recording.header.program == Header().program
    run = remembered(path) if own and not again else None
    if run is None:
        run = decided(recording)
    else:
        run.phrases, run.start_s = _phrases(recording.header), start_of(recording)
    return Reviewed(path, recording.header, run, summary_of(run), recording.warnings)


def _phrases(header: Header) -> Mapping[tuple[str, str], str]:
    """What its cues say; nothing where its pack is gone, and cues go by their names."""
    from coach.app.sound.pack import open_pack, phrases

    try:
        return phrases(open_pack(header.config, drills=bool(header.routine)))
    except UserError:
        return {}


def decided(recording: Recording) -> Run:
    """Decide again, as a replay does."""
    from coach.app.sound.pack import open_pack, phrases
    from coach.review.run import Run
    from coach.screen.progress import progress

    header = recording.header
    pack = open_pack(header.config, drills=bool(header.routine))
    pipeline = pipeline_of(header, header.config, pack.durations)
    run = Run(phrases=phrases(pack), start_s=start_of(recording))
    with progress("reading") as progressed:
        for event in recording.events(progressed):
            run.see(event)
            run.add(pipeline.feed(event))
    run.add(pipeline.finish())
    return run


def beside(recording: Path) -> Path:
    """Where a report goes unless told: `report.html` in a run's own folder, else named like the recording."""
    return recording.with_name(REPORT) if recording.name == RECORDING else recording.with_suffix(".html")


def write_report(path: Path, out: Path, *, again: bool = False) -> list[str]:
    """Write the report of a recording; returns what is wrong with the recording."""
    from coach.review import report

    reviewed = review(path, again=again)
    wrong: dict[str, object] = {"warnings": [warning.replace(str(path), path.name) for warning in reviewed.warnings]}
    about = said_of(reviewed.header) | said(path) | wrong
    run = reviewed.run
    report.write_report(out, reviewed.summary, run.steps, run.statuses, about, routine=run.parts)
    return reviewed.warnings
