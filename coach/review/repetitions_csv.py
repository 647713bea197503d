"""repetitions.csv: one row per repetition of a drill. Equal input gives equal bytes; what was not measured is blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path

from coach.events import Repetition
from coach.measures.drills import DRILL_MEASURES
from coach.review.files import write_whole

COLUMNS = ("drill", "foot", "at_s", "declared_s", "contact_ms", "flight_ms", "faults", "placement")
"""What every repetition has; its named values follow."""
VALUES = tuple(measure.name for measure in DRILL_MEASURES)


def write_repetitions(path: Path, repetitions: Iterable[Repetition]) -> None:
    """One row per repetition, in the order given. Raises FileError when `path` cannot be written."""
    write_whole(path, "\n".join([",".join((*COLUMNS, *VALUES)), *map(_row, repetitions)]) + "\n")


def _row(one: Repetition) -> str:
    return ",".join(_cells(one))


def _cells(one: Repetition) -> Iterator[str]:
    yield from (one.drill, one.foot, _number(one.at_s, 6), _number(one.declared_s, 6))
    yield from (_number(1e3 * one.contact_s, 2), _number(1e3 * one.flight_s, 2))
    yield from (" ".join(one.faults), one.placement)
    yield from (_number(one.values[name], 4) if name in one.values else "" for name in VALUES)


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if isfinite(value) else ""
