"""steps.csv and cues.csv: which columns there are, and how a number is written.

Numbers have a point and fixed decimals whatever the locale; what was not measured is blank. Equal input gives equal
bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from math import isfinite, nan
from operator import itemgetter
from pathlib import Path
from typing import Literal

from coach.coaching.words import PUSH
from coach.events import CueDecision, Played, Step
from coach.measures import MEASURES
from coach.review.files import write_whole

# ── steps.csv ─────────────────────────────────────────────────────────────────────────────────────────────────

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
    named = (f"{row},{_quoted(name)}" for name, of_one in rows.items() for row in of_one)
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
            f"{step.foot},{_blank(numbers)},{valid},{_quoted(step.reason)},{step.activity},{step.placement},"
            f"{_quoted(step.speed_source)},"
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


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


# ── cues.csv ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CueRow:
    """A cue that was due, and what became of it: decision and sound together."""

    decided_s: float
    cue: str
    outcome: Literal["played", "dropped", "withheld"]
    reason: str
    """Why it was not played, or why the sound that was asked for never came."""
    requested_s: float | None
    started_s: float | None
    """When it was heard; None when it was not."""
    wording: str
    because: str
    spm: float | None
    until_s: float | None

    @property
    def spoken(self) -> bool:
        """Words, and no stretch of the metronome."""
        return self.spm is None

    @property
    def pushes(self) -> bool:
        """A cue to shorten contact."""
        return self.cue in PUSH

    @property
    def words(self) -> str:
        """The cue as people call it."""
        return self.cue.replace("-", " ")

    @property
    def heard_s(self) -> float:
        """When it was heard, or would have been."""
        return self.decided_s if self.started_s is None else self.started_s


_SAME_S = 0.5
CUE_COLUMNS = tuple(field.name for field in fields(CueRow))
_CUE_DECIMALS = {"spm": 5}


def cue_rows(decisions: Iterable[CueDecision], played: Iterable[Played] = ()) -> list[CueRow]:
    """Decisions in the order given, each with the sound that came of it. The first sound of a cue counts.

    Where it is decided anew by another coach than the one that sounded, a sound that was asked for at another time is
    not this cue's.
    """
    sounds: dict[int, Played] = {}
    for sound in played:
        if sound.cue_id not in sounds or sounds[sound.cue_id].started_s is None:
            sounds[sound.cue_id] = sound
    return [_cue_row(decision, _own(decision, sounds.get(decision.cue_id))) for decision in decisions]


def _own(decision: CueDecision, sound: Played | None) -> Played | None:
    if sound is None or decision.requested_s is None:
        return sound
    return sound if abs(sound.requested_s - decision.requested_s) < _SAME_S else None


def _cue_row(decision: CueDecision, sound: Played | None) -> CueRow:
    return CueRow(
        decided_s=decision.decided_s,
        cue=decision.cue,
        outcome=decision.outcome,
        reason=decision.reason or (sound.note if sound else ""),
        requested_s=decision.requested_s,
        started_s=sound.started_s if sound else None,
        wording=decision.wording,
        because=decision.because,
        spm=decision.spm,
        until_s=decision.until_s,
    )


def write_cues(path: Path, decisions: Iterable[CueDecision], played: Iterable[Played] = ()) -> None:
    """One row per cue that was due. Raises FileError when `path` cannot be written."""
    write_whole(path, cues_csv(decisions, played))


def cues_csv(decisions: Iterable[CueDecision], played: Iterable[Played] = ()) -> str:
    """The text of cues.csv."""
    rows = [CUE_COLUMNS, *(_cue_cells(row) for row in cue_rows(decisions, played))]
    return "\n".join(map(",".join, rows)) + "\n"


def _cue_cells(row: CueRow) -> list[str]:
    return [_cell(name, value) for name, value in zip(CUE_COLUMNS, astuple(row), strict=True)]


def _cell(name: str, value: str | float | None) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "" if value is None or not isfinite(value) else f"{value:.{_CUE_DECIMALS.get(name, 6)}f}"
