"""How our open pod is found and set: firmware/open-pod/README.md. Its packets are read in `open_pod`.

Settings, read and write, little-endian: u16 samples a second · u8 ranges as in a packet · u8 samples in a packet.
The pod takes the nearest that its chip can do and says so when read. It streams while its data is subscribed to.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial

from coach.devices.device import Alone, Refused
from coach.devices.gatt import LOW_RATE_HZ, Dialogue, Profile, Read, Write
from coach.devices.open_pod import ACCEL_RANGES_G, GYRO_RANGES_DPS, MAX_SAMPLES, OpenPod

_BASE = "-3f1e-4c57-9a2d-6f70656e706f"
SERVICE, DATA, SETTINGS = "b5c00001" + _BASE, "b5c00002" + _BASE, "b5c00003" + _BASE
_FORM = struct.Struct("<HBB")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a pod is asked for, or what it says it does."""

    rate_hz: int = 208
    accel_range_g: int = 16
    gyro_range_dps: int = 2000
    samples: int = 8
    """In one packet: more save power, fewer are heard sooner."""


def encode(settings: Settings) -> bytes:
    """The value to write. Raises `ValueError` for ranges that no pod has."""
    ranges = ACCEL_RANGES_G.index(settings.accel_range_g) | GYRO_RANGES_DPS.index(settings.gyro_range_dps) << 4
    return _FORM.pack(settings.rate_hz, ranges, settings.samples)


def parse(value: bytes) -> Settings | None:
    """The value that was read; None where no pod could have sent it."""
    if len(value) < _FORM.size:
        return None
    fields: tuple[int, int, int] = _FORM.unpack_from(value)
    rate_hz, ranges, samples = fields
    accel, gyro = ranges & 15, ranges >> 4
    if accel >= len(ACCEL_RANGES_G) or gyro >= len(GYRO_RANGES_DPS) or not 1 <= samples <= MAX_SAMPLES:
        return None
    return Settings(rate_hz, ACCEL_RANGES_G[accel], GYRO_RANGES_DPS[gyro], samples)


def start() -> Dialogue:
    """Write what we want and look at what became of it."""
    yield Write(SETTINGS, encode(Settings()))
    settings = parse((yield Read(SETTINGS)) or b"")
    if settings is None:
        return Refused("the pod does not say how it is set")
    if settings.rate_hz < LOW_RATE_HZ:
        return Refused(f"the pod offers only {settings.rate_hz} samples a second")
    return None


PROFILE = Profile(
    device=OpenPod.key,
    title="open pod",
    service=SERVICE,
    stream=partial(Alone, OpenPod()),
    notify=(DATA,),
    start=start,
    rate_hz=208.0,
    gyroscope=True,
)
