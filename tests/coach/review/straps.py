"""What straps and pods say beside motion."""

from __future__ import annotations

from coach.devices import heart_rate, standard
from coach.events import Packet


def heart(at_s: float, bpm: int, *, worn: bool = True) -> Packet:
    """What a strap sends; a foot's channel stands in for any sensor's."""
    payload = bytes([0x04 | (0x02 if worn else 0), bpm])
    return Packet("foot-left", standard.KEY, at_s, payload, heart_rate.MEASUREMENT)


def battery(at_s: float, percent: int) -> Packet:
    """How full its battery is."""
    return Packet("foot-left", standard.KEY, at_s, bytes([percent]), standard.BATTERY_LEVEL)
