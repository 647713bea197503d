"""A recording as the moments about which something is decided, measured once however often it is coached."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.coaching.decider import Moment
    from coach.recording import Recording

PATIENCE_S = 4.0
"""Live packets are joined to so much before they are measured: an hour in a third of the time."""


def moments(recording: Recording) -> list[Moment]:
    """In order of stream time. FileError where it cannot be read.

    Decisions are those of a replay, unless two things happened within the same hundredth of a second.
    """
    from coach.events import Step
    from coach.pipeline import Senses
    from coach.screen.progress import progress

    senses = Senses(recording.header.config, recording.header.placements, PATIENCE_S)
    with progress(f"measuring {recording.path.name}") as progressed:
        found = [moment for event in recording.events(progressed) for moment in senses.feed(event)]
    found += senses.finish()
    return sorted(found, key=lambda moment: moment.declared_s if isinstance(moment, Step) else moment.at_s)
