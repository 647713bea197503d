"""A recording as the moments about which something is decided, measured once however often it is coached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.coaching.deciding import Moment
    from coach.recording import Recording

PATIENCE_S = 4.0
"""Live packets are joined to so much before they are measured: an hour in a third of the time."""


def moments(recording: Recording) -> list[Moment]:
    """In order of stream time. FileError where it cannot be read.

    Steps are those that the recording itself holds, where this version wrote it: an hour in two seconds; else they are
    measured anew. Decisions are those of a replay, unless two things happened within the same hundredth of a second.
    """
    from coach.events import Step
    from coach.recording import Header
    from coach.review.remembered import remembered

    own = recording.header.program == Header().program
    run = remembered(recording.path) if own else None
    found = [*run.steps, *_others(recording)] if run is not None and run.steps else _measured(recording)
    return sorted(found, key=lambda moment: moment.declared_s if isinstance(moment, Step) else moment.at_s)


def _others(recording: Recording) -> Iterable[Moment]:
    """What else is decided by. Sensors that fell silent are left out: they are told, and change nothing."""
    from coach.events import Key, Reload, Speed, Tick

    return (event for event in recording.events() if isinstance(event, Tick | Key | Speed | Reload))


def _measured(recording: Recording) -> list[Moment]:
    from coach.pipeline import Senses
    from coach.screen.progress import progress

    senses = Senses(recording.header.config, recording.header.placements, PATIENCE_S)
    with progress(f"measuring {recording.path.name}") as progressed:
        found = [moment for event in recording.events(progressed) for moment in senses.feed(event)]
    return [*found, *senses.finish()]
