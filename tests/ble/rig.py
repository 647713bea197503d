"""One room with a radio in it: a central for bleak, a link, and sensors that can be put on the air."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from bumble.controller import Controller
from bumble.device import Device, DeviceConfiguration
from bumble.hci import Address
from bumble.host import Host
from bumble.transport.common import AsyncPipeSink

from coach.config import Sensor
from coach.events import Event, Link, Packet, Placement
from coach.sources.ble import BleSource
from tests.ble.rig_bleak import Moods
from tests.ble.rig_link import TimedLink


@dataclass
class Room:
    """Where a scene plays. Make it inside the running loop."""

    link: TimedLink = field(default_factory=TimedLink)
    moods: Moods = field(default_factory=Moods)

    def __post_init__(self) -> None:
        self.controller = Controller("central", link=self.link)
        settings = DeviceConfiguration(name="central", address=Address("F0:F1:F2:F3:F4:F5"))
        self.central = Device(config=settings, host=Host(self.controller, AsyncPipeSink(self.controller)))


class Ear:
    """Listens to a source in the background, with the patience of a real run, and keeps what it heard.

    Times are the loop's.
    """

    def __init__(self, sensors: dict[Placement, str] | Sensor, *, treadmill: str = "") -> None:
        self.events: list[Event] = []
        self.told: list[str] = []
        self.signals: list[tuple[Placement, int]] = []
        worn = (
            [sensors]
            if isinstance(sensors, Sensor)
            else [Sensor(placement=placement, name=name) for placement, name in sensors.items()]
        )
        self._source = BleSource(worn, treadmill=treadmill, tell=self.told.append, signal=self._signal)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        clock = asyncio.get_running_loop().time
        self._task = asyncio.create_task(self._listen(clock))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait({self._task})

    def _signal(self, placement: Placement, dbm: int) -> None:
        self.signals.append((placement, dbm))

    async def _listen(self, now: Callable[[], float]) -> None:
        async for event in self._source.events(now):
            self.events.append(event)

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait for something to have happened; a source that has failed fails here."""
        assert self._task is not None
        while not enough():
            await asyncio.wait({self._task}, timeout=0.05)
            if self._task.done():
                self._task.result()

    async def for_(self, seconds: float) -> None:
        """Listen for so long."""
        end_s = asyncio.get_running_loop().time() + seconds
        await self.until(lambda: asyncio.get_running_loop().time() >= end_s)

    def packets(self, placement: Placement = "foot-left", device: str = "open-pod") -> list[bytes]:
        """What one sensor sent."""
        return [
            e.payload for e in self.events if isinstance(e, Packet) and e.placement == placement and e.device == device
        ]

    def times_s(self, placement: Placement, device: str) -> list[float]:
        """When they came."""
        theirs = (e for e in self.events if isinstance(e, Packet) and e.placement == placement)
        return [e.arrived_s for e in theirs if e.device == device]

    def lost(self) -> bool:
        """Whether the sensor that was heard of last has just gone."""
        states = [e.state for e in self.events if isinstance(e, Link)]
        return bool(states) and states[-1] == "lost"

    def heard_of(self, *words: str) -> bool:
        """Whether the runner was told any of these."""
        return any(word in line for word in words for line in self.told)

    def links(self, placement: Placement = "foot-left") -> list[str]:
        """How one sensor came and went."""
        return [e.state for e in self.events if isinstance(e, Link) and e.placement == placement]
