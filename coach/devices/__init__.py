"""Bytes to samples and readings: one file per device, no I/O.

A device whose packets stand alone fits `Device` and has one line in `DEVICES`. One whose packets owe something to each
other fits `Stream`. Everything reachable over Bluetooth has a `Profile` beside its decoder, and a line in `PROFILES`.
`STREAMS` follows from both, and from the two apps that make a phone a sensor: what reads the packets of one sensor,
whichever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from coach.devices import phyphox, sensor_logger
from coach.devices.device import Alone, Counter, Device, Refused, Said, Stream
from coach.devices.open_pod import OpenPod
from coach.devices.profiles import PROFILES, identify, usable
from coach.devices.table import Table

DEVICES: Mapping[str, Device] = {device.key: device for device in (OpenPod(), Table())}
STREAMS: Mapping[str, Callable[[], Stream]] = {
    **{key: partial(Alone, device) for key, device in DEVICES.items()},
    **{profile.device: profile.stream for profile in PROFILES},
    sensor_logger.KEY: sensor_logger.SensorLogger,
    phyphox.KEY: phyphox.Phyphox,
}
"""Key of a packet's device → makes the stream of one sensor."""

__all__ = ["DEVICES", "PROFILES", "STREAMS", "Counter", "Device", "Refused", "Said", "Stream", "identify", "usable"]
