"""Movella DOT (Xsens DOT): one sample a notification, at most 60 a second: good for cadence, too slow for contact.

u32 time in us · 3 f32 acceleration in m/s² · 3 f32 angular rate in deg/s · [3 s16 magnetic field, payload 20 only].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.devices.device import Counter, Refused, Said
from coach.devices.gatt import Dialogue, Profile, Write
from coach.devices.stamps import Stamps
from coach.events import Packet, RawSamples

_BASE = "-4947-11e9-8646-d663bd873d93"
SERVICE, CONTROL, MEDIUM = "15172000" + _BASE, "15172001" + _BASE, "15172003" + _BASE
RATE_HZ = 60
RATE_QUANTITIES, RATE_QUANTITIES_WITH_FIELD = 21, 20
_LENGTHS = {28, 34}
_US = 1e6
_G = 9.80665
_ABSURD = 1e5


class MovellaDot:
    """Payloads 20 and 21, told apart by their length."""

    counter = Counter(tick_hz=_US, tick_wrap=2**32, sequence_wrap=1)

    def __init__(self) -> None:
        self._stamps = Stamps(_US, 2**32)

    def feed(self, packet: Packet) -> Sequence[Said]:
        """The one sample of this packet."""
        payload = packet.payload
        if len(payload) not in _LENGTHS:
            return (Refused("Movella packet that is neither payload 20 nor 21"),)
        narrow = np.frombuffer(payload, "<f4", count=6, offset=4)
        if not (np.abs(narrow) < _ABSURD).all():
            return (Refused("Movella packet with impossible values"),)
        stamp = int.from_bytes(payload[:4], "little")
        fault = self._stamps.fault(stamp)
        if fault:
            return (Refused(f"Movella {fault}"),)
        values = narrow.astype(np.float64)[None]
        return (RawSamples(values[:, :3] / _G, values[:, 3:], ticks=np.array([float(stamp)])),)


def start() -> Dialogue:
    """Begin payload 21 at the rate that the sensor was left at; it leaves the factory at 60 Hz."""
    yield Write(CONTROL, bytes([1, 0, RATE_QUANTITIES]))
    yield Write(CONTROL, bytes([1, 1, RATE_QUANTITIES]))
    return None


PROFILE = Profile(
    device="movella-dot",
    title="Movella DOT (Xsens DOT)",
    service=SERVICE,
    stream=MovellaDot,
    notify=(MEDIUM,),
    start=start,
    stop=(Write(CONTROL, bytes([1, 0, RATE_QUANTITIES])),),
    names=("Movella DOT", "Xsens DOT"),
    companies=(2182,),
    rate_hz=RATE_HZ,
    gyroscope=True,
)
