"""The air is shared: one scan, or one sensor being connected and started, at a time in the whole process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from weakref import WeakKeyDictionary

from bleak import BleakAdapter, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from coach.devices import PROFILES
from coach.errors import HardwareError
from coach.sources.ble.limits import Unreachable, within
from coach.sources.ble.sighting import Sighting, sighting
from coach.sources.ble.times import Times

Fits = Callable[[Sighting], bool]
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def turn() -> asyncio.Lock:
    """The process's one lock. Systems answer a second scan or connection with "in progress", or with nothing at all."""
    return _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Lock())


@contextlib.asynccontextmanager
async def scanning(times: Times, on_seen: Callable[[Sighting], None]) -> AsyncGenerator[None]:
    """Listen for advertisements while the block runs. Hold the turn."""

    def seen(device: BLEDevice, said: AdvertisementData) -> None:
        on_seen(sighting(device, said))

    scanner = BleakScanner(seen)
    try:
        await within(times.call_s, "Looking for sensors", scanner.start())
        yield
    finally:  # also when the start was given up: it may have begun all the same
        with contextlib.suppress(Unreachable, HardwareError):
            await within(times.call_s, "Ending the search", scanner.stop())


async def look_around(seconds: float, times: Times) -> list[Sighting]:
    """Everything in reach, the strongest first; `HardwareError` without a usable adapter."""
    found: dict[str, Sighting] = {}
    async with turn(), scanning(times, lambda seen: found.update({seen.address: seen})):
        await asyncio.sleep(seconds)
    return sorted(found.values(), key=lambda seen: -seen.rssi_dbm)


async def probe(times: Times | None = None) -> None:
    """Nothing, when a scan can be started here; otherwise `HardwareError` with the remedy, or `Unreachable`."""
    await look_around(0.0, times or Times())


class Air:
    """What the links of one run have seen, so that what one of them sees on its turn serves all."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._seen: dict[str, tuple[float, Sighting]] = {}
        self._last_scan_s: tuple[float, float] = (0.0, 0.0)
        self._claims: dict[object, str] = {}

    def claim(self, owner: object, address: str | None) -> None:
        """Whose this address is; an owner has one at a time, or with None, none."""
        self._claims.pop(owner, None)
        if address is not None:
            self._claims[owner] = address

    def claimed(self, address: str, asker: object) -> bool:
        """Whether it is somebody else's; two pods of one name must not change feet."""
        return any(address == theirs for owner, theirs in self._claims.items() if owner is not asker)

    async def find(self, fits: Fits, since_s: float) -> Sighting | None:
        """A sensor seen after `since_s` (the loop's time); scans where no one has yet. Hold the turn.

        What is not seen may still be there: connected to this computer already.
        """
        for at_s, seen in self._seen.values():
            if at_s >= since_s and fits(seen):
                return seen
        began_s, ended_s = self._last_scan_s
        if began_s >= since_s and ended_s - began_s >= self._times.scan_s:
            return None  # somebody's whole scan, made while we waited for our turn, did not show it
        return await self._scan(fits) or next((seen for seen in await self._held() if fits(seen)), None)

    async def _held(self) -> list[Sighting]:
        """Sensors that the system keeps connected, perhaps for a program that was killed: these do not advertise."""
        try:
            adapter = await within(self._times.call_s, "Looking at connected sensors", BleakAdapter.get())
            asked = adapter.get_connected_devices([profile.service for profile in PROFILES])
            devices = await within(self._times.call_s, "Looking at connected sensors", asked)
        except Unreachable:
            return []  # not every system tells
        return [Sighting(device, device.name or "", device.address, 0, (), ()) for device in devices]

    async def _scan(self, fits: Fits) -> Sighting | None:
        clock = asyncio.get_running_loop().time
        found: asyncio.Future[Sighting] = asyncio.get_running_loop().create_future()

        def seen(one: Sighting) -> None:
            self._seen[one.address] = (clock(), one)
            if not found.done() and fits(one):
                found.set_result(one)

        began_s = clock()
        async with scanning(self._times, seen):
            await asyncio.wait({found}, timeout=self._times.scan_s)
        self._last_scan_s = (began_s, clock())
        return found.result() if found.done() else None
