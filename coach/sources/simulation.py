"""The simulated runner in real time: the same packets that a pod would send, at the moments they would arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from coach.events import Event
from coach.simulate.runner import SimulatedRunner
from coach.sources.source import Now

_STEP_S = 0.01


class SimulationSource:
    """Paces a `SimulatedRunner` by the session's clock."""

    def __init__(self, runner: SimulatedRunner) -> None:
        self._runner = runner

    async def events(self, now: Now) -> AsyncIterator[Event]:
        """Packets as they arrive; never ends by itself."""
        while True:
            for packet in self._runner.advance(now()):
                yield packet
            await asyncio.sleep(_STEP_S)

    def heard(self, cue: str, at_s: float) -> None:
        """Let the runner answer."""
        self._runner.hear(cue, at_s)
