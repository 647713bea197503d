"""A battery is heard whichever way a sensor tells it."""

from __future__ import annotations

import pytest

from coach.devices.charge import battery_of
from coach.devices.readings import Battery
from coach.devices.standard import BATTERY_LEVEL
from coach.events import Packet
from tests.coach.devices.phones import START_NS, message


def posted(level: object) -> bytes:
    return message(0, [{"name": "battery", "time": START_NS, "values": {"batteryLevel": level}}])


@pytest.mark.parametrize(
    ("device", "channel", "payload", "said"),
    [
        ("gatt", BATTERY_LEVEL, b"\x51", Battery(81)),
        ("gatt", BATTERY_LEVEL, b"\xff", None),
        ("gatt", "", b"\x51", None),
        ("sensor-logger", "", posted(0.385), Battery(38)),
        ("sensor-logger", "", posted("full"), None),
        ("sensor-logger", "", b'{"battery"', None),
        ("sensor-logger", "", message(0, []), None),
        ("open-pod", "", posted(0.5), None),
    ],
)
def test_a_battery_is_heard(device: str, channel: str, payload: bytes, said: Battery | None) -> None:
    assert battery_of(Packet("waist", device, 1.0, payload, channel)) == said
