"""Polar's control point: what to write so that it streams, and what its replies say.

Commands: u8 operation · u8 kind · settings. Replies: F0 · operation · kind · error · more · settings.
A setting: u8 number · u8 n · n values.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.devices.device import Refused
from coach.devices.gatt import Answer, Dialogue, Read, Write
from coach.devices.polar.frames import ACCEL, GYRO

SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
CONTROL = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"
SDK_MODE = 9
SETTINGS, START, STOP = 1, 2, 3
_FEATURES = 0x0F
_REPLY = 0xF0
_MOTION = (GYRO, ACCEL)
"""Gyroscope first: when the first acceleration arrives, it is known whether angular rate will follow."""
_RATE, _RANGE, _FACTOR = 0, 2, 5
_LENGTHS = {_RATE: 2, 1: 2, _RANGE: 2, 3: 4, 4: 1, _FACTOR: 4, 6: 16}
"""Setting → bytes of one value."""
_ASKED_FOR = (_RATE, 1, _RANGE, 4)
_PREFERRED_HZ = (200, 104, 208, 100, 52, 50)
"""The first on offer is taken: 200 of the H10's lone accelerometer, 104 of the Verity Sense, whose two streams starve
each other when both are faster (SdkModeExplained.md of the SDK)."""
_ERRORS = {
    1: "unknown command",
    2: "unknown measurement",
    3: "not supported",
    4: "wrong length",
    5: "wrong parameter",
    6: "already in that state",
    7: "wrong resolution",
    8: "wrong rate",
    9: "wrong range",
    10: "MTU too small",
    11: "wrong number of channels",
    12: "wrong state",
    13: "in its charger",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the control point answered."""

    operation: int
    kind: int
    error: str
    """Empty when all is well."""
    settings: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    """Setting → values as unsigned numbers."""

    @property
    def factor(self) -> float:
        """By what counts are multiplied; 1 where the reply does not say, or says what cannot be."""
        bits = self.settings.get(_FACTOR)
        factor: float = struct.unpack("<f", bits[0].to_bytes(4, "little"))[0] if bits else 1.0
        return factor if 0.0 < factor < math.inf else 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Settings that were taken out of those on offer."""

    rate_hz: float
    limit: float
    """Range in g or deg/s."""
    payload: bytes
    """As the start command carries them."""


def parse(payload: bytes) -> Reply | None:
    """A reply; None for anything else (some systems repeat a read value as if it were a notification)."""
    if len(payload) < 4 or payload[0] != _REPLY:
        return None
    _, operation, kind, error = payload[:4]
    settings: dict[int, tuple[int, ...]] = {}
    at = 5
    while at + 2 <= len(payload):
        number, n = payload[at], payload[at + 1]
        length = _LENGTHS.get(number)
        at += 2
        if length is None or at + n * length > len(payload):
            break
        settings[number] = tuple(
            int.from_bytes(payload[at + k * length : at + (k + 1) * length], "little") for k in range(n)
        )
        at += n * length
    return Reply(operation, kind, _ERRORS.get(error, f"error {error}") if error else "", settings)


def choose(settings: Mapping[int, tuple[int, ...]]) -> Choice | None:
    """The rate we like best and the widest range; None where the offer names no rate."""
    rates = settings.get(_RATE, ())
    rate = next((hz for hz in _PREFERRED_HZ if hz in rates), max(rates, default=0))
    if not rate:
        return None
    chosen = {number: max(values) for number, values in settings.items() if values} | {_RATE: rate}
    payload = b"".join(
        bytes([number, 1]) + chosen[number].to_bytes(_LENGTHS[number], "little")
        for number in _ASKED_FOR
        if number in chosen
    )
    return Choice(float(rate), float(chosen.get(_RANGE, 0)), payload)


def command(operation: int, kind: int, settings: bytes = b"") -> Write:
    """A command and the reply to wait for."""
    return Write(CONTROL, bytes([operation, kind]) + settings, answer=Answer(CONTROL, bytes([_REPLY, operation, kind])))


def start() -> Dialogue:
    """Stop what an earlier session left running, switch to the free choice of settings, start what there is."""
    features = (yield Read(CONTROL)) or b""
    offered = int.from_bytes(features[1:3], "little") if features[:1] == bytes([_FEATURES]) else 1 << ACCEL
    if not offered >> ACCEL & 1:
        return Refused("this Polar sensor offers no accelerometer")
    kinds = [kind for kind in _MOTION if offered >> kind & 1]
    for kind in kinds:
        yield command(STOP, kind)
    if offered >> SDK_MODE & 1:
        yield command(START, SDK_MODE)
    for kind in kinds:
        fault = yield from _begin(kind)
        if fault and kind == ACCEL:
            return Refused(f"the Polar sensor does not start: {fault.reason}")
    return None


def _begin(kind: int) -> Dialogue:
    offer = parse((yield command(SETTINGS, kind)) or b"")
    choice = choose(offer.settings) if offer else None
    if offer is None or choice is None:
        return Refused(offer.error or "no settings on offer" if offer else "no answer")
    reply = parse((yield command(START, kind, choice.payload)) or b"")
    return Refused(reply.error if reply else "no answer") if reply is None or reply.error else None
