"""All Bluetooth sensors of a run as one source of events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence

from coach.config import Sensor
from coach.events import Event, Placement
from coach.sources.ble.air import Air, probe
from coach.sources.ble.identity import Wanted
from coach.sources.ble.limits import Unreachable
from coach.sources.ble.link import SensorLink
from coach.sources.ble.times import Times
from coach.sources.source import Now


def _to_nobody(*_: object) -> None:
    pass


class BleSource:
    """Worn sensors, and a treadmill for the speed. They may come late, go and come back, in any order.

    `tell` takes sentences for the runner: who is connected, who is not and why, whose battery is low; `signal` how
    strong, in dBm, a worn sensor was when it was found: a connected one does not tell.
    """

    def __init__(
        self,
        sensors: Sequence[Sensor],
        *,
        treadmill: str = "",
        tell: Callable[[str], None] = _to_nobody,
        signal: Callable[[Placement, int], None] = _to_nobody,
        times: Times | None = None,
    ) -> None:
        self._wanted = [Wanted(sensor.name, sensor.placement, sensor.cadence) for sensor in sensors]
        if treadmill:
            self._wanted.append(Wanted(treadmill, None))
        self._tell = tell
        self._signal = signal
        self._times = times or Times()

    async def events(self, now: Now) -> AsyncGenerator[Event]:
        """Events as they arrive, for ever; `HardwareError` at once when there is no usable adapter.

        An adapter that disappears later is waited for: the run goes on with what is left.
        """
        with contextlib.suppress(Unreachable):  # a radio that is busy now may be free in a moment
            await probe(self._times)
        heard: asyncio.Queue[Event | Exception] = asyncio.Queue()
        air = Air(self._times)
        links = [
            SensorLink(
                wanted, air, put=heard.put_nowait, tell=self._tell, signal=self._signal, now=now, times=self._times
            )
            for wanted in self._wanted
        ]
        tasks = [asyncio.create_task(_kept(link, heard.put_nowait)) for link in links]
        try:
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


async def _kept(link: SensorLink, report: Callable[[Exception], None]) -> None:
    """A fault of ours ends the run instead of silently ending one sensor."""
    try:
        await link.keep()
    except Exception as fault:  # noqa: BLE001  # handed on, whatever it is
        report(fault)
