"""What a device is: a key, how it counts, and a decoder that never raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coach.events import Packet, RawSamples


@dataclass(frozen=True, slots=True)
class Refused:
    """A packet that says nothing usable, and why. Counted, never raised."""

    reason: str


@dataclass(frozen=True, slots=True)
class Counter:
    """How a device counts time and packets, for devices whose samples carry ticks instead of seconds."""

    tick_hz: float
    """Ticks in a second, nominally; the true rate is learned."""
    tick_wrap: int
    """The tick counter starts again at 0 after this many ticks."""
    sequence_wrap: int
    """The packet counter starts again at 0 after this many packets."""


class Device(Protocol):
    """Bytes in, SI out: no I/O, no state, no exception whatever the bytes are."""

    @property
    def key(self) -> str:
        """Name under which packets of this device are recorded."""
        ...

    @property
    def counter(self) -> Counter | None:
        """How the device counts; None where its samples carry real seconds."""
        ...

    def decode(self, packet: Packet) -> RawSamples | Refused:
        """The samples of one packet, oldest first, or why there are none."""
        ...
