"""cues.csv: each cue that was due, and what became of it.

Numbers have a point and fixed decimals whatever the locale; what is not known is blank. Equal input gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Literal

from coach.coaching.words import LEARNED, PUSH
from coach.events import CueDecision, Played
from coach.review.files import write_whole
from coach.review.steps_csv import quoted


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
    def advises(self) -> bool:
        """Words about how to run; that own normal is known now is news, and nothing that was needed."""
        return self.spoken and self.cue != LEARNED

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
        return quoted(value)
    return "" if value is None or not isfinite(value) else f"{value:.{_CUE_DECIMALS.get(name, 6)}f}"
