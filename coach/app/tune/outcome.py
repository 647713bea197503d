"""What one setting would have said, held against what one sees in hindsight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from coach.coaching.decider import Decider
from coach.coaching.gauge import Reading
from coach.coaching.hindsight import Stretch
from coach.coaching.means import METRONOME
from coach.coaching.memory import from_profile
from coach.coaching.words import PUSH
from coach.events import CueDecision, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.coaching.deciding import Moment
    from coach.config import Config
    from cues.cue import Durations

LATE_S = 6.0
"""A cue so shortly after a stretch was meant for it."""
SAME_S = 3.0
"""Two settings agree on a cue that lies so near in both."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording as its sensors told it: everything that does not depend on the settings that are tuned."""

    name: str
    start_s: float
    """Of the recording: where a replay counts from, too."""
    moments: Sequence[Moment]
    durations: Durations
    profile: Mapping[str, float]

    @property
    def span_s(self) -> tuple[float, float]:
        """The recording's beginning and its last step."""
        times = (moment.declared_s for moment in self.moments if isinstance(moment, Step))
        return self.start_s, max(times, default=self.start_s)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Push cues that one setting brought about, given or withheld by chance, in one recording."""

    cues_s: tuple[float, ...]

    def delays_s(self, found: Sequence[Stretch]) -> list[float | None]:
        """For each stretch, how long after its beginning the first cue came; None where none came."""
        return [
            next((at_s - stretch.start_s for at_s in self.cues_s if stretch.holds(at_s, LATE_S)), None)
            for stretch in found
        ]

    def false_s(self, found: Sequence[Stretch]) -> list[float]:
        """Cues in no stretch."""
        return [at_s for at_s in self.cues_s if not any(stretch.holds(at_s, LATE_S) for stretch in found)]

    def beyond(self, other: Outcome) -> int:
        """Cues that the other has not."""
        return sum(not any(abs(at_s - theirs_s) <= SAME_S for theirs_s in other.cues_s) for at_s in self.cues_s)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting over all recordings."""

    cues_per_h: float
    heard: int
    stretches: int
    delay_s: float | None
    """Median over the stretches that were cued."""
    false_per_h: float
    delays_s: tuple[float | None, ...]
    """Of each stretch, recording by recording; None where no cue came."""
    more: int
    """Cues that the present settings have not."""
    fewer: int


def decide(heard: Heard, config: Config) -> tuple[Outcome, list[Reading]]:
    """Coach a recording with these settings; also how each step stood against own normal."""
    decider = Decider(config, heard.durations, from_profile(heard.profile))
    means = (*PUSH, METRONOME) if config.metronome.mode == "chosen" else PUSH
    cues_s: list[float] = []
    readings: list[Reading] = []
    for moment in heard.moments:
        decisions = (output for output in decider.feed(moment) if isinstance(output, CueDecision))
        cues_s += (one.decided_s for one in decisions if one.cue in means and one.outcome != "dropped")
        reading = decider.coach.reading
        if reading is not None and (not readings or readings[-1] is not reading):
            readings.append(reading)
    return Outcome(tuple(cues_s)), readings


def row(
    outcomes: Sequence[Outcome], present: Sequence[Outcome], found: Sequence[Sequence[Stretch]], hours: float
) -> Row:
    """All recordings of one setting together."""
    delays = [delay for one, where in zip(outcomes, found, strict=True) for delay in one.delays_s(where)]
    came = [delay for delay in delays if delay is not None]
    both = list(zip(outcomes, present, strict=True))
    return Row(
        cues_per_h=sum(len(one.cues_s) for one in outcomes) / hours,
        heard=len(came),
        stretches=len(delays),
        delay_s=median(came) if came else None,
        false_per_h=sum(len(one.false_s(where)) for one, where in zip(outcomes, found, strict=True)) / hours,
        delays_s=tuple(delays),
        more=sum(one.beyond(now) for one, now in both),
        fewer=sum(now.beyond(one) for one, now in both),
    )


def running_h(readings: Iterable[Sequence[Reading]]) -> float:
    """Hours of running whose normal was known."""
    total_s = 0.0
    for one in readings:
        times = [reading.at_s for reading in one]
        total_s += sum(b - a for a, b in pairwise(times) if b - a < 3.0)
    return max(total_s / 3600.0, 1e-9)
