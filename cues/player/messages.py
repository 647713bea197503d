"""What a player is told and what it answers: plain records, so that the engine can live in another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cues.metronome import check_tempo


@dataclass(frozen=True, slots=True)
class Say:
    """Say a cue once."""

    cue_id: int
    key: str
    wording: str
    at_s: float | None
    """When it shall begin, in session time; None: at once."""
    requested_s: float
    """When it was asked for: `at_s`, or the session time of the asking."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Let the metronome tick at another tempo, or (None) fall silent. Raises ValueError for an impossible tempo."""

    spm: float | None
    at_s: float
    until_s: float | None = None
    """None: until told otherwise."""
    every: int = 1
    """1: each step; 2: every second step."""

    def __post_init__(self) -> None:
        if self.spm is not None:
            check_tempo(self.spm, self.every)


@dataclass(frozen=True, slots=True)
class Started:
    """A cue began to sound, in session time."""

    cue_id: int
    requested_s: float
    started_s: float


Message: TypeAlias = Say | Tempo
