"""Recordings to rows of steps, several at the same time where asked, on a cluster where there is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.engines import Results, cluster, processes, serial
from coach.app.afterwards.find import find_recording
from coach.app.afterwards.outputs import distinct
from coach.app.afterwards.reviewed import decided
from coach.errors import CoachError, FileError, UserError

if TYPE_CHECKING:
    from coach.events import Step
    from coach.recording import Recording
    from coach.review.run import Run

PATIENCE_S = 1.0
"""Nobody waits for a recording's single steps: samples are worked on a second at a time."""
_AT_REST = {"stand": "standing", "walk": "walking"}
_PART = re.compile(r"\d{5}-.*\.parquet")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes of the steps, and who measures them."""

    csv: Path | None = None
    parquet: Path | None = None
    """A folder: one dataset with a file for each recording."""
    jobs: int = 1
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording's steps as rows of steps.csv or as a Parquet file, where wanted, and what to say about it."""

    steps: int
    rows: tuple[str, ...]
    part: bytes
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that could not be measured; plain words, so that they may come from another process."""

    what: str
    exit_code: int


def measure_all(places: Sequence[Path], wanted: Wanted) -> Iterator[str]:
    """Measure each recording, and all in each folder; a bad one is told and does not stop the rest.

    Raises in the end where one was bad. The same recordings give the same bytes, whoever measures them.
    """
    from coach.screen.progress import progress

    recordings = [recording for place in places for recording in _recordings(place)]
    distinct(recordings, [wanted.csv])
    if wanted.parquet is not None:
        _dataset(wanted.parquet)
    found: dict[int, Measured] = {}
    bad: dict[int, Failed] = {}
    with progress("measuring") as progressed:
        for number, one in _each(recordings, wanted):
            if isinstance(one, Failed):
                bad[number] = one
            else:
                found[number] = _kept(one, recordings[number], number, wanted.parquet)
            progressed((len(found) + len(bad)) / len(recordings))
    yield from (line for number in sorted(found) for line in found[number].lines)
    if found:
        yield from _written(found, recordings, wanted)
    if bad:
        raise _told([bad[number] for number in sorted(bad)], len(recordings), places)


def measure_one(path: Path, *, rows: bool, part: bool) -> Measured | Failed:
    """One recording, start to end. Never raises: whatever is wrong with one must not stop an archive."""
    try:
        return _measure(path, rows=rows, part=part)
    except CoachError as fault:
        return Failed(str(fault), fault.exit_code)
    except Exception as fault:  # noqa: BLE001  # told as a fault of ours, with the recording that shows it
        return Failed(f"{path}: a fault of ours: {type(fault).__name__}: {fault}. Please report it.", 1)


def _measure(path: Path, *, rows: bool, part: bool) -> Measured:
    from coach.recording import open_recording
    from coach.review.equipment import counts
    from coach.review.sentences import tallied
    from coach.review.steps_csv import step_rows

    recording = open_recording(path)
    run = decided(recording) if recording.header.routine else _measured(recording)
    steps, rejected = run.steps, run.rejected
    valid = sum(step.valid for step in steps)
    drills = f", {len(run.repetitions)} repetitions of drills" if recording.header.routine else ""
    doubts = Counter(_doubt(step) for step in steps if not step.valid)
    why = f" ({tallied(doubts)})" if doubts else ""
    lines = [f"{path}: {len(steps)} steps, {valid} of them valid running steps{why}{drills}", *recording.warnings]
    lines += [f"  {reason}: {count}" for reason, count in counts(rejected).items()]
    return Measured(
        len(steps), tuple(step_rows(steps)) if rows else (), _part(path, steps) if part else b"", tuple(lines)
    )


def _doubt(step: Step) -> str:
    """Why a step is no valid running step."""
    return step.reason or _AT_REST.get(step.activity, "no reason given")


def _measured(recording: Recording) -> Run:
    """Steps alone: nothing is decided."""
    from coach.events import Packet, Speed
    from coach.measures.measurer import Measurer
    from coach.review.run import Run

    run = Run()
    measurer = Measurer(recording.header.config, recording.header.placements, PATIENCE_S)
    for event in recording.events():
        if isinstance(event, Speed):
            run.add(measurer.speed(event))
        elif isinstance(event, Packet):
            run.add(measurer.packet(event))
    run.add(measurer.finish())
    return run


def _part(path: Path, steps: Sequence[Step]) -> bytes:
    """One file of the dataset: the exported table of steps, with the recording's name as first column."""
    from coach.review.export.as_parquet import parquet_bytes
    from coach.review.export.schema import STEP_COLUMNS, Column, step_chunk

    chunk = {"recording": [str(path)] * len(steps), **step_chunk(steps)}
    return parquet_bytes((Column("recording", "text"), *STEP_COLUMNS), [chunk], {"recording": str(path)})


# ── which and by whom ─────────────────────────────────────────────────────────────────────────────────────────


def _recordings(place: Path) -> list[Path]:
    """A recording, or all in a folder and the folders in it, by name."""
    if not place.is_dir():
        return [find_recording(str(place))]
    found = sorted(place.rglob("*.mcap"))
    if not found:
        raise FileError(f"{place} holds no recording (.mcap).", "Name another folder, or `coach import` some.")
    return found


def _each(recordings: Sequence[Path], wanted: Wanted) -> Results[Measured | Failed]:
    work = partial(measure_one, rows=wanted.csv is not None, part=wanted.parquet is not None)
    if wanted.scheduler is not None:
        return cluster(work, recordings, wanted.scheduler, _lost)
    if wanted.jobs == 1 or len(recordings) == 1:
        return serial(work, recordings)
    return processes(work, recordings, wanted.jobs, _lost)


def _lost(path: Path) -> Failed:
    return Failed(f"{path}: the process that measured it was killed, and so was the next one. Is memory short?", 1)


# ── what is written ───────────────────────────────────────────────────────────────────────────────────────────


def _dataset(folder: Path) -> None:
    """Made, and free of what an earlier dataset left; FileError where there is something else in it."""
    from coach.app.folders import made

    held = sorted(made(folder).iterdir())
    foreign = [path.name for path in held if not _PART.fullmatch(path.name)]
    if foreign:
        raise FileError(f"{folder} holds something else already: {foreign[0]}.", "Name a folder of its own.")
    for path in held:
        path.unlink()


def _kept(one: Measured, recording: Path, number: int, dataset: Path | None) -> Measured:
    """The dataset grows as results come; its bytes need not be held any longer."""
    from coach.review.files import write_whole

    if dataset is None:
        return one
    write_whole(dataset / f"{number:05}-{recording.stem}.parquet", one.part)
    return Measured(one.steps, one.rows, b"", one.lines)


def _written(found: dict[int, Measured], recordings: Sequence[Path], wanted: Wanted) -> Iterator[str]:
    from coach.review.steps_csv import write_step_rows, write_steps_of_many

    steps = sum(one.steps for one in found.values())
    if wanted.csv is not None:
        if len(recordings) == 1:
            write_step_rows(wanted.csv, found[0].rows)
        else:
            write_steps_of_many(wanted.csv, {str(recordings[number]): found[number].rows for number in sorted(found)})
        yield f"{steps} steps in {wanted.csv}"
    if wanted.parquet is not None:
        yield f"{steps} steps of {len(found)} recordings in {wanted.parquet}"


def _told(bad: Sequence[Failed], of: int, places: Sequence[Path]) -> CoachError:
    folder = next((f"{place} is a folder in which " for place in places if place.is_dir()), "")
    head = [f"{folder}{len(bad)} of {of} recordings could not be measured:"] if of > 1 else []
    error = UserError("\n".join([*head, *(failed.what for failed in bad)]))
    error.exit_code = max(failed.exit_code for failed in bad)
    return error
