"""Leads a routine by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from coach.coaching.drills import DrillDecider, routine
from coach.config import Drills
from coach.events import CueDecision, DrillPart, Tick
from cues.drill_pack import with_drills
from cues.pack import Pack, load_pack

from .puppet import Lead, Led, Moment, Puppet, declared_s


@pytest.fixture(scope="session")
def pack() -> Pack:
    return with_drills(load_pack("push-pull"), "push-pull")


@pytest.fixture(scope="session")
def lead(pack: Pack) -> Lead:
    """Leads a routine to its end, in quarters of a second."""

    def led(
        name: str = "warm-up",
        settings: Drills | None = None,
        *,
        puppet: Puppet | None = None,
        events: Sequence[Moment] = (),
        sensing: bool | None = None,
        week: int = 1,
        until_s: float = 2400.0,
    ) -> Led:
        settings = settings or Drills()
        decider = DrillDecider(routine(name, settings, week), pack.durations, counts=settings.counts)
        decider.hears(sensing=puppet is not None if sensing is None else sensing)
        puppet = puppet or Puppet()
        coming, got = list(events), Led([], pack)

        def feed(moment: Moment | Tick) -> bool:
            outputs = decider.feed(moment)
            got.outputs += outputs
            for one in outputs:
                if isinstance(one, CueDecision) and one.requested_s is not None:
                    puppet.hear(one.cue, one.requested_s)
            return any(isinstance(one, DrillPart) and one.kind == "over" for one in outputs)

        for tick in range(1, round(4 * until_s) + 1):
            at_s = 0.25 * tick
            here = [one for one in coming if declared_s(one) <= at_s]
            coming = [one for one in coming if declared_s(one) > at_s]
            followed = puppet.until(at_s) if decider.sensing else []
            for moment in sorted([*here, *followed], key=declared_s):
                feed(moment)
            if feed(Tick(at_s)):
                break
        got.outputs += decider.finish()
        return got

    return led
