"""Polar's sensors: frames on demand, of one kind or two, and heart rate beside them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from bumble.core import UUID
from bumble.gatt import Characteristic, CharacteristicValue, Service

from coach.devices import heart_rate
from coach.devices.polar import control as polar
from coach.devices.polar.frames import ACCEL, GYRO
from tests.ble.rig_bytes import VERITY_FACTOR
from tests.ble.rig_peripheral import NONE, Can, Needs, Peripheral

_IN_CHARGER, _WRONG_STATE, _WRONG_PARAMETER = 13, 12, 5


class PolarSim(Peripheral):
    """An H10: acceleration only. Every new connection must ask anew; it refuses while in its charger."""

    service = heart_rate.SERVICE
    features = 1 << ACCEL
    offers: Mapping[int, bytes] = {ACCEL: bytes.fromhex("00041900320064 00c800 010110 00 0203020004000800")}
    extras: Mapping[int, bytes] = {}
    """Kind → settings in the reply to its start."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands: list[bytes] = []
        self.started: set[int] = set()

    @property
    def data_uuid(self) -> UUID:
        """Its frames."""
        return UUID(polar.DATA)

    def services(self) -> list[Service]:
        """Measurement data and heart rate."""
        features = b"\x0f" + self.features.to_bytes(2, "little")
        value = CharacteristicValue(read=lambda _: features, write=self._command)
        self.control = Characteristic[bytes](
            UUID(polar.CONTROL), Can.READ | Can.WRITE | Can.INDICATE, Needs.READABLE | Needs.WRITEABLE, value
        )
        self.beats = Characteristic[bytes](UUID("2A37"), Can.NOTIFY, NONE, b"")
        return [Service(UUID(polar.SERVICE), [self.control, self.data]), Service(UUID("180D"), [self.beats])]

    async def beat(self, bpm: int) -> None:
        """One heart rate."""
        await self.device.notify_subscribers(self.beats, bytes([0, bpm]))

    def streams(self, payload: bytes) -> bool:
        """Kinds that were started."""
        return payload[0] in self.started and super().streams(payload)

    def _on_disconnection(self, _: int) -> None:
        super()._on_disconnection(_)
        self.started.clear()

    def _command(self, _: Any, value: bytes) -> None:
        self.commands.append(value)
        operation, kind = value[0], value[1]
        error, more = 0, b""
        if operation == polar.SETTINGS:
            more = self.offered(kind)
        elif operation == polar.STOP:
            self.started.discard(kind)
        elif error := self._fault(kind, value[2:]):
            pass
        else:
            self.started.add(kind)
            more = self.extras.get(kind, b"")
        self.answer(self.control, bytes([0xF0, operation, kind, error, 0]) + more)

    def _fault(self, kind: int, settings: bytes) -> int:
        """Why it does not start; 0 when it does."""
        if self.refuses:
            return _IN_CHARGER
        if kind in self.started:
            return _WRONG_STATE
        known = kind == polar.SDK_MODE or settings[2:4] in self.offered(kind)
        return 0 if known else _WRONG_PARAMETER

    def offered(self, kind: int) -> bytes:
        """The settings to choose from."""
        return self.offers[kind]


class VeritySim(PolarSim):
    """A Verity Sense: both kinds, and fast only in SDK mode."""

    features = 1 << ACCEL | 1 << GYRO | 1 << polar.SDK_MODE
    rates_hz = (26, 52, 104, 208, 416)
    extras: Mapping[int, bytes] = {GYRO: bytes([5, 1]) + struct.pack("<f", VERITY_FACTOR)}

    def offered(self, kind: int) -> bytes:
        """More of everything in SDK mode."""
        rates = self.rates_hz if polar.SDK_MODE in self.started else (52,)
        ranges = (2, 4, 8, 16) if kind == ACCEL else (250, 500, 1000, 2000)
        return b"".join(
            bytes([number, len(values)]) + struct.pack(f"<{len(values)}H", *values)
            for number, values in ((0, rates), (1, (16,)), (2, ranges))
        ) + bytes([4, 1, 3])


def polar_payload(number: int, samples: int = 36, rate_hz: float = 200.0) -> bytes:
    """The frame that ends with sample `samples` x (`number` + 1), standing upright."""
    stamp_ns = 600_000_000_000_000_000 + round((number + 1) * samples / rate_hz * 1e9)
    return struct.pack("<BQB", 2, stamp_ns, 1) + struct.pack("<3h", 12, -7, 1003) * samples
