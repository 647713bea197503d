"""Which pipeline decides: that of a run, or that of led drills. The recording's header tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.errors import FileError

if TYPE_CHECKING:
    from coach.config import Config
    from coach.events import Event, Output
    from coach.gait.foot.early import EarlyStance
    from coach.recording import Header
    from cues.cue import Durations


class Deciding(Protocol):
    """Events in, outputs out; the same events give the same outputs, always."""

    def feed(self, event: Event) -> list[Output]:
        """Outputs that this event made certain, in order."""
        ...

    def early(self) -> list[EarlyStance]:
        """Stances seen to end since the last call."""
        ...

    def finish(self) -> list[Output]:
        """The session is over: what waited comes out."""
        ...


def pipeline_of(header: Header, config: Config, durations: Durations) -> Deciding:
    """The pipeline for what the header says, by these settings."""
    if header.routine:
        from coach.coaching.drills import ROUTINES
        from coach.drill_pipeline import DrillPipeline

        if header.routine not in ROUTINES:
            raise FileError(
                f"The recording is of drills {header.routine!r}, which this coach does not know.", "Update it."
            )
        return DrillPipeline(config, header.placements, durations, header.routine, header.profile)
    from coach.pipeline import Pipeline

    return Pipeline(config, header.placements, durations, header.profile)
