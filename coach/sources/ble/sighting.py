"""What was seen on the air, and what kind of sensor it is."""

from __future__ import annotations

from dataclasses import dataclass

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.uuids import uuidstr_to_str

from coach.devices import identify
from coach.devices.gatt import Profile, sig

_BATTERY_LEVEL = sig(0x180F)
"""Some sensors advertise their battery as data of this service."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One advertisement."""

    device: BLEDevice
    """What a connection is made to: an address alone would hide a scan of its own in each connection."""
    name: str
    """Empty where it does not advertise one."""
    address: str
    """A MAC; on macOS a number that means nothing on another computer."""
    rssi_dbm: int
    services: tuple[str, ...]
    companies: tuple[int, ...]
    battery_percent: int | None = None


def sighting(device: BLEDevice, said: AdvertisementData) -> Sighting:
    """The part of an advertisement that we use."""
    level = said.service_data.get(_BATTERY_LEVEL, b"")
    return Sighting(
        device=device,
        name=(said.local_name or device.name or "").strip("\0 "),
        address=device.address,
        rssi_dbm=said.rssi,
        services=tuple(sorted(uuid.lower() for uuid in said.service_uuids)),
        companies=tuple(said.manufacturer_data),
        battery_percent=level[0] if len(level) == 1 and level[0] <= 100 else None,
    )


def kinds(seen: Sighting) -> tuple[Profile, ...]:
    """What the advertisement promises; the connection may show more, or less."""
    return identify(seen.name, seen.services, seen.companies)


def service_name(uuid: str) -> str:
    """In words where the Bluetooth SIG or a well-known maker has named it."""
    name = uuidstr_to_str(uuid)
    return uuid if name in {"Unknown", "Vendor specific"} else name
