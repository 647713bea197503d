"""All phones of a run as one source of events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

from coach.config import Sensor
from coach.events import Event, Placement
from coach.sources.network.door import Door
from coach.sources.network.poll import Polling, is_address
from coach.sources.network.presence import Presence
from coach.sources.network.push import Pushing, serving
from coach.sources.network.times import Times
from coach.sources.source import Now

SENSOR_LOGGER = "sensor-logger"
"""The name of a sensor that is a phone with this app."""
_WATCH_S = 0.1


def is_phone(name: str) -> bool:
    """Whether a sensor's name means a phone."""
    return name == SENSOR_LOGGER or is_address(name)


def _to_nobody(_: str) -> None:
    pass


class NetworkSource:
    """Worn phones. They may come late, go and come back, in any order.

    `door` is needed for the phones that post, and is listened to only for them. `tell` takes sentences for the runner:
    who is connected, who is not and why, whose battery is low.
    """

    def __init__(
        self,
        sensors: Sequence[Sensor],
        door: Door | None = None,
        *,
        tell: Callable[[str], None] = _to_nobody,
        times: Times | None = None,
    ) -> None:
        self._posting = [sensor for sensor in sensors if sensor.name == SENSOR_LOGGER]
        self._asked = [sensor for sensor in sensors if is_address(sensor.name)]
        self._door = door
        self._tell = tell
        self._times = times or Times()

    async def events(self, now: Now) -> AsyncGenerator[Event]:
        """Events as they arrive, for ever."""
        heard: asyncio.Queue[Event | Exception] = asyncio.Queue()

        def presence(sensor: Sensor) -> Presence:
            return Presence(sensor.placement, sensor.name, put=heard.put_nowait, tell=self._tell, now=now)

        posting: dict[Placement, Pushing] = {s.placement: Pushing(presence(s), self._times) for s in self._posting}
        asked = [Polling(sensor.name, presence(sensor), self._times) for sensor in self._asked]
        tasks = [asyncio.create_task(_kept(polling, heard.put_nowait)) for polling in asked]
        tasks.append(asyncio.create_task(_watch(posting)))
        try:
            async with self._listening(posting):
                while True:
                    event = await heard.get()
                    if isinstance(event, Exception):
                        raise event
                    yield event
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def heard(self, cue: str, at_s: float) -> None:
        """Real runners answer by running."""

    def _listening(self, posting: Mapping[Placement, Pushing]) -> contextlib.AbstractAsyncContextManager[None]:
        if self._door is None or not posting:
            return contextlib.nullcontext()
        return serving(self._door, posting, self._times)


async def _watch(posting: Mapping[Placement, Pushing]) -> None:
    while True:
        await asyncio.sleep(_WATCH_S)
        for phone in posting.values():
            phone.watch()


async def _kept(polling: Polling, report: Callable[[Exception], None]) -> None:
    """A fault of ours ends the run instead of silently ending one phone."""
    try:
        await polling.keep()
    except Exception as fault:  # noqa: BLE001  # handed on, whatever it is
        report(fault)
