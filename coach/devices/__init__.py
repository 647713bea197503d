"""Bytes to samples: one file per device, no I/O.

A new device is one file with a class that fits `Device`, and one line in `DEVICES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from coach.devices.device import Counter, Device, Refused
from coach.devices.open_pod import OpenPod

DEVICES: Mapping[str, Device] = {device.key: device for device in (OpenPod(),)}

__all__ = ["DEVICES", "Counter", "Device", "Refused"]
