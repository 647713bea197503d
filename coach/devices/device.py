"""What a device is: a key, how it counts, and a decoder that never raises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from coach.devices.readings import Reading
from coach.events import Packet, RawSamples


@dataclass(frozen=True, slots=True)
class Refused:
    """A packet that says nothing usable, and why. Counted, never raised."""

    reason: str
    count: int = 1
    """How many packets, samples or bytes, whichever the reason names."""


Said: TypeAlias = RawSamples | Reading | Refused
"""What a sensor can say: samples of its motion, a number of its own, or nothing usable."""


@dataclass(frozen=True, slots=True)
class Counter:
    """How a device counts time and packets, for devices whose samples carry ticks instead of seconds."""

    tick_hz: float
    """Ticks in a second, nominally; the true rate is learned."""
    tick_wrap: int
    """The tick counter starts again at 0 after this many ticks."""
    sequence_wrap: int
    """The packet counter starts again at 0 after this many packets."""
    tolerance: float = 1e-3
    """How far the true rate may lie from the nominal one: a crystal's, or a motion chip's own oscillator."""


class Device(Protocol):
    """Bytes in, SI out, each packet by itself: no I/O, no state, no exception whatever the bytes are."""

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


class Stream(Protocol):
    """One sensor's packets in the order of arrival, where one may owe something to the next. No I/O, no exception."""

    @property
    def counter(self) -> Counter | None:
        """How the samples are counted; None where they carry real seconds, or where there are none."""
        ...

    def feed(self, packet: Packet) -> Sequence[Said]:
        """What this packet completed, in order; nothing while a part is missing."""
        ...


class Alone:
    """The stream of a device whose packets owe each other nothing."""

    def __init__(self, device: Device) -> None:
        self.counter = device.counter
        self._device = device

    def feed(self, packet: Packet) -> Sequence[Said]:
        """The packet's own samples, or why there are none."""
        return (self._device.decode(packet),)
