"""A session on a simulated runner as fast as it can be computed: ticks come as in a live run, and nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coach.app.live.session import Session
from coach.events import Event, Tick
from coach.sources.simulation import Simulated

TICK_S = 0.25
"""As often as time passes in a live run."""


def run_flat_out(
    session: Session,
    lasts_s: float,
    runner: Simulated | None,
    *,
    events: Iterable[Event] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> None:
    """Until the session is over, or so long. `events` besides come at their own time: keys, speeds, in order."""
    coming = list(events)
    for tick in range(1, round(lasts_s / TICK_S) + 1):
        at_s = tick * TICK_S
        for packet in runner.advance(at_s) if runner is not None else ():
            session.take(packet)
            session.listen()
        while coming and _at_s(coming[0]) < at_s:
            session.take(coming.pop(0))
        session.take(Tick(at_s))
        session.listen()
        progress(at_s / lasts_s)
        if session.over:
            break
    session.finish()


def _at_s(event: Event) -> float:
    return getattr(event, "at_s", 0.0)
