"""One connection to one sensor, from its beginning to its end; after that it is of no more use."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic

from coach.devices import usable
from coach.devices.device import Refused
from coach.devices.gatt import Profile, sig
from coach.devices.standard import BATTERY_LEVEL, about
from coach.errors import HardwareError
from coach.sources.ble.dialogue import Answers, hold
from coach.sources.ble.limits import Deaf, Unreachable, within
from coach.sources.ble.sighting import Sighting
from coach.sources.ble.times import Times

_INFORMATION, _SERIAL = sig(0x180A), sig(0x2A25)


class Connection:
    """`open`, `begin`, `stay`, `end`, in this order; `end` always.

    Hold the turn for `open` and `begin`. `heard` takes every value that the sensor sends, with its profile and
    characteristic; `on_alive` is called once, when the stream has really begun, with what is to be said of it.
    """

    def __init__(
        self,
        seen: Sighting,
        heard: Callable[[Profile, str, bytes], None],
        on_alive: Callable[[str], None],
        times: Times,
    ) -> None:
        self._client = BleakClient(seen.device, lambda _: self._gone.set())
        self._name = seen.name or seen.address
        self._heard = heard
        self._on_alive = on_alive
        self._times = times
        self._clock = asyncio.get_running_loop().time
        self._answers = Answers()
        self._gone = asyncio.Event()
        self._profiles: tuple[Profile, ...] = ()
        self._streams: tuple[Profile, ...] = ()
        """Profiles that the sensor is connected for: its motion, or where it has none, its readings."""
        self._begun = self._alive = self._ended = False
        self._last_s = 0.0

    async def open(self) -> None:
        """Connect and see what the sensor offers."""
        await within(self._times.connect_s, f"Connecting to {self._name}", self._client.connect())
        offered = [service.uuid for service in self._client.services]
        self._profiles = usable(offered)
        readings = tuple(p for p in self._profiles if p.notify and BATTERY_LEVEL not in p.notify)
        self._streams = tuple(p for p in self._profiles if p.motion) or readings
        if not self._streams:
            raise Unreachable(f"{self._name} offers nothing that we can read (services: {', '.join(offered)})")

    async def serial(self) -> str:
        """The sensor's serial number, empty where it does not tell."""
        try:
            said = about("serial", await self._read(_INFORMATION, _SERIAL))
        except Deaf:
            raise
        except Unreachable:
            return ""
        return "" if isinstance(said, Refused) else said.text

    async def begin(self) -> None:
        """Subscribe, read, start all profiles; `Unreachable` when none will stream that the sensor is connected for."""
        faults = {profile: await self._start(profile) for profile in self._profiles}
        if all(faults[profile] for profile in self._streams):
            raise Unreachable(f"{self._name}: {'; '.join(faults[profile] for profile in self._streams)}")
        self._begun = True
        self._last_s = self._clock()

    async def stay(self) -> str:
        """Until the link breaks or falls silent; says which."""
        while True:
            limit_s = self._times.silence_s if self._alive else self._times.first_s
            rest_s = self._last_s + limit_s - self._clock()
            if rest_s <= 0.0:
                return f"silent for {limit_s:g} s" if self._alive else "connected, but it sends nothing"
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(rest_s, self._times.silence_s)):
                    await self._gone.wait()
                return "connection lost"

    async def end(self) -> None:
        """Stop the stream and say good-bye, as far as the sensor still listens."""
        self._ended = True
        with contextlib.suppress(Unreachable, HardwareError):
            await within(self._times.disconnect_s, "Disconnecting", self._leave())

    async def _leave(self) -> None:
        try:
            for write in (write for profile in self._profiles for write in profile.stop):
                if self._begun and self._client.is_connected:
                    await self._client.write_gatt_char(write.characteristic, write.payload, write.with_response)
        finally:
            await self._client.disconnect()

    async def _start(self, profile: Profile) -> str:
        """Why this profile will not stream; empty when it will. `Unreachable` when the link broke or is deaf."""
        try:
            for uuid in profile.notify:
                found = self._found(profile.service, uuid)
                call = self._client.start_notify(found, self._listener(profile, uuid))
                await within(self._times.call_s, f"Subscribing to {profile.title}", call)
            for uuid in profile.read:
                await self._tell(profile, uuid)
            refused = await hold(profile.start(), self._client, self._answers, self._times)
        except Unreachable as fault:
            if isinstance(fault, Deaf) or not self._client.is_connected:
                raise
            return str(fault)
        return refused.reason if refused else ""

    async def _tell(self, profile: Profile, uuid: str) -> None:
        """Hand on a value that is good to know, but not needed."""
        try:
            self._heard(profile, uuid, await self._read(profile.service, uuid))
        except Deaf:
            raise
        except Unreachable:
            pass

    async def _read(self, service: str, uuid: str) -> bytes:
        return bytes(
            await within(self._times.call_s, "Reading", self._client.read_gatt_char(self._found(service, uuid)))
        )

    def _found(self, service: str, uuid: str) -> BleakGATTCharacteristic:
        """The service's own characteristic: another service may have one of the same kind."""
        offered = self._client.services.get_service(service) if self._client.is_connected else None
        found = offered.get_characteristic(uuid) if offered else None
        if found is None:
            raise Unreachable(f"it has no characteristic {uuid}")
        return found

    def _listener(self, profile: Profile, uuid: str) -> Callable[[BleakGATTCharacteristic, bytearray], None]:
        counts = profile in self._streams

        def heard(_: BleakGATTCharacteristic, value: bytearray) -> None:
            if self._ended:
                return  # some systems go on calling the listeners of a connection that is over
            payload = bytes(value)
            if counts and self._begun:
                self._last_s = self._clock()
                if not self._alive:
                    self._alive = True
                    self._on_alive(profile.remark)
            self._heard(profile, uuid, payload)
            self._answers.offer(uuid, payload)

        return heard
