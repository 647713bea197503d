"""What a packet says of its sensor's battery, whichever way the sensor says it."""

from __future__ import annotations

from dataclasses import dataclass

from coach.devices import sensor_logger
from coach.devices.readings import Battery
from coach.devices.standard import BATTERY_LEVEL, battery
from coach.events import Packet, Placement

LOW_PERCENT = 15
_HINT = b'"battery"'
"""Without it a phone's message need not be read once more."""


@dataclass(frozen=True, slots=True)
class LowBattery:
    """A worn sensor will not last much longer."""

    placement: Placement
    at_s: float
    percent: int


def battery_of(packet: Packet) -> Battery | None:
    """Its charge; None where the packet is about something else."""
    if packet.channel == BATTERY_LEVEL:
        said = battery(packet.payload)
        return said if isinstance(said, Battery) else None
    if packet.device == sensor_logger.KEY and _HINT in packet.payload:
        message = sensor_logger.read(packet.payload)
        readings = message.readings if isinstance(message, sensor_logger.Message) else ()
        return next((reading for reading in readings if isinstance(reading, Battery)), None)
    return None
