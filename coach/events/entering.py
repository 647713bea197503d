"""What enters the pipeline, and the log: everything that can change an output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coach.events.terms import Placement


@dataclass(frozen=True, slots=True)
class Packet:
    """Raw bytes from one sensor, stamped on arrival and recorded before anything is computed from them."""

    placement: Placement
    device: str
    """Key of its stream in `coach.devices.STREAMS`."""
    arrived_s: float
    payload: bytes
    channel: str = ""
    """Which stream of the device, where it has several (a characteristic's UUID)."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes even when no sensor speaks; four a second while live."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Link:
    """A sensor's radio link came or went."""

    placement: Placement
    at_s: float
    state: Literal["connected", "lost"]


@dataclass(frozen=True, slots=True)
class Key:
    """The runner pressed something: pause, mark, mute, wrong-cue; in drills skip and repeat."""

    at_s: float
    key: str


@dataclass(frozen=True, slots=True)
class Speed:
    """Running speed from outside the motion sensors, and the belt's incline where it tells; up is positive."""

    at_s: float
    speed_mps: float
    source: str
    incline_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a sound that was asked for; `started_s` is None when it never sounded."""

    cue_id: int
    requested_s: float
    started_s: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reload:
    """The settings file was changed while running, and can be used; `text` is the whole of it."""

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the runner was told: sound lost or back, a sensor not found, settings not used. Decides nothing."""

    at_s: float
    about: str
    """sound, link, settings or profile."""
    text: str


Event: TypeAlias = Packet | Tick | Link | Key | Speed | Played | Reload | Notice
