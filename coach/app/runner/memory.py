"""What is known of the runner when a session begins, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    """For the pipeline and the recording's header, and what to tell the runner before the first step."""

    profile: Mapping[str, float] = field(default_factory=dict[str, float])
    sentences: tuple[str, ...] = ()


def profile_file(*, simulated: bool = False) -> Path:
    """The one file in which everything is remembered. The simulated runner is somebody else, and has one of its own."""
    return data_folder() / ("profile-simulated.sqlite" if simulated else "profile.sqlite")


def recall(config: Config, now: str, *, simulated: bool = False) -> Recalled:
    """What is known in this shoe on this ground; `now` in ISO 8601 with zone. Nothing where the runner wants none."""
    gated = tuple(_gated(config))
    if not config.baseline.profile:
        return Recalled({}, gated)
    from coach.coaching.memory import to_profile
    from coach.profile.profile import Profile

    with Profile(profile_file(simulated=simulated)) as profile:
        memory = profile.memory(config.baseline.shoe, config.baseline.surface, now)
        return Recalled(to_profile(memory), (*profile.sentences, *gated, *_faded(config, memory)))


def remember(config: Config, started_at: str, coach: Coach, running_s: float, *, simulated: bool = False) -> list[str]:
    """Keep a session that is over; returns what cues do for this runner, as far as it is known."""
    if not config.baseline.profile or not started_at or running_s < LEAST_S:
        return []
    from coach.coaching.effect import effect
    from coach.profile.profile import Profile
    from coach.profile.rows import Calibration, Session

    shoe, surface = config.baseline.shoe, config.baseline.surface
    with Profile(profile_file(simulated=simulated)) as profile:
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


def _gated(config: Config) -> Iterator[str]:
    from coach.coaching.gates import never_push

    why = never_push(config.runner)
    if why:
        yield f"Push cues are off, because {why}; cadence and drills are left."


def _faded(config: Config, memory: Memory) -> Iterator[str]:
    from coach.coaching.fate import percent_of

    percent = percent_of(config.fading, memory.session)
    if percent < 100.0:
        yield f"Session {memory.session + 1} of the fading plan: {percent:g} % of the cues that come due are given."
