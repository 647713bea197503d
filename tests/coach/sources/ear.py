"""Listens to a source on the network in the background and keeps what it heard."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Self

from coach.config import Sensor
from coach.events import Event, Link, Packet, Placement, Speed
from coach.sources.network import SENSOR_LOGGER, Door, NetworkSource, Times

KEY = "a-key-that-nobody-guesses"
PATIENT = Times(silence_s=15.0, knock_s=15.0, body_s=15.0, call_s=15.0, every_s=0.02, back_off_s=(0.02, 0.05))
"""However busy the machine is, nothing is given up that a test does not want to be."""


class Ear:
    """Use it as a context. Phones that post do so under `link`."""

    def __init__(self, sensors: dict[Placement, str], times: Times = PATIENT) -> None:
        self.events: list[Event] = []
        self.told: list[str] = []
        worn = [Sensor(placement=placement, name=name) for placement, name in sensors.items()]
        posting: list[Placement] = [sensor.placement for sensor in worn if sensor.name == SENSOR_LOGGER]
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.door = Door(self._socket, KEY, ("127.0.0.1",), posting) if posting else None
        self._source = NetworkSource(worn, self.door, tell=self.told.append, times=times)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        clock = asyncio.get_running_loop().time
        start_s = clock()
        self._task = asyncio.create_task(self._listen(lambda: clock() - start_s))
        await asyncio.sleep(0.05)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait({self._task})
        self._socket.close()

    def link(self, placement: Placement = "waist") -> str:
        """Where a phone posts."""
        assert self.door is not None
        return self.door.links(placement)[0]

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait for something to have happened; a source that has failed fails here."""
        assert self._task is not None
        while not enough():
            await asyncio.wait({self._task}, timeout=0.01)
            if self._task.done():
                self._task.result()

    def packets(self, placement: Placement = "waist", channel: str = "") -> list[bytes]:
        """What one phone sent."""
        return [
            e.payload
            for e in self.events
            if isinstance(e, Packet) and e.placement == placement and e.channel == channel
        ]

    def links(self, placement: Placement = "waist") -> list[str]:
        """How one phone came and went."""
        return [e.state for e in self.events if isinstance(e, Link) and e.placement == placement]

    def speeds(self) -> list[float]:
        """What a phone's satellite receiver told."""
        return [e.speed_mps for e in self.events if isinstance(e, Speed) and e.source == "phone"]

    def says(self, words: str) -> int:
        """How often the runner was told something with these words."""
        return sum(words in line for line in self.told)

    async def _listen(self, now: Callable[[], float]) -> None:
        async for event in self._source.events(now):
            self.events.append(event)
