"""A short visit to one sensor: what it says about itself, and then good-bye."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from bleak import BleakClient

from coach.devices import usable
from coach.devices.readings import About, Battery
from coach.devices.standard import READERS
from coach.errors import HardwareError
from coach.sources.ble.air import turn
from coach.sources.ble.limits import Deaf, Unreachable, within
from coach.sources.ble.sighting import Sighting
from coach.sources.ble.times import Times


@dataclass(frozen=True, slots=True)
class Card:
    """What a connected sensor tells everybody."""

    services: tuple[str, ...]
    battery_percent: int | None = None
    about: dict[str, str] = field(default_factory=dict[str, str])
    """maker, model, serial, firmware, software: where it tells."""


async def visit(seen: Sighting, times: Times) -> Card:
    """Connect, read, leave; `Unreachable` when it does not let us in."""
    client = BleakClient(seen.device)
    try:
        async with turn():
            await within(times.connect_s, f"Connecting to {seen.name or seen.address}", client.connect())
        return await _card(client, times)
    finally:
        with contextlib.suppress(Unreachable, HardwareError):
            await within(times.disconnect_s, "Disconnecting", client.disconnect())


async def _card(client: BleakClient, times: Times) -> Card:
    services = tuple(service.uuid for service in client.services)
    battery_percent: int | None = None
    about: dict[str, str] = {}
    for uuid in (uuid for profile in usable(services) for uuid in profile.read if uuid in READERS):
        try:
            said = READERS[uuid](bytes(await within(times.call_s, "Reading", client.read_gatt_char(uuid))))
        except Deaf:
            break
        except Unreachable:
            continue
        if isinstance(said, Battery):
            battery_percent = said.percent
        elif isinstance(said, About):
            about[said.what] = said.text
    return Card(services, battery_percent, about)
