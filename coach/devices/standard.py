"""What the Bluetooth SIG has standardised, one reader per characteristic, and the profiles that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

from coach.devices import heart_rate, running_speed, treadmill
from coach.devices.device import Refused, Said
from coach.devices.gatt import Profile, sig
from coach.devices.readings import About, Battery, Reading
from coach.events import Packet

KEY = "gatt"
BATTERY_LEVEL = sig(0x2A19)


def battery(payload: bytes) -> Battery | Refused:
    """Battery Level: u8 in percent."""
    if len(payload) != 1 or payload[0] > 100:
        return Refused("battery level that is no percentage")
    return Battery(payload[0])


def about(what: Literal["maker", "model", "serial", "firmware", "software"], payload: bytes) -> About | Refused:
    """Device Information: UTF-8, often padded with NUL."""
    text = payload.decode("utf-8", "replace").strip("\0 \r\n\t")
    return About(what, text) if text.isprintable() and text else Refused(f"device information without a {what}")


READERS: Mapping[str, Callable[[bytes], Reading | Refused]] = {
    running_speed.MEASUREMENT: running_speed.decode,
    heart_rate.MEASUREMENT: heart_rate.decode,
    treadmill.DATA: treadmill.decode,
    BATTERY_LEVEL: battery,
    sig(0x2A29): partial(about, "maker"),
    sig(0x2A24): partial(about, "model"),
    sig(0x2A25): partial(about, "serial"),
    sig(0x2A26): partial(about, "firmware"),
    sig(0x2A28): partial(about, "software"),
}


class Standard:
    """Any standard characteristic, told by the packet's channel."""

    counter = None

    def feed(self, packet: Packet) -> Sequence[Said]:
        """The characteristic's reading."""
        reader = READERS.get(packet.channel.lower())
        return (reader(packet.payload) if reader else Refused("a characteristic that we do not read"),)


PROFILES = (
    Profile(KEY, "footpod (speed and cadence)", running_speed.SERVICE, Standard, notify=(running_speed.MEASUREMENT,)),
    Profile(KEY, "treadmill", treadmill.SERVICE, Standard, notify=(treadmill.DATA,)),
    Profile(KEY, "heart rate", heart_rate.SERVICE, Standard, notify=(heart_rate.MEASUREMENT,)),
    Profile(KEY, "battery", sig(0x180F), Standard, notify=(BATTERY_LEVEL,), read=(BATTERY_LEVEL,)),
    Profile(
        KEY, "device information", sig(0x180A), Standard, read=tuple(sig(0x2A00 + n) for n in (41, 36, 37, 38, 40))
    ),
)
