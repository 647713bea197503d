"""The waist of a drill session: the same events in, the led routine out. Pure and synchronous, as `coach.pipeline`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.coaching.drills import DrillDecider, routine
from coach.config import Config
from coach.events import Event, Output, Placement
from coach.gait.drills.counter import DrillCounter
from coach.gait.foot.early import EarlyStance
from coach.pipeline import Senses
from cues.cue import Durations

WEEK = "drill_week"
"""Key in a recording's profile: how many weeks of drills this one makes."""


class DrillPipeline:
    """Everything that is decided while drills are led. The same events give the same outputs, always.

    `name` is one of `ROUTINES`; the week in `profile` says how much of it there is.
    """

    def __init__(
        self,
        config: Config,
        placements: Sequence[Placement],
        durations: Durations,
        name: str,
        profile: Mapping[str, float] | None = None,
    ) -> None:
        week = round((profile or {}).get(WEEK, 1.0))
        self._counter = DrillCounter(placements)
        self._senses = Senses(config, placements, counter=self._counter)
        self._decider = DrillDecider(routine(name, config.drills, week), durations, counts=config.drills.counts)

    def feed(self, event: Event) -> list[Output]:
        """Outputs that this event made certain, in order."""
        out: list[Output] = []
        for moment in self._senses.feed(event):
            self._decider.hears(sensing=any(True for _ in self._senses.heard))
            out += self._decider.feed(moment)
            self._counter.expect(self._decider.drill)
        return out

    def early(self) -> list[EarlyStance]:
        """Stances seen to end since the last call."""
        return self._senses.early()

    def finish(self) -> list[Output]:
        """The session is over: what waited comes out."""
        out = [output for moment in self._senses.finish() for output in self._decider.feed(moment)]
        return out + self._decider.finish()
