"""Bytes to samples: one file per device, no I/O.

A new device is one file with a class that fits `Device`, and one line in `DEVICES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from coach.devices.device import Counter, Device, Refused
from coach.devices.open_pod import OpenPod
from coach.devices.table import Table

DEVICES: Mapping[str, Device] = {device.key: device for device in (OpenPod(), Table())}

__all__ = ["DEVICES", "Counter", "Device", "Refused"]
