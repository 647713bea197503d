"""steps.csv: which columns there are, and how a number is written.

Numbers have a point and fixed decimals whatever the locale; what was not measured is blank. Equal input gives equal
bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import nan
from operator import itemgetter
from pathlib import Path

from coach.events import Step
from coach.measures import MEASURES
from coach.review.files import write_whole

STEP_COLUMNS = (
    *("foot", "initial_contact_s", "toe_off_s", "declared_s", "contact_ms", "flight_ms", "stride_ms", "uncertainty_ms"),
    *("valid", "reason", "activity", "placement", "speed_source"),
)
"""What every step has, in this order."""

_DECIMALS = {"1": 4, "m": 3, "m/s": 3, "kN/m": 3}
"""By unit; two for all others."""

VALUE_COLUMNS: Mapping[str, int] = {
    measure.column: _DECIMALS.get(measure.unit, 2) for measure in MEASURES if measure.column not in STEP_COLUMNS
}
"""One column for each measure with the decimals written; blank where a step has it not."""

_NUMBERS = ",".join(("%.6f",) * 3 + ("%.2f",) * 4)


STEP_HEAD = ",".join((*STEP_COLUMNS, *VALUE_COLUMNS))


def write_steps(path: Path, steps: Iterable[Step]) -> None:
    """One row per step, in the order given. Raises FileError when `path` cannot be written."""
    write_step_rows(path, step_rows(steps))


def write_step_rows(path: Path, rows: Iterable[str]) -> None:
    """The table of rows that `step_rows` made."""
    write_whole(path, "\n".join((STEP_HEAD, *rows)) + "\n")


def write_steps_of_many(path: Path, rows: Mapping[str, Sequence[str]]) -> None:
    """Rows of several recordings in one table; the last column, `recording`, names the one each row is from."""
    named = (f"{row},{quoted(name)}" for name, of_one in rows.items() for row in of_one)
    write_whole(path, "\n".join((f"{STEP_HEAD},recording", *named)) + "\n")


def step_rows(steps: Iterable[Step]) -> Iterator[str]:
    """The rows under `STEP_HEAD`, without line ends."""
    values = _ValueCells(VALUE_COLUMNS)
    for step in steps:
        numbers = _NUMBERS % (
            step.initial_contact_s,
            step.toe_off_s,
            step.declared_s,
            step.contact_s * 1e3,
            nan if step.flight_s is None else step.flight_s * 1e3,
            nan if step.stride_s is None else step.stride_s * 1e3,
            step.uncertainty_s * 1e3,
        )
        valid = "true" if step.valid else "false"
        yield (
            f"{step.foot},{_blank(numbers)},{valid},{quoted(step.reason)},{step.activity},{step.placement},"
            f"{quoted(step.speed_source)},"
            f"{values.cells(step.values)}"
        )


class _ValueCells:
    """Formats a mapping's numbers. Steps measured alike share one format, which makes an hour's table take 0.1 s."""

    def __init__(self, decimals: Mapping[str, int]) -> None:
        self._decimals = decimals
        self._formats: dict[tuple[str, ...], tuple[str, Callable[[Mapping[str, float]], object]]] = {}

    def cells(self, values: Mapping[str, float]) -> str:
        present = tuple(values)
        if present not in self._formats:
            self._formats[present] = self._format(values)
        form, pick = self._formats[present]
        return _blank(form % pick(values))

    def _format(self, values: Mapping[str, float]) -> tuple[str, Callable[[Mapping[str, float]], object]]:
        form = ",".join(f"%.{n}f" if name in values else "" for name, n in self._decimals.items())
        names = [name for name in self._decimals if name in values]
        return form, itemgetter(*names) if names else lambda _: ()


def _blank(numbers: str) -> str:
    """Not a number is not a measurement."""
    return numbers.replace("-inf", "").replace("inf", "").replace("nan", "") if "n" in numbers else numbers


def quoted(text: str) -> str:
    """A text as one cell."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text
