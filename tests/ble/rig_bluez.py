"""A real BlueZ with an adapter that is Bumble's: bleak uses its own backend, and the sensors are those of the rig."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bumble.controller import Controller
from bumble.hci import LeFeatureMask
from bumble.transport import open_transport
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.ble.rig_link import TimedLink

LATENCY_S = 0.002
"""Without any, BlueZ fails one connection in twelve: some of its own answers come before it has asked."""
APPEARS_S = 20.0


@dataclass(frozen=True)
class Adapter:
    """BlueZ's, and the link that it shares with the sensors."""

    link: TimedLink
    controller: Controller
    path: str

    async def power(self, *, on: bool) -> None:
        """Switch it on or off, as a desktop's settings do."""
        await _call(self.path, "org.freedesktop.DBus.Properties", "Set", "ssv", ["org.bluez.Adapter1", "Powered", on])


@asynccontextmanager
async def adapter() -> AsyncGenerator[Adapter]:
    """An adapter that is plugged in while the block runs, and switched on."""
    link = TimedLink(LATENCY_S)
    transport = await open_transport("vhci")
    try:
        # its public address stays zero: with one, the link would not find the other side's answers
        controller = Controller("bluez", host_source=transport.source, host_sink=transport.sink, link=link)
        # Bumble has these only in part, and BlueZ would use them
        controller.le_features &= ~(LeFeatureMask.LL_PRIVACY | LeFeatureMask.LE_EXTENDED_ADVERTISING)
        plugged_in = Adapter(link, controller, await _appeared())
        await plugged_in.power(on=True)
        yield plugged_in
    finally:
        await transport.close()


async def _appeared() -> str:
    async with asyncio.timeout(APPEARS_S):
        while True:
            reply = await _call("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
            objects: dict[str, Any] = reply.body[0]
            for path, interfaces in objects.items():
                if "org.bluez.Adapter1" in interfaces:
                    return path
            await asyncio.sleep(0.1)


async def _call(path: str, interface: str, member: str, signature: str = "", body: list[Any] | None = None) -> Message:
    """Ask BlueZ; it needs a moment before an adapter that has just appeared can be switched on."""
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    values = [Variant("b", one) if isinstance(one, bool) else one for one in body or []]
    message = Message(
        destination="org.bluez", path=path, interface=interface, member=member, signature=signature, body=values
    )
    try:
        async with asyncio.timeout(APPEARS_S):
            while True:
                reply = await bus.call(message)
                if reply.message_type is MessageType.METHOD_RETURN:
                    return reply
                await asyncio.sleep(0.1)
    finally:
        bus.disconnect()
