"""cues.csv: each cue that was due, and what became of it.

Numbers have a point and fixed decimals whatever the locale; what is not known is blank. Equal input gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Literal

from coach.coaching.words import NEWS, PUSH, called, worded
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
    phrase: str = ""
    """What was said, where that is known and anything was; no column."""

    @property
    def spoken(self) -> bool:
        """Words, and no stretch of the metronome."""
        return self.spm is None

    @property
    def news(self) -> bool:
        """Of own normal, sensors or sound: it asks for nothing, and is counted nowhere."""
        return self.cue in NEWS

    @property
    def advises(self) -> bool:
        """Words about how to run."""
        return self.spoken and not self.news

    @property
    def pushes(self) -> bool:
        """A cue to shorten contact."""
        return self.cue in PUSH

    @property
    def words(self) -> str:
        """As it was said; by its plain name where it was not, or has no words."""
        return self.phrase or called(self.cue)

    @property
    def heard_s(self) -> float:
        """When it was heard, or would have been."""
        return self.decided_s if self.started_s is None else self.started_s


_SAME_S = 0.5
CUE_COLUMNS = (
    *("decided_s", "cue", "outcome", "reason", "requested_s", "started_s"),
    *("wording", "because", "spm", "until_s"),
)
_CUE_DECIMALS = {"spm": 5}


def cue_rows(
    decisions: Iterable[CueDecision],
    played: Iterable[Played] = (),
    phrases: Mapping[tuple[str, str], str] | None = None,
) -> list[CueRow]:
    """Decisions in the order given, each with the sound that came of it. The first sound of a cue counts.

    `phrases` are what each wording of each cue says.

    Where it is decided anew by another coach than the one that sounded, a sound that was asked for at another time is
    not this cue's.
    """
    sounds: dict[int, Played] = {}
    for sound in played:
        if sound.cue_id not in sounds or sounds[sound.cue_id].started_s is None:
            sounds[sound.cue_id] = sound
    said = phrases or {}
    return [_cue_row(decision, _own(decision, sounds.get(decision.cue_id)), said) for decision in decisions]


def _own(decision: CueDecision, sound: Played | None) -> Played | None:
    if sound is None or decision.requested_s is None:
        return sound
    return sound if abs(sound.requested_s - decision.requested_s) < _SAME_S else None


def _cue_row(decision: CueDecision, sound: Played | None, phrases: Mapping[tuple[str, str], str]) -> CueRow:
    silent = decision.outcome != "played" or (sound is not None and sound.started_s is None)
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
        phrase="" if silent else worded(decision.cue, decision.wording, phrases),
    )


def write_cues(path: Path, decisions: Iterable[CueDecision], played: Iterable[Played] = ()) -> None:
    """One row per cue that was due. Raises FileError when `path` cannot be written."""
    write_whole(path, cues_csv(decisions, played))


def cues_csv(decisions: Iterable[CueDecision], played: Iterable[Played] = ()) -> str:
    """The text of cues.csv."""
    rows = [CUE_COLUMNS, *(_cue_cells(row) for row in cue_rows(decisions, played))]
    return "\n".join(map(",".join, rows)) + "\n"


def _cue_cells(row: CueRow) -> list[str]:
    return [_cell(name, getattr(row, name)) for name in CUE_COLUMNS]


def _cell(name: str, value: str | float | None) -> str:
    if isinstance(value, str):
        return quoted(value)
    return "" if value is None or not isfinite(value) else f"{value:.{_CUE_DECIMALS.get(name, 6)}f}"
