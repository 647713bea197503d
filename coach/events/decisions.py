"""What the coach thinks, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal[
    "waiting", "learning", "good", "drawn-out", "bouncy", "walking", "standing", "sensor-lost", "paused", "drill"
]


@dataclass(frozen=True, slots=True)
class Advice:
    """A cue of the pack that is worth saying, and the number that says so. The scheduler decides whether it is said."""

    at_s: float
    cue: str
    rule: str
    because: str
    """In the runner's words: "contact 262 ms, 8 % above your 243 ms for 12 s"."""
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Status:
    """What the coach thinks now; changes are worth a line on the screen. `text` ends with the `remark`, if any."""

    at_s: float
    state: State
    text: str
    normal_s: float | None = None
    limit_s: float | None = None
    """Own normal contact time at this speed, and that above which stance counts as drawn-out."""
    since_s: float | None = None
    """When stance became long, in the state `drawn-out`: it is called so only once that has lasted."""
    remark: str = ""
    """Why push cues are off, or that there have been enough of them."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The metronome starts, changes its tempo, or (tempo None) stops; without `until_s` it clicks until told."""

    at_s: float
    spm: float | None
    until_s: float | None
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class CueDecision:
    """One row of cues.csv: a cue that was due, and what became of it."""

    cue_id: int
    decided_s: float
    cue: str
    outcome: Literal["played", "dropped", "withheld"]
    reason: str
    requested_s: float | None
    wording: str = ""
    because: str = ""
    spm: float | None = None
    until_s: float | None = None
    """Tempo and end of a metronome stretch; None for words."""
