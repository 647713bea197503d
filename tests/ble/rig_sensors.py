"""One simulated sensor for each way of speaking that the link must master, and the bytes they send."""

from __future__ import annotations

import struct
from typing import Any

from bumble.att import ATT_Error
from bumble.core import UUID
from bumble.gatt import Characteristic, CharacteristicValue, Service

from coach.devices import pod_link, running_speed, treadmill
from tests.ble.rig_peripheral import Can, Needs, Peripheral

_REFUSED = 0x80


class OpenPodSim(Peripheral):
    """Our own pod. One that refuses fails the write, and says that it is set to 50 Hz."""

    service = pod_link.SERVICE
    data_number = pod_link.DATA
    settings = pod_link.Settings(rate_hz=104)

    @property
    def data_uuid(self) -> UUID:
        """Its packets."""
        return UUID(self.data_number)

    def services(self) -> list[Service]:
        """Data and settings."""
        value = CharacteristicValue(read=lambda _: pod_link.encode(self._said()), write=self._set)
        settings = Characteristic[bytes](
            UUID(pod_link.SETTINGS), Can.READ | Can.WRITE, Needs.READABLE | Needs.WRITEABLE, value
        )
        return [Service(UUID(self.service), [self.data, settings])]

    def _said(self) -> pod_link.Settings:
        return pod_link.Settings(rate_hz=50) if self.refuses else self.settings

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


def footpod_payload(speed_mps: float, cadence: int = 88) -> bytes:
    """Speed and Cadence of somebody who runs."""
    return struct.pack("<BHB", 4, round(speed_mps * 256), cadence)


def belt_payload(speed_kmh: float, incline_percent: float | None = None) -> bytes:
    """Treadmill Data with a speed, and an incline where given."""
    speed = round(speed_kmh * 100)
    if incline_percent is None:
        return struct.pack("<HH", 0, speed)
    return struct.pack("<HHhh", 1 << 3, speed, round(incline_percent * 10), 0)
