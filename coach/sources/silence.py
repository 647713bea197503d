"""A source from which nothing comes: drills can be led by the clock alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from coach.events import Event
from coach.sources.source import Now


class Silence:
    """Never ends by itself."""

    async def events(self, now: Now) -> AsyncIterator[Event]:  # noqa: ARG002  # what a source is asked
        """None, ever."""
        await asyncio.Event().wait()
        return
        yield

    def heard(self, cue: str, at_s: float) -> None:
        """Nobody listens."""
