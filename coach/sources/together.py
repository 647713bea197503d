"""Several sources as one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from coach.events import Event
from coach.sources.source import Now, Source


class Together:
    """Events of all sources in order of arrival; the first fault of one ends all."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    async def events(self, now: Now) -> AsyncIterator[Event]:
        """Until every source has ended."""
        arrived: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
        tasks = [asyncio.create_task(_pump(source, now, arrived)) for source in self._sources]
        left = len(tasks)
        try:
            while left:
                event = await arrived.get()
                if isinstance(event, BaseException):
                    raise event
                if event is None:
                    left -= 1
                else:
                    yield event
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def heard(self, cue: str, at_s: float) -> None:
        """All of them hear it."""
        for source in self._sources:
            source.heard(cue, at_s)


async def _pump(source: Source, now: Now, arrived: asyncio.Queue[Event | BaseException | None]) -> None:
    try:
        async for event in source.events(now):
            arrived.put_nowait(event)
    except Exception as fault:  # noqa: BLE001  # handed on, whatever it is
        arrived.put_nowait(fault)
    else:
        arrived.put_nowait(None)
