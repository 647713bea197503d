"""What would have been said with other settings: the run's moments decided again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.coaching.decider import Decider, Durations
from coach.coaching.means import METRONOME
from coach.coaching.memory import from_profile
from coach.coaching.words import NEWS, called
from coach.config import Config
from coach.events import CueDecision, Reload, Status
from coach.screen.state import Moment
from coach.screen.web.curve import Mark

SAME_S = 1.5
"""Two cues so near are one and the same, whatever their words."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Decisions, and the band that they ended with."""

    decisions: tuple[CueDecision, ...]
    normal_s: float | None
    limit_s: float | None


def what_if(
    config: Config, moments: Iterable[Moment], durations: Durations, profile: Mapping[str, float] | None = None
) -> WhatIf:
    """Decide everything again with `config` from the first moment on; settings that were changed midway do not count.

    From the beginning, because what is own normal was learned there. An hour takes about half a second.
    """
    decider = Decider(config, durations, from_profile(profile or {}))
    decisions: list[CueDecision] = []
    normal_s = limit_s = None
    for moment in moments:
        if isinstance(moment, Reload):
            continue
        for output in decider.feed(moment):
            match output:
                case CueDecision():
                    decisions.append(output)
                case Status(normal_s=float()):
                    normal_s, limit_s = output.normal_s, output.limit_s
                case _:
                    pass
    return WhatIf(tuple(decisions), normal_s, limit_s)


def spoken(decisions: Iterable[CueDecision], since_s: float) -> list[CueDecision]:
    """What the runner was asked for since then; the metronome goes along, and notices ask for nothing."""
    quiet = {METRONOME, *NEWS}
    return [d for d in decisions if d.outcome == "played" and d.cue not in quiet and d.decided_s >= since_s]


def compared(was: Sequence[CueDecision], would: Sequence[CueDecision]) -> list[Mark]:
    """Marks of what would be said (`cue` where it was said too, else `new`) and of what would not be any more."""

    def near(one: CueDecision, others: Sequence[CueDecision]) -> bool:
        return any(abs(one.decided_s - other.decided_s) <= SAME_S for other in others)

    stays = [Mark(d.decided_s, "cue" if near(d, was) else "new", called(d.cue)) for d in would]
    goes = [Mark(d.decided_s, "dropped") for d in was if not near(d, would)]
    return [*stays, *goes]
