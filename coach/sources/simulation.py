"""The simulated runner in real time: the same packets that a pod would send, at the moments they would arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from coach.events import Event, Packet
from coach.sources.source import Now

_STEP_S = 0.01


class Simulated(Protocol):
    """A simulated runner of any kind."""

    def advance(self, until_s: float) -> Sequence[Packet]:
        """Packets that arrive until then."""
        ...

    def hear(self, cue: str, at_s: float) -> None:
        """The runner hears a cue."""
        ...


class SimulationSource:
    """Paces a simulated runner by the session's clock."""

    def __init__(self, runner: Simulated) -> None:
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
