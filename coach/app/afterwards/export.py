"""A recording in other people's formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.history import said
from coach.app.afterwards.outputs import distinct
from coach.app.afterwards.reviewed import Reviewed, review
from coach.errors import SensorError, UserError

if TYPE_CHECKING:
    from coach.events import Placement
    from coach.recording import Header
    from coach.review.export.schema import Chunk, Column


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files to write, and how."""

    fit: Path | None = None
    csv: Path | None = None
    parquet: Path | None = None
    samples: str | None = None
    """A placement: tables of its samples instead of steps; `all`: of every sensor's."""
    decimal_comma: bool = False
    started_at: str | None = None
    again: bool = False


def export(path: Path, wanted: Wanted) -> Iterator[str]:
    """Write what was asked for; gives what to tell. UserError where nothing was, or where it cannot be."""
    distinct([path], [wanted.fit, wanted.csv, wanted.parquet])
    tables = wanted.csv is not None or wanted.parquet is not None
    if wanted.fit is None and not tables:
        raise UserError("No file to write was named.", "Add --fit F, --csv F or --parquet F.")
    if wanted.fit is not None or wanted.samples is None:
        reviewed = review(path, again=wanted.again)
        yield from reviewed.warnings
        if wanted.fit is not None:
            yield from _fit(reviewed, wanted.fit, wanted.started_at)
        if tables and wanted.samples is None:
            yield from _repetitions(reviewed, wanted) if reviewed.header.routine else _steps(reviewed, wanted)
    if tables and wanted.samples is not None:
        yield from _samples(path, wanted, wanted.samples)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────


def about(header: Header) -> dict[str, str]:
    """What a Parquet file says of the recording that it came from."""
    from coach.recording.header import to_metadata

    return to_metadata(header)


def _steps(reviewed: Reviewed, wanted: Wanted) -> Iterator[str]:
    from coach.review.export.schema import STEP_COLUMNS, step_chunk

    return _written(wanted, "steps", STEP_COLUMNS, lambda: [step_chunk(reviewed.run.steps)], about(reviewed.header))


def _repetitions(reviewed: Reviewed, wanted: Wanted) -> Iterator[str]:
    """Of drills, what was counted; their steps are in `steps.csv`, and in `coach measure`."""
    from coach.review.export.schema import REPETITION_COLUMNS, repetition_chunk

    chunk = repetition_chunk(reviewed.run.repetitions)
    return _written(wanted, "repetitions", REPETITION_COLUMNS, lambda: [chunk], about(reviewed.header))


def _samples(path: Path, wanted: Wanted, which: str) -> Iterator[str]:
    from coach.recording import open_recording
    from coach.review.export.samples import samples
    from coach.review.export.schema import GYRO_COLUMNS, SAMPLE_COLUMNS, sample_chunks

    recording = open_recording(path)
    worn: dict[str, Placement] = {placement: placement for placement in recording.header.placements}
    if which != "all" and which not in worn:
        raise SensorError(f"{path} has no sensor {which!r}.", f"It has {', '.join(worn) or 'none'}; or say all.")
    only = None if which == "all" else worn[which]
    turns = any(piece.gyro_dps is not None for piece in samples(recording.events(), only))
    columns = [column for column in SAMPLE_COLUMNS if turns or column not in GYRO_COLUMNS]
    yield from recording.warnings
    yield from _written(
        wanted, "samples", columns, lambda: sample_chunks(samples(recording.events(), only)), about(recording.header)
    )


def _written(
    wanted: Wanted,
    what: str,
    columns: Sequence[Column],
    chunks: Callable[[], Iterable[Chunk]],
    said: dict[str, str],
) -> Iterator[str]:
    from coach.review.export.as_csv import write_csv
    from coach.review.export.as_parquet import write_parquet

    if wanted.csv is not None:
        rows = write_csv(wanted.csv, columns, chunks(), decimal_comma=wanted.decimal_comma)
        yield f"{rows} {what} in {wanted.csv}"
    if wanted.parquet is not None:
        rows = write_parquet(wanted.parquet, columns, chunks(), said)
        yield f"{rows} {what} in {wanted.parquet}"


# ── FIT ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _fit(reviewed: Reviewed, out: Path, started_at: str | None) -> Iterator[str]:
    from coach.review.fit.write import write_fit

    told = started_at or reviewed.header.started_at
    if told:
        begun = _moment(told) + timedelta(seconds=reviewed.summary.start_s)  # told is the recording's second 0
    else:
        changed = datetime.fromtimestamp(reviewed.path.stat().st_mtime).astimezone()
        begun = changed - timedelta(seconds=reviewed.summary.duration_s)
        yield f"{reviewed.path} does not know when it was run: its file's date stands in. --started-at tells it."
    own = said(reviewed.path)
    header = replace(reviewed.header, name=own.get("name") or reviewed.header.name)
    surface = own.get("surface") or header.config.baseline.surface
    write_fit(out, reviewed.run, reviewed.summary, header=header, begun=begun, surface=surface)
    yield f"{out} written."


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text!r} is no date and time.", "Write it like 2026-05-12T07:30.") from None
    return moment if moment.tzinfo else moment.astimezone()
