"""Running Speed and Cadence (service 0x1814): what a commercial footpod tells everyone.

Measurement 0x2A53: u8 flags (1 stride length, 2 distance, 4 running) · u16 speed in 1/256 m/s · u8 cadence ·
[u16 stride in cm] · [u32 distance in dm].
"""

from __future__ import annotations

import struct
from typing import Literal

from coach.devices.device import Refused
from coach.devices.gatt import sig
from coach.devices.readings import Footpod

SERVICE, MEASUREMENT = sig(0x1814), sig(0x2A53)
Counts = Literal["auto", "steps", "strides"]
"""What a pod's cadence counts; `auto` guesses from the speed."""
_STRIDE, _DISTANCE, _RUNNING = 1, 2, 4
_RUN_MPS = 6.0 / 3.6
_FEWEST_STEPS_RUNNING = 120
_FEWEST_STEPS_WALKING = 60


def decode(payload: bytes) -> Footpod | Refused:
    """One measurement."""
    if len(payload) < 4:
        return Refused("speed and cadence shorter than four bytes")
    flags, speed, cadence = struct.unpack_from("<BHB", payload)
    at = 4
    stride_m = distance_m = None
    if flags & _STRIDE:
        if len(payload) < at + 2:
            return Refused("speed and cadence without the stride length it announces")
        stride_m = int.from_bytes(payload[at : at + 2], "little") / 100.0
        at += 2
    if flags & _DISTANCE:
        if len(payload) < at + 4:
            return Refused("speed and cadence without the distance it announces")
        distance_m = int.from_bytes(payload[at : at + 4], "little") / 10.0
    return Footpod(speed / 256.0, cadence, stride_m, distance_m, bool(flags & _RUNNING))


def steps_per_min(footpod: Footpod, counts: Counts = "auto") -> int:
    """Steps of both feet in a minute, of a number that some pods count per foot.

    `auto` doubles what no runner could step: fewer than 120 above 6 km/h, fewer than 60 below (the rule of QZ,
    github.com/cagnulein/qdomyos-zwift, pull request 4318; Zwift's RunPod is the best known that needs it).
    """
    cadence = footpod.cadence_per_min
    fewest = _FEWEST_STEPS_RUNNING if footpod.speed_mps > _RUN_MPS else _FEWEST_STEPS_WALKING
    halved = cadence < fewest if counts == "auto" else counts == "strides"
    return 2 * cadence if halved else cadence
