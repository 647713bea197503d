"""A bleak backend over a Bumble host: everything above it, bleak's own client and scanner included, is the real thing.

`backends(central)` gives the two classes that bleak would otherwise choose by the operating system.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self, TypeVar

from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import core
from bumble.att import ATT_Error
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt import Characteristic

T = TypeVar("T")
_UUID_LISTS = {2: 2, 3: 2, 4: 4, 5: 4, 6: 16, 7: 16}
"""Type of an advertised list of services → bytes of one."""
_SERVICE_DATA = {0x16: 2, 0x20: 4, 0x21: 16}
_PROPERTIES = {
    Characteristic.Properties.READ: "read",
    Characteristic.Properties.WRITE: "write",
    Characteristic.Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    Characteristic.Properties.NOTIFY: "notify",
    Characteristic.Properties.INDICATE: "indicate",
}


@dataclass
class Moods:
    """What can be wrong with an operating system's Bluetooth."""

    stuck: set[str] = field(default_factory=set[str])
    """Calls that never return and ignore being cancelled: scan, connect, disconnect, read, write, subscribe."""
    unavailable: BleakError | None = None
    """Raised by each attempt to scan or connect."""
    ghosts: bool = False
    """Listeners of earlier connections go on being called (bleak issue 2002: each packet twice after a reconnect)."""
    calls: list[str] = field(default_factory=list[str])
    """Begin and end of every scan and connection attempt, to see that they never overlap."""
    recovered: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends all stuck calls; set it at the end of a scene."""

    async def enter(self, call: str) -> None:
        """The beginning of a call to the system."""
        while call in self.stuck and not self.recovered.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await self.recovered.wait()


Backends = tuple[type[BaseBleakScanner], type[BaseBleakClient], type[BaseBleakAdapter]]


def backends(central: Device, moods: Moods) -> Backends:
    """Scanner, client and adapter classes for this central."""

    class Scanner(_Scanner):
        device = central
        mood = moods

    class Client(_Client):
        device = central
        mood = moods
        listeners: ClassVar[dict[tuple[str, str], list[Callable[[bytearray], None]]]] = {}

    class Adapter(_Adapter):
        device = central

    return Scanner, Client, Adapter


async def _whole(call: Coroutine[Any, Any, T]) -> T:
    """Finish even when cancelled, as an operating system does what it was told to; the cancellation comes after."""
    task = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


@dataclass
class _Merged:
    """All that one address has advertised so far."""

    name: str | None = None
    makers: dict[int, bytes] = field(default_factory=dict[int, bytes])
    data: dict[str, bytes] = field(default_factory=dict[str, bytes])
    services: list[str] = field(default_factory=list[str])

    def add(self, kind: int, value: bytes) -> None:
        if kind in {AdvertisingData.COMPLETE_LOCAL_NAME, AdvertisingData.SHORTENED_LOCAL_NAME}:
            self.name = value.decode("utf8", "replace")
        elif kind == AdvertisingData.MANUFACTURER_SPECIFIC_DATA:
            self.makers[int.from_bytes(value[:2], "little")] = value[2:]
        elif n := _UUID_LISTS.get(kind):
            found = [_text(core.UUID.from_bytes(value[at : at + n])) for at in range(0, len(value), n)]
            self.services += [one for one in found if one not in self.services]
        elif n := _SERVICE_DATA.get(kind):
            self.data[_text(core.UUID.from_bytes(value[:n]))] = value[n:]


class _Scanner(BaseBleakScanner):
    device: ClassVar[Device]
    mood: ClassVar[Moods]

    def __init__(self, detection_callback: Any, service_uuids: Any, *_: Any, **__: Any) -> None:
        super().__init__(detection_callback, service_uuids)
        self._merged: dict[str, _Merged] = {}

    async def start(self) -> None:
        if self.mood.unavailable:
            raise self.mood.unavailable
        await self.mood.enter("scan")
        self.mood.calls.append("+scan")
        self.seen_devices.clear()
        self.device.on("advertisement", self._on_advertisement)
        await _whole(self.device.start_scanning(active=True, filter_duplicates=False))

    async def stop(self) -> None:
        self.mood.calls.append("-scan")
        radio: Any = self.device
        radio.remove_listener("advertisement", self._on_advertisement)
        await _whole(self.device.stop_scanning())

    def _on_advertisement(self, heard: Advertisement) -> None:
        address = heard.address.to_string(with_type_qualifier=False)
        merged = self._merged.setdefault(address, _Merged())
        for kind, value in heard.data.ad_structures:
            merged.add(int(kind), bytes(value))
        said = AdvertisementData(
            merged.name, dict(merged.makers), dict(merged.data), list(merged.services), None, heard.rssi, (heard,)
        )
        device = self.create_or_update_device(address, address, merged.name, heard.address, said)
        if self.is_allowed_uuid(said.service_uuids):
            self.call_detection_callbacks(device, said)


class _Adapter(BaseBleakAdapter):
    device: ClassVar[Device]

    @classmethod
    async def get(cls, **_: Any) -> Self:
        return cls()

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:  # noqa: ARG002  # all it has
        held = [link.peer_address for link in self.device.connections.values()]
        return [BLEDevice(one.to_string(with_type_qualifier=False), None, one) for one in held]


class _Client(BaseBleakClient):
    device: ClassVar[Device]
    mood: ClassVar[Moods]
    listeners: ClassVar[dict[tuple[str, str], list[Callable[[bytearray], None]]]]

    def __init__(self, address_or_ble_device: BLEDevice | str, **options: Any) -> None:
        assert isinstance(address_or_ble_device, BLEDevice), "an address alone hides a scan"
        super().__init__(address_or_ble_device, **options)
        self._target = address_or_ble_device
        self._link: Connection | None = None
        self._gatt: Any = None  # Bumble's client; its generic types say nothing

    @property
    def name(self) -> str:
        return self._target.name or self.address

    @property
    def mtu_size(self) -> int:
        return self._gatt.mtu if self._gatt else 23

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    async def connect(self, *_: Any, **__: Any) -> None:
        if self.mood.unavailable:
            raise self.mood.unavailable
        await self.mood.enter("connect")
        self.mood.calls.append("+connect")
        try:
            link = await self._dial()
        except core.TimeoutError as fault:
            raise TimeoutError from fault
        except core.ConnectionError as fault:
            raise BleakError(str(fault)) from fault
        finally:
            self.mood.calls.append("-connect")
        peer = Peer(link)
        self._link, self._gatt = link, peer.gatt_client
        link.on("disconnection", self._on_disconnection)
        try:
            await _whole(self._guarded(peer.request_mtu(517)))
            await _whole(self._guarded(peer.discover_all()))
        except BaseException:
            await self.disconnect()
            raise
        self.services = _collection(peer, lambda: self.mtu_size - 3)

    async def _dial(self) -> Connection:
        """A connection that stands already is shared; one that nobody waits for any more is given up."""
        for link in self.device.connections.values():
            if link.peer_address == self._target.details:
                return link
        dialling = asyncio.ensure_future(self.device.connect(self._target.details, timeout=self._timeout))
        try:
            return await asyncio.shield(dialling)
        except asyncio.CancelledError:
            await asyncio.wait({dialling})
            if not dialling.exception():
                await dialling.result().disconnect()
            raise

    async def disconnect(self) -> None:
        await self.mood.enter("disconnect")
        if self._link is not None:
            await _whole(self._link.disconnect())

    async def pair(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **_: Any) -> bytearray:
        return bytearray(await self._asked("read", lambda gatt: gatt.read_value(characteristic.obj)))

    async def read_gatt_descriptor(self, descriptor: BleakGATTDescriptor, **_: Any) -> bytearray:
        return bytearray(await self._asked("read", lambda gatt: gatt.read_value(descriptor.obj)))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: Any, response: bool) -> None:
        value = bytes(data)
        await self._asked("write", lambda gatt: gatt.write_value(characteristic.obj, value, response))

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: Any) -> None:
        value = bytes(data)
        await self._asked("write", lambda gatt: gatt.write_value(descriptor.obj, value, True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytearray], None], **_: Any
    ) -> None:
        heard = self.listeners.setdefault((self.address, characteristic.uuid), [])
        if not self.mood.ghosts:
            heard.clear()
        heard.append(callback)

        def notified(value: bytes) -> None:
            for listener in list(heard) if self.mood.ghosts else [callback]:
                listener(bytearray(value))

        await self._asked("subscribe", lambda gatt: gatt.subscribe(characteristic.obj, notified))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        await self._asked("subscribe", lambda gatt: gatt.unsubscribe(characteristic.obj))

    async def _asked(self, what: str, call: Callable[[Any], Coroutine[Any, Any, T]]) -> T:
        await self.mood.enter(what)
        if self._gatt is None:
            raise BleakError("Not connected")
        return await _whole(self._guarded(call(self._gatt)))

    async def _guarded(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except ATT_Error as fault:
            raise BleakGATTProtocolError(int(fault.error_code)) from fault
        except asyncio.CancelledError:
            if self._link is None:  # Bumble cancels what waits for an answer when the link breaks
                raise BleakError("disconnected") from None
            raise

    def _on_disconnection(self, _: int) -> None:
        self._link = self._gatt = self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()


def _collection(peer: Peer, size: Callable[[], int]) -> BleakGATTServiceCollection:
    found = BleakGATTServiceCollection()
    for service in peer.services:
        ours = BleakGATTService(service, service.handle, _text(service.uuid))
        found.add_service(ours)
        for one in service.characteristics:
            abilities: Any = [word for flag, word in _PROPERTIES.items() if one.properties & flag]
            characteristic = BleakGATTCharacteristic(one, one.handle, _text(one.uuid), abilities, size, ours)
            found.add_characteristic(characteristic)
            for descriptor in one.descriptors:
                found.add_descriptor(
                    BleakGATTDescriptor(descriptor, descriptor.handle, _text(descriptor.type), characteristic)
                )
    return found


def _text(number: core.UUID) -> str:
    return str(uuid.UUID(bytes=bytes(reversed(number.to_bytes(force_128=True)))))
