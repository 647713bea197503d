"""Fitness Machine (service 0x1826), treadmills: belt speed and incline.

Treadmill Data 0x2ACD: u16 flags, then the fields that they announce, in this order. Bit 0 is inverted: it means "more
data follows", and the speed is present where it is *not* set.
"""

from __future__ import annotations

from coach.devices.device import Refused
from coach.devices.gatt import sig
from coach.devices.readings import Belt

SERVICE, DATA = sig(0x1826), sig(0x2ACD)
_MORE_DATA = 1
_AVERAGE_SPEED, _DISTANCE, _INCLINE = 1, 2, 3
_LENGTHS = {_AVERAGE_SPEED: 2, _DISTANCE: 3, _INCLINE: 4, 4: 4, 5: 1, 6: 1, 7: 5, 8: 1, 9: 1, 10: 2, 11: 2, 12: 4}
"""Bit → bytes of its field."""
_UNKNOWN_INCLINE = 0x7FFF


def decode(payload: bytes) -> Belt | Refused:
    """Belt speed and incline of one packet; a machine may spread them over two."""
    flags = int.from_bytes(payload[:2], "little")
    fields = [(bit, length) for bit, length in _LENGTHS.items() if flags >> bit & 1]
    has_speed = not flags & _MORE_DATA
    at = 2 + 2 * has_speed
    if len(payload) < at + sum(length for _, length in fields):
        return Refused("treadmill data shorter than its flags say")
    speed_mps = int.from_bytes(payload[2:4], "little") / 100.0 / 3.6 if has_speed else None
    incline_percent = None
    for bit, length in fields:
        if bit == _INCLINE:
            tenths = int.from_bytes(payload[at : at + 2], "little", signed=True)
            incline_percent = None if tenths == _UNKNOWN_INCLINE else tenths / 10.0
        at += length
    return Belt(speed_mps, incline_percent)
