"""What a player is told and what it answers: plain records, which `cues.player.wire` passes between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cues.beat import Tap
from cues.metronome import check_tempo

HUSHED = "the sound was switched off"
"""Why a cue was missed that was asked for before a `Hush` or while the player is muted."""

# ── told ──────────────────────────────────────────────────────────────────────────────────────────────────────


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
class Hush:
    """Fall silent at `at_s`, in the middle of a word if need be; what was told before counts no more."""

    at_s: float


Message: TypeAlias = Say | Tempo | Tap | Hush

# ── answered ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Started:
    """A cue began to sound, in session time."""

    cue_id: int
    requested_s: float
    started_s: float


@dataclass(frozen=True, slots=True)
class Missed:
    """A cue never sounded, and why."""

    cue_id: int
    requested_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Stalled:
    """The output stood still while something sounded: its buffer ran dry, and what was heard had a hole."""

    at_s: float
    lasted_s: float


@dataclass(frozen=True, slots=True)
class Alive:
    """The sound process is well; it says so several times a second."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An output is open from now on."""

    device: str


@dataclass(frozen=True, slots=True)
class Closed:
    """There is no output from now on: why, and what to do about it."""

    what: str
    remedy: str
    for_good: bool = False
    """Waiting will not help."""


Answer: TypeAlias = Started | Missed | Stalled | Alive | Opened | Closed
