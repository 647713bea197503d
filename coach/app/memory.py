"""What is known of the runner when a session begins, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.folders import data_folder

if TYPE_CHECKING:
    from coach.coaching.coach import Coach
    from coach.coaching.memory import Memory
    from coach.config import Config

LEAST_S = 60.0
"""A run with less running than this leaves nothing behind."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """For the pipeline and the recording's header, and what to tell the runner."""

    profile: Mapping[str, float]
    sentences: list[str]


def profile_file() -> Path:
    """The one file in which everything is remembered."""
    return data_folder() / "profile.sqlite"


def recall(config: Config, now: str) -> Recalled:
    """What is known in this shoe on this ground; `now` in ISO 8601 with zone. Nothing where the runner wants none."""
    if not config.baseline.profile:
        return Recalled({}, [])
    from coach.coaching.memory import to_profile
    from coach.profile.profile import Profile

    with Profile(profile_file()) as profile:
        memory = profile.memory(config.baseline.shoe, config.baseline.surface, now)
        return Recalled(to_profile(memory), [*profile.sentences, *_told(config, memory)])


def remember(config: Config, started_at: str, coach: Coach, running_s: float) -> list[str]:
    """Keep a session that is over; returns what cues do for this runner, as far as it is known."""
    if not config.baseline.profile or not started_at or running_s < LEAST_S:
        return []
    from coach.coaching.effect import effect
    from coach.profile.profile import Profile
    from coach.profile.rows import Calibration, Session

    shoe, surface = config.baseline.shoe, config.baseline.surface
    with Profile(profile_file()) as profile:
        profile.keep(Session(started_at, running_s, coach.cued_s, tuple(coach.trials)))
        known = profile.normals(shoe, surface)
        grown = {
            side: normal.seen
            for side, normal in coach.normals.items()
            if side in known and len(normal.seen) > len(known[side])
        }
        if grown:
            profile.calibrate(Calibration(started_at, shoe, surface, "run", grown))
        found = effect(profile.trials(started_at))
        return [*profile.sentences, *([found.sentence] if found is not None else [])]


def _told(config: Config, memory: Memory) -> list[str]:
    """What the runner should know before the first step."""
    from coach.coaching.fate import percent_of

    percent = percent_of(config.fading, memory.session)
    if percent >= 100.0:
        return []
    return [f"Session {memory.session + 1} of the fading plan: {percent:g} % of the cues that come due are given."]
