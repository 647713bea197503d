"""What passes between the run and the page's own process: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.config import Config
from coach.events import CueDecision
from coach.screen.state import Moment
from coach.screen.view import ScreenView
from cues.cue import Durations


@dataclass(frozen=True, slots=True)
class Setup:
    """What the page must know once."""

    config: Config
    settings: Path
    """Where tuned settings are saved; may not exist yet."""
    durations: Durations
    phrases: Mapping[tuple[str, str], str]
    """What is said, for each cue and wording."""
    sounds: Mapping[tuple[str, str], bytes]
    """The same as WAV files, for devices that play the cues themselves."""
    profile: Mapping[str, float]
    """What was known of the runner beforehand, as the recording's header holds it."""
    links: tuple[str, ...]
    """Where the page is found, the best one first; with the key where there is one."""
    key: str
    """Who does not have it is not let in; empty on loopback."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment of the run, and what has been added to its log since the last one."""

    view: ScreenView
    moments: tuple[Moment, ...]
    decisions: tuple[CueDecision, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Tuned settings, already saved: the run goes on with them."""

    text: str


@dataclass(frozen=True, slots=True)
class Over:
    """The run has ended; what there is to tell."""

    lines: tuple[str, ...]
