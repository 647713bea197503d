"""How a kind of sensor is recognised, started and read over Bluetooth, as data: the link layer knows no device.

A start is a dialogue: a generator that yields what to write or read and is sent the answer (None where none came in
time or the sensor refused the access). It ends with None when the sensor streams, or with the reason why it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias

from coach.devices.device import Refused, Stream


def sig(number: int) -> str:
    """A 16-bit number of the Bluetooth SIG as the UUID that libraries speak of: lower case, all 128 bits."""
    return f"0000{number:04x}-0000-1000-8000-00805f9b34fb"


@dataclass(frozen=True, slots=True)
class Answer:
    """The next notification of a characteristic that begins with these bytes."""

    characteristic: str
    begins: bytes


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes to write, with response or without, and the notification that will answer, if any."""

    characteristic: str
    payload: bytes
    with_response: bool = True
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A value to read."""

    characteristic: str


Ask: TypeAlias = Write | Read
Dialogue: TypeAlias = Generator[Ask, bytes | None, Refused | None]


def says_nothing() -> Dialogue:
    """The start of a sensor that streams as soon as it is subscribed to."""
    yield from ()
    return None


@dataclass(frozen=True, slots=True)
class Profile:
    """One service that we can use. A sensor may offer several at once: all that fit are used side by side.

    Order for the link: subscribe to `notify`, read `read`, then hold the `start` dialogue; again after each reconnect.
    Every notification of `notify` and every value of `read` becomes a `Packet` with `device` and the characteristic as
    channel, also those that answer the dialogue: the stream learns ranges and scales from them.
    """

    device: str
    """Key of the stream in `coach.devices.STREAMS`."""
    title: str
    """What a runner calls it."""
    service: str
    stream: Callable[[], Stream]
    notify: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    start: Callable[[], Dialogue] = says_nothing
    stop: tuple[Write, ...] = ()
    names: tuple[str, ...] = ()
    """Advertised names begin with one of these, where the service is not advertised itself."""
    companies: tuple[int, ...] = ()
    """Company numbers in the advertisement's manufacturer data, the same."""
    rate_hz: float = 0.0
    """Samples a second after `start`, the most one can expect; 0 where it sends no motion."""
    gyroscope: bool = False

    @property
    def motion(self) -> bool:
        """It streams samples from which steps can be measured."""
        return self.rate_hz > 0.0

    @property
    def low_rate(self) -> bool:
        """Too slow for contact times worth a cue: one sample lasts longer than what a cue is about."""
        return 0.0 < self.rate_hz < LOW_RATE_HZ

    @property
    def remark(self) -> str:
        """What a runner should know before wearing it; mostly nothing."""
        return f"low rate, {self.rate_hz:g} Hz: too slow for contact times worth a cue" if self.low_rate else ""


LOW_RATE_HZ = 100.0
