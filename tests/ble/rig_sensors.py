"""One simulated sensor for each way of speaking that the link must master, and the bytes they send."""

from __future__ import annotations

import struct
from typing import Any

from bumble.att import ATT_Error
from bumble.core import UUID
from bumble.gatt import Characteristic, CharacteristicValue, Service

from coach.devices import heart_rate, pod_link, running_speed, treadmill
from coach.devices.polar import control as polar
from tests.ble.rig_peripheral import NONE, Can, Needs, Peripheral

_REFUSED = 0x80


class OpenPodSim(Peripheral):
    """Our own pod. `refuses` makes it keep its settings, and fail the write."""

    service = pod_link.SERVICE
    data_number = pod_link.DATA
    refuses = False
    settings = pod_link.Settings(rate_hz=104)

    @property
    def data_uuid(self) -> UUID:
        """Its packets."""
        return UUID(self.data_number)

    def services(self) -> list[Service]:
        """Data and settings."""
        value = CharacteristicValue(read=lambda _: pod_link.encode(self.settings), write=self._set)
        settings = Characteristic[bytes](
            UUID(pod_link.SETTINGS), Can.READ | Can.WRITE, Needs.READABLE | Needs.WRITEABLE, value
        )
        return [Service(UUID(self.service), [self.data, settings])]

    def _set(self, _: Any, value: bytes) -> None:
        wanted = pod_link.parse(value)
        if self.refuses or wanted is None:
            raise ATT_Error(_REFUSED)
        self.settings = wanted


class FootpodSim(Peripheral):
    """A commercial footpod: speed and cadence."""

    service = running_speed.SERVICE

    @property
    def data_uuid(self) -> UUID:
        """Its measurement."""
        return UUID(running_speed.MEASUREMENT)


class TreadmillSim(Peripheral):
    """A Fitness Machine."""

    service = treadmill.SERVICE

    @property
    def data_uuid(self) -> UUID:
        """Treadmill Data."""
        return UUID(treadmill.DATA)


class PolarSim(Peripheral):
    """An H10: accelerometer frames on demand, and heart rate beside them. Every new connection must ask anew."""

    service = heart_rate.SERVICE
    offer = bytes.fromhex("f0010200000004190032006400c800010110000203020004000800")
    charging = False
    _asked = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands: list[bytes] = []

    @property
    def data_uuid(self) -> UUID:
        """Its frames."""
        return UUID(polar.DATA)

    def services(self) -> list[Service]:
        """Measurement data and heart rate."""
        value = CharacteristicValue(read=lambda _: b"\x0f\x05\x00", write=self._command)
        self.control = Characteristic[bytes](
            UUID(polar.CONTROL), Can.READ | Can.WRITE | Can.INDICATE, Needs.READABLE | Needs.WRITEABLE, value
        )
        self.beats = Characteristic[bytes](UUID("2A37"), Can.NOTIFY, NONE, b"")
        return [Service(UUID(polar.SERVICE), [self.control, self.data]), Service(UUID("180D"), [self.beats])]

    async def beat(self, bpm: int) -> None:
        """One heart rate."""
        await self.device.notify_subscribers(self.beats, bytes([0, bpm]))

    def _streams(self) -> bool:
        return self._asked and super()._streams()

    def _on_disconnection(self, _: int) -> None:
        super()._on_disconnection(_)
        self._asked = False

    def _command(self, _: Any, value: bytes) -> None:
        self.commands.append(value)
        operation, kind = value[0], value[1]
        if operation == polar.SETTINGS:
            self.answer(self.control, self.offer)
            return
        error = 13 if self.charging and operation == polar.START else 0
        self._asked = operation == polar.START and not error
        self.answer(self.control, bytes([0xF0, operation, kind, error, 0]))


def footpod_payload(speed_mps: float, cadence: int = 88) -> bytes:
    """Speed and Cadence of somebody who runs."""
    return struct.pack("<BHB", 4, round(speed_mps * 256), cadence)


def belt_payload(speed_kmh: float, incline_percent: float | None = None) -> bytes:
    """Treadmill Data with a speed, and an incline where given."""
    speed = round(speed_kmh * 100)
    if incline_percent is None:
        return struct.pack("<HH", 0, speed)
    return struct.pack("<HHhh", 1 << 3, speed, round(incline_percent * 10), 0)


def polar_payload(number: int, samples: int = 36, rate_hz: float = 200.0) -> bytes:
    """The frame that ends with sample `samples` x (`number` + 1), standing upright."""
    stamp_ns = 600_000_000_000_000_000 + round((number + 1) * samples / rate_hz * 1e9)
    return struct.pack("<BQB", 2, stamp_ns, 1) + struct.pack("<3h", 12, -7, 1003) * samples
