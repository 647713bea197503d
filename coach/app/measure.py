"""Recordings to rows of steps, several at the same time where asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from coach.app.outputs import distinct
from coach.errors import CoachError, UserError

PATIENCE_S = 1.0
"""Nobody waits for a recording's single steps: samples are worked on a second at a time."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording's steps as rows of steps.csv, and what to say about it."""

    path: Path
    rows: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that could not be measured; plain words, so that they may come from another process."""

    path: Path
    what: str
    exit_code: int


def measure_all(recordings: Sequence[Path], csv: Path | None, jobs: int) -> Iterator[str]:
    """Measure each recording; a bad one is told and does not stop the rest, but is raised in the end."""
    from coach.review.tables import write_step_rows, write_steps_of_many
    from coach.screen.progress import progress

    distinct(recordings, [csv])
    good: list[Measured] = []
    bad: list[Failed] = []
    with progress("measuring") as progressed:
        for measured in _each(recordings, jobs):
            if isinstance(measured, Measured):
                good.append(measured)
            else:
                bad.append(measured)
            progressed((len(good) + len(bad)) / len(recordings))
    for measured in good:
        yield from measured.lines
    if csv is not None and good:
        if len(recordings) == 1:
            write_step_rows(csv, good[0].rows)
        else:
            write_steps_of_many(csv, {str(measured.path): measured.rows for measured in good})
        yield f"{sum(len(measured.rows) for measured in good)} steps in {csv}"
    if bad:
        raise _told(bad)


def measure_one(path: Path) -> Measured | Failed:
    """One recording, start to end."""
    try:
        return _measure(path)
    except CoachError as fault:
        return Failed(path, str(fault), fault.exit_code)


def _measure(path: Path) -> Measured:
    from coach.events import Packet, Rejected, Speed, Step
    from coach.measures.measurer import Measurer
    from coach.recording import open_recording
    from coach.review.summary import counts
    from coach.review.tables import step_rows

    recording = open_recording(path)
    measurer = Measurer(recording.header.config, recording.header.placements, PATIENCE_S)
    found: list[Step | Rejected] = []
    for event in recording.events():
        if isinstance(event, Speed):
            found += measurer.speed(event)
        elif isinstance(event, Packet):
            found += measurer.packet(event)
    found += measurer.finish()
    steps = [one for one in found if isinstance(one, Step)]
    rejected = [one for one in found if isinstance(one, Rejected)]
    valid = sum(step.valid for step in steps)
    lines = [f"{path}: {len(steps)} steps, {valid} of them valid running steps", *recording.warnings]
    lines += [f"  {reason}: {count}" for reason, count in counts(rejected).items()]
    return Measured(path, tuple(step_rows(steps)), tuple(lines))


def _each(recordings: Sequence[Path], jobs: int) -> Iterator[Measured | Failed]:
    """In the order asked for, whatever finishes first."""
    if jobs == 1 or len(recordings) == 1:
        yield from map(measure_one, recordings)
        return
    with ProcessPoolExecutor(min(jobs, len(recordings)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(measure_one, recordings)


def _told(bad: Sequence[Failed]) -> CoachError:
    error = UserError("\n".join(failed.what for failed in bad))
    error.exit_code = max(failed.exit_code for failed in bad)
    return error
