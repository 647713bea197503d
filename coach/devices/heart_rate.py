"""Heart Rate (service 0x180D).

Measurement 0x2A37: u8 flags (1 wide, 2 contact, 4 can tell contact, 8 energy, 16 beat times) · u8 or u16 beats a
minute · [u16 energy in kJ] · n x [u16 beat to beat in 1/1024 s].
"""

from __future__ import annotations

import struct

from coach.devices.device import Refused
from coach.devices.gatt import sig
from coach.devices.readings import HeartRate

SERVICE, MEASUREMENT = sig(0x180D), sig(0x2A37)
_WIDE, _CONTACT, _KNOWS_CONTACT, _ENERGY, _BEATS = 1, 2, 4, 8, 16
_SHORTEST_S, _LONGEST_S = 0.2, 3.0
"""A heart does not beat faster or slower; Garmin's HRM-Dual sends a beat of 52 ms now and then."""


def decode(payload: bytes) -> HeartRate | Refused:
    """One measurement."""
    flags = payload[0] if payload else 0
    at = 3 if flags & _WIDE else 2
    if len(payload) < at:
        return Refused("heart rate without a number")
    bpm = int.from_bytes(payload[1:at], "little")
    if flags & _ENERGY:
        at += 2
    if len(payload) < at or (flags & _BEATS and (len(payload) - at) % 2):
        return Refused("heart rate shorter than its flags say")
    rr_s: list[float] = []
    if flags & _BEATS:
        beats = struct.unpack_from(f"<{(len(payload) - at) // 2}H", payload, at)
        rr_s = [beat / 1024.0 for beat in beats if _SHORTEST_S <= beat / 1024.0 <= _LONGEST_S]
    contact = bool(flags & _CONTACT) if flags & _KNOWS_CONTACT else None
    return HeartRate(bpm, contact, tuple(rr_s))
