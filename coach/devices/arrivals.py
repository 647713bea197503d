"""What arrival tells of sensors that send neither time nor number: that a packet came twice, that some are missing."""

from __future__ import annotations

import math

from coach.devices.device import Counter
from coach.events import Packet

_SILENCE_S = 0.5
"""After so long nobody knows how many samples are missing: the count begins anew, and with it the clock. A link that
broke and was made again at once is away for longer."""
_ECHO_S = 0.005
"""The same bytes again within this time are one notification delivered twice."""
_TOLERANCE = 0.03
"""Such samples come at the pace of the motion chip's own oscillator."""


def counter(rate_hz: float) -> Counter:
    """Ticks are sample numbers, from 0 after each silence."""
    return Counter(tick_hz=rate_hz, tick_wrap=2**53, sequence_wrap=1, tolerance=_TOLERANCE)


class Arrivals:
    """Watches one sensor's packets. Both questions are asked of every packet, in this order."""

    def __init__(self) -> None:
        self._arrived_s = -math.inf
        self._payload: bytes = b""

    def silent_before(self, packet: Packet) -> bool:
        """Whether the sensor was away so long that its count says nothing any more."""
        return packet.arrived_s - self._arrived_s > _SILENCE_S

    def repeated(self, packet: Packet) -> bool:
        """Whether this is the packet before once more; then this one is the newest."""
        same = packet.payload == self._payload and packet.arrived_s - self._arrived_s < _ECHO_S
        self._payload, self._arrived_s = packet.payload, packet.arrived_s
        return same
