"""One moment of a run, ready to be drawn: what every screen is given, on a terminal, on a page, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.events import Guide, Placement, State

Hearing = Literal["heard", "silent", "lost", "waiting"]
"""`silent`: nothing came for a while; `lost`: its radio link broke; `waiting`: before its first packet."""


@dataclass(frozen=True, slots=True)
class SensorView:
    """One sensor, and whether it is heard. None = not told."""

    placement: Placement
    state: Hearing
    battery_percent: int | None = None
    signal_dbm: int | None = None
    """How strong it was when it was found; a connected sensor does not tell."""
    quiet_s: float | None = None
    """How long nothing has come from it."""


@dataclass(frozen=True, slots=True)
class CueView:
    """The newest cue that was played."""

    at_s: float
    """Since the start."""
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, for screens that are read line by line."""

    number: int
    at_s: float
    kind: str
    """`state`, `cue`, `link`, `sound`, `key` or `page`."""
    text: str


@dataclass(frozen=True, slots=True)
class ScreenView:
    """One moment, ready to be drawn. None = not known now."""

    at_s: float
    """The session's time."""
    elapsed_s: float
    """Since the first event; where the run waited for its start, since then."""
    begun: bool
    """False while it still waits to be started."""
    state: State
    text: str
    contact_s: float | None
    """Running median over the last believed running steps."""
    normal_s: float | None
    limit_s: float | None
    values: Mapping[str, float]
    """Running medians of whatever else is measured: cadence_spm, balance_percent, sink_deg …"""
    recent: tuple[tuple[float, float], ...]
    """The last minutes' believed running steps: toe-off and contact, in s of the session."""
    cues_s: tuple[float, ...]
    """When something was said in these minutes."""
    cue: CueView | None
    metronome_spm: float | None
    """Tempo of the clicks, while there are any."""
    cues_played: int
    steps: int
    valid_steps: int
    sensors: tuple[SensorView, ...]
    speed_mps: float | None
    """As told from outside the motion sensors, while it holds."""
    speed_source: str
    speed_age_s: float
    """How long ago it was told."""
    recording: str
    audio: str
    output: str
    """Where the sound goes, as people know it; empty while it is not known."""
    muted: bool
    sound_delay_s: float | None
    """From the decision to the first sound, as the output tells; running median."""
    news: tuple[News, ...]
    guide: Guide | None = None
    """Where a led routine is: drill, part, count, what is left, what comes next; None in a run."""
    repetitions: Mapping[str, float] = field(default_factory=dict[str, float])
    """Running medians of the set: contact_ms, flight_ms, rsi …"""
