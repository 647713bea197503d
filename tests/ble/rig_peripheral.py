"""A sensor as a real GATT server (Bumble): it advertises, streams, falls out of reach, and comes back elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from bumble.att import Attribute
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import Address, HCI_ErrorCode
from bumble.host import Host
from bumble.transport.common import AsyncPipeSink

from tests.ble.rig_link import TimedLink

Can = Characteristic.Properties
Needs = Attribute.Permissions
NONE = Needs(0)
NOBODYS = "12345678-0000-4000-8000-00805f9b34fb"
_SIG = "-0000-1000-8000-00805f9b34fb"
"""The end of all numbers that the Bluetooth SIG has given; their beginning alone is advertised."""


class Peripheral:
    """A sensor that sends `payloads` one after the other, one each `period_s`, whether anybody listens or not.

    `sent` holds what was handed to the radio while somebody was subscribed. `alter` may put others in the place of a
    notification.
    """

    service = ""
    """What makes it this kind of sensor; advertised, unless `company` is: that of its maker."""
    company: int | None = None
    advertising_ms = 100

    def __init__(
        self, link: TimedLink, name: str, payloads: Sequence[bytes] = (), period_s: float = 0.05, serial: str = ""
    ) -> None:
        self.name = name
        self.payloads = payloads
        self.period_s = period_s
        self.serial = serial
        self.battery_percent = 80
        self.mute = False
        self.refuses = False
        """Keeps its settings, or does not start, as its kind would."""
        self.odd = False
        """Has none of its services, as when its firmware has gone; tell it before it is switched on."""
        self.alter: Callable[[int, bytes], Iterable[bytes]] = lambda _, payload: (payload,)
        self.sent: list[bytes] = []
        self.subscriptions = 0
        self._link = link
        self._address = Address.generate_static_address()
        self._playing: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.start_s: float | None = None
        """When it was first switched on, by the loop: payload n leaves at `start_s` + (n + 1) `period_s`."""

    @property
    def address(self) -> str:
        """As a scan shows it."""
        return self._address.to_string(with_type_qualifier=False)

    async def on(self, *, elsewhere: bool = False) -> None:
        """Advertise, under a new address if asked for."""
        if elsewhere:
            self._address = Address.generate_static_address()
        self.controller = Controller(self.name, link=self._link)
        settings = DeviceConfiguration(
            name=self.name,
            address=self._address,
            advertising_interval_min=self.advertising_ms,
            advertising_interval_max=self.advertising_ms,
        )
        self.device = Device(config=settings, host=Host(self.controller, AsyncPipeSink(self.controller)))
        self.data = Characteristic[bytes](self.data_uuid, Can.NOTIFY, NONE, b"")
        self.data.on("subscription", self._on_subscription)
        own = [Service(UUID(NOBODYS), [self.data])] if self.odd else self.services()
        self.device.add_services([*own, *self._common()])
        self.device.advertising_data = self._advertisement()
        self.device.on("connection", self._on_connection)
        await self.device.power_on()
        await self.device.start_advertising()
        self._playing = asyncio.create_task(self._play())

    async def off(self) -> None:
        """Gone without a word, as when the battery is taken out."""
        self._link.faded.add(self.controller)
        self._link.remove_controller(self.controller)
        if self._playing:
            self._playing.cancel()

    async def drop(self, central: Controller) -> None:
        """The link breaks: after its supervision time both sides are told."""
        for one in (central, self.controller):
            for connection in list(one.le_connections.values()):
                if self._address in {connection.peer_address, connection.self_address}:
                    one.on_le_disconnected(connection, HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    async def terminate(self) -> None:
        """The sensor says good-bye."""
        for connection in list(self.device.connections.values()):
            await connection.disconnect()

    @property
    def data_uuid(self) -> UUID:
        """The characteristic that streams."""
        raise NotImplementedError

    def services(self) -> list[Service]:
        """All that make this sensor what it is."""
        return [Service(UUID(self.service), [self.data])]

    async def say(self, value: bytes) -> None:
        """One notification of the data, to everybody who has subscribed to it."""
        await self.device.notify_subscribers(self.data, value)

    async def report_battery(self, percent: int) -> None:
        """Tell whoever has subscribed to it."""
        self.battery_percent = percent
        await self.device.notify_subscribers(self._battery, bytes([percent]))

    def parts(self, payload: bytes) -> Iterable[bytes]:
        """The notifications that one payload takes."""
        return (payload,)

    def answer(self, characteristic: Characteristic[Any], value: bytes) -> None:
        """Indicate or notify, after the write that it answers."""
        indicates = characteristic.properties & Can.INDICATE
        tell = self.device.indicate_subscribers if indicates else self.device.notify_subscribers
        self._soon(tell(characteristic, value))

    def _soon(self, call: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def streams(self, payload: bytes) -> bool:  # noqa: ARG002  # some send one kind before the other
        """Whether this may go out now."""
        return bool(self.device.connections) and self.subscriptions > 0 and not self.mute

    async def _play(self) -> None:
        clock = asyncio.get_running_loop().time
        self.start_s = clock() if self.start_s is None else self.start_s
        number = int((clock() - self.start_s) / self.period_s)
        while number < len(self.payloads):
            number += 1
            await asyncio.sleep(max(self.start_s + number * self.period_s - clock(), 0.0))
            payload = self.payloads[number - 1]
            if self.streams(payload):
                for part in self.parts(payload):
                    for said in self.alter(number - 1, part):
                        self.sent.append(said)
                        await self.say(said)

    def _on_subscription(self, _: Connection, notify: bool, __: bool) -> None:
        self.subscriptions += 1 if notify else -1

    def _on_connection(self, connection: Connection) -> None:
        connection.on("disconnection", self._on_disconnection)

    def _on_disconnection(self, _: int) -> None:
        self.subscriptions = 0
        self._soon(self.device.start_advertising())

    def _common(self) -> list[Service]:
        self._battery = Characteristic[bytes](
            UUID("2A19"),
            Can.READ | Can.NOTIFY,
            Needs.READABLE,
            CharacteristicValue(read=lambda _: bytes([self.battery_percent])),
        )
        about = [Characteristic[bytes](UUID("2A29"), Can.READ, Needs.READABLE, b"Sim\0")]
        if self.serial:
            about.append(Characteristic[bytes](UUID("2A25"), Can.READ, Needs.READABLE, self.serial.encode()))
        return [Service(UUID("180F"), [self._battery]), Service(UUID("180A"), about)]

    def _advertisement(self) -> bytes:
        """At most 31 bytes: beside a service of 128 bits, 8 letters of a name. Bumble's link knows no scan response."""
        name = (AdvertisingData.COMPLETE_LOCAL_NAME, self.name.encode())
        data = bytes(AdvertisingData([(AdvertisingData.FLAGS, b"\x06"), self._promise(), name]))
        assert len(data) <= 31, f"{self.name} is too long a name"
        return data

    def _promise(self) -> tuple[int, bytes]:
        if self.company is not None:
            return AdvertisingData.MANUFACTURER_SPECIFIC_DATA, self.company.to_bytes(2, "little")
        number = self.service.removesuffix(_SIG)
        if number == self.service:
            return AdvertisingData.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, UUID(number).to_bytes()
        return AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, UUID(number[4:]).to_bytes()
