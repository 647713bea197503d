"""Keeps one sensor connected: finds it, starts it, and after every loss does so again, for as long as the run lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from coach.devices.gatt import Profile
from coach.errors import HardwareError
from coach.events import Event, Link, Packet, Placement
from coach.sources.ble.air import Air, turn
from coach.sources.ble.connection import Connection
from coach.sources.ble.identity import Identity, Wanted
from coach.sources.ble.limits import Unreachable
from coach.sources.ble.readings import Readings
from coach.sources.ble.sighting import Sighting
from coach.sources.ble.times import Times
from coach.sources.source import Now
from coach.sources.telling import Telling


@dataclass(frozen=True, slots=True)
class _Value:
    device: str
    characteristic: str
    payload: bytes
    at_s: float


class SensorLink:
    """One sensor's events, whatever becomes of its radio.

    `put` takes them at once, from inside the notification. `tell` takes sentences for the runner, each once;
    `signal` the strength in dBm at which it was found.
    """

    def __init__(
        self,
        wanted: Wanted,
        air: Air,
        *,
        put: Callable[[Event], None],
        tell: Callable[[str], None],
        signal: Callable[[Placement, int], None],
        now: Now,
        times: Times,
    ) -> None:
        self._placement: Placement | None = wanted.placement
        who = f"{wanted.placement or 'treadmill'} ({wanted.name})"
        self._identity = Identity(wanted)
        self._air = air
        self._put = put
        self._signal = signal
        self._now = now
        self._times = times
        self._telling = Telling(who, tell)
        self._readings = Readings(who, put, tell, wanted.cadence)
        self._clock = asyncio.get_running_loop().time
        self._looking_s = self._clock()
        """Since when it is looked for: what was seen before says nothing."""
        self._alive_s: float | None = None
        """Since when its stream runs."""
        self._early: list[_Value] = []
        """What came before the sensor was started; of one that refuses to be, nothing is used."""
        self._started = False

    async def keep(self) -> None:
        """For ever; when it is cancelled, it says good-bye to the sensor."""
        waits_s = self._times.back_off_s
        failures = 0
        while True:
            steady = await self._attempt()
            failures = 0 if steady else failures
            self._looking_s = self._clock()
            await asyncio.sleep(waits_s[min(failures, len(waits_s) - 1)])
            failures += 1

    async def _attempt(self) -> bool:
        """One connection from beginning to end; whether it held long enough to be trusted."""
        steady = False
        connection: Connection | None = None
        try:
            async with turn():  # until it is started: a scan right after connecting leaves BlueZ deaf to the sensor
                seen = await self._find()
                connection = Connection(seen, self._heard, self._alive, self._times)
                await connection.open()
                await self._begin(seen, connection)
            self._telling.say(await connection.stay())
        except (Unreachable, HardwareError) as fault:
            self._telling.say(str(fault))
        finally:
            steady = self._lost()
            self._air.claim(self, self._identity.address)
            if connection is not None:
                await connection.end()
        return steady

    async def _find(self) -> Sighting:
        seen = await self._air.find(self._fits, self._looking_s)
        if seen is None:
            self._identity.missed()
            raise Unreachable("not in reach; it may be asleep, or connected to something else")
        self._air.claim(self, seen.address)
        return seen

    async def _begin(self, seen: Sighting, connection: Connection) -> None:
        self._early, self._started = [], False
        try:
            async with asyncio.timeout(self._times.start_s):
                if not self._identity.confirm(seen, await connection.serial()):
                    raise Unreachable(f"{seen.address} is another sensor of the same name")
                await connection.begin()
        except TimeoutError:
            raise Unreachable(f"not started within {self._times.start_s:g} s") from None
        self._started = True
        if self._placement is not None:
            self._signal(self._placement, seen.rssi_dbm)
        for value in self._early:
            self._use(value)

    def _fits(self, seen: Sighting) -> bool:
        return self._identity.fits(seen) and not self._air.claimed(seen.address, self)

    def _heard(self, profile: Profile, characteristic: str, payload: bytes) -> None:
        value = _Value(profile.device, characteristic, payload, self._now())
        if self._started:
            self._use(value)
        else:
            self._early.append(value)

    def _use(self, value: _Value) -> None:
        if self._placement is not None:
            self._put(Packet(self._placement, value.device, value.at_s, value.payload, value.characteristic))
        self._readings.take(value.characteristic, value.payload, value.at_s)

    def _alive(self, remark: str) -> None:
        self._alive_s = self._clock()
        self._telling.say(f"connected; {remark}" if remark else "connected")
        if self._placement is not None:
            self._put(Link(self._placement, self._now(), "connected"))

    def _lost(self) -> bool:
        """The stream is over, if there was one; whether it was steady."""
        if self._alive_s is None:
            return False
        lasted_s, self._alive_s = self._clock() - self._alive_s, None
        if self._placement is not None:
            self._put(Link(self._placement, self._now(), "lost"))
        return lasted_s >= self._times.steady_s
