"""Which columns an exported table has, and what is in them. docs/export.md is held to this by a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, Literal, TypeAlias

from coach.events import Repetition, Samples, Step
from coach.measures import MEASURES
from coach.measures.drills import DRILL_MEASURES

Cell: TypeAlias = str | float | bool | None
"""None: not measured."""
Chunk: TypeAlias = Mapping[str, Sequence[Cell]]
"""Some rows of a table, column by column, all of one length."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    kind: Literal["text", "number", "truth"]
    unit: str = ""


_TEXTS = ("foot", "placement", "activity", "reason", "speed_source")
_FIELDS = (
    *("foot", "placement", "initial_contact_s", "toe_off_s", "declared_s", "contact_s", "uncertainty_s"),
    *("stride_s", "flight_s", "activity", "valid", "reason", "speed_source"),
)


def _column(name: str) -> Column:
    if name in _TEXTS:
        return Column(name, "text")
    return Column(name, "truth") if name == "valid" else Column(name, "number", "s")


STEP_COLUMNS: tuple[Column, ...] = (
    *(_column(name) for name in _FIELDS),
    *(Column(measure.name, "number", measure.unit) for measure in MEASURES),
)
"""The fields of a step as the program has them, then its measures."""

ACCEL_COLUMNS = tuple(Column(f"a{axis}_g", "number", "g") for axis in "xyz")
GYRO_COLUMNS = tuple(Column(f"g{axis}_dps", "number", "deg/s") for axis in "xyz")
SAMPLE_COLUMNS: tuple[Column, ...] = (
    Column("placement", "text"),
    Column("t_s", "number", "s"),
    *ACCEL_COLUMNS,
    *GYRO_COLUMNS,
)
"""`coach import` reads them too, one placement at a time."""


# ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────


def step_chunk(steps: Sequence[Step]) -> Chunk:
    """Steps as rows. A number that is none, and a measure that a step has not, is None."""
    chunk: dict[str, list[Cell]] = {name: [_known(getattr(step, name)) for step in steps] for name in _FIELDS}
    for measure in MEASURES:
        chunk[measure.name] = [_known(step.values.get(measure.name)) for step in steps]
    return chunk


def steps_of(chunk: Chunk) -> list[Step]:
    """The steps that these rows were made of."""
    fields = [chunk[name] for name in _FIELDS]
    names = [measure.name for measure in MEASURES]
    rows = zip(zip(*fields, strict=True), zip(*(chunk[name] for name in names), strict=True), strict=True)
    return [
        _step(dict(zip(_FIELDS, cells, strict=True)), dict(zip(names, values, strict=True))) for cells, values in rows
    ]


def _step(cells: dict[str, Any], values: Mapping[str, Cell]) -> Step:
    if cells["contact_s"] is None:
        cells["contact_s"] = nan
    return Step(**cells, values={name: value for name, value in values.items() if isinstance(value, float)})


def _known(value: Cell) -> Cell:
    if not isinstance(value, float):
        return value
    return float(value) if isfinite(value) else None  # numpy's own floats print otherwise


# ── repetitions of drills ─────────────────────────────────────────────────────────────────────────────────────

_REPETITION_FIELDS = ("drill", "placement", "foot", "at_s", "declared_s", "contact_s", "flight_s")
REPETITION_COLUMNS: tuple[Column, ...] = (
    *(Column(name, "number", "s") if name.endswith("_s") else Column(name, "text") for name in _REPETITION_FIELDS),
    Column("faults", "text"),
    *(Column(measure.name, "number", measure.unit) for measure in DRILL_MEASURES),
)
"""The fields of a repetition, then its values."""


def repetition_chunk(repetitions: Sequence[Repetition]) -> Chunk:
    """Repetitions as rows. What was not measured is None."""
    chunk: dict[str, list[Cell]] = {
        name: [_known(getattr(one, name)) for one in repetitions] for name in _REPETITION_FIELDS
    }
    chunk["faults"] = [" ".join(one.faults) for one in repetitions]
    for measure in DRILL_MEASURES:
        chunk[measure.name] = [_known(one.values.get(measure.name)) for one in repetitions]
    return chunk


# ── samples ───────────────────────────────────────────────────────────────────────────────────────────────────


def sample_chunks(samples: Iterable[Samples]) -> Iterator[Chunk]:
    """Samples as rows, piece by piece."""
    for piece in samples:
        n = len(piece.t_s)
        chunk: dict[str, Sequence[Cell]] = {"placement": [piece.placement] * n, "t_s": piece.t_s.tolist()}
        for axis, column in enumerate(ACCEL_COLUMNS):
            chunk[column.name] = piece.accel_g[:, axis].tolist()
        for axis, column in enumerate(GYRO_COLUMNS):
            chunk[column.name] = [None] * n if piece.gyro_dps is None else piece.gyro_dps[:, axis].tolist()
        yield chunk
