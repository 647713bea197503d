"""Movesense with the `gatt_sensordata` firmware: IMU6 over the GATT SensorData Protocol (document GD-77).

Notifications: u8 kind · u8 reference · data. Kind 1 answers a command (u16 status as of HTTP), 2 is data, 3 the rest of
data that did not fit. Data: u32 time of the first sample in ms · n x 3 f32 m/s² · n x 3 f32 deg/s.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from coach.devices.device import Counter, Refused, Said
from coach.devices.gatt import Answer, Dialogue, Profile, Write
from coach.devices.pace import Pace
from coach.devices.stamps import Stamps
from coach.events import Packet, RawSamples

_BASE = "-7185-4d5d-b431-630e7050e8f0"
SERVICE, COMMAND, DATA = "34802252" + _BASE, "34800001" + _BASE, "34800002" + _BASE
RATE_HZ = 104
_PATH = f"/Meas/IMU6/{RATE_HZ}".encode()
_REFERENCE = 7
_SUBSCRIBE, _UNSUBSCRIBE = 1, 2
_ANSWER, _FIRST, _REST = 1, 2, 3
_HEAD_BYTES, _SAMPLE_BYTES = 4, 24
_OK = 200
_G = 9.80665
_MS = 1000.0
_ABSURD = 1e5
_PATIENCE = 2


class Movesense:
    """Packets put together from their parts. Whether there are parts shows with the second packet.

    It is asked anew when second parts stay away twice in a row: neither a link that now carries more nor a stray packet
    may end the stream.
    """

    counter = Counter(tick_hz=_MS, tick_wrap=2**32, sequence_wrap=1)

    def __init__(self) -> None:
        self._in_parts: bool | None = None
        self._held = b""
        self._missed = 0
        """Second parts in a row."""
        self._stamps = Stamps(_MS, 2**32)
        self._pace = Pace(_MS / RATE_HZ)

    def feed(self, packet: Packet) -> Sequence[Said]:
        """The samples of a packet once it is whole."""
        payload = packet.payload
        if len(payload) < 2:
            return (Refused("Movesense packet shorter than its header"),)
        kind, body = payload[0], payload[2:]
        if kind == _ANSWER:
            return ()
        if payload[1] != _REFERENCE or kind not in {_FIRST, _REST}:
            return (Refused("Movesense packet that nobody asked for"),)
        return self._first(body) if kind == _FIRST else self._rest(body)

    def _first(self, body: bytes) -> Sequence[Said]:
        held, self._held = self._held, b""
        if self._in_parts is False:
            return (self._samples(body),)
        self._held = body
        if self._in_parts:
            self._missed += bool(held)
            self._in_parts = self._missed < _PATIENCE or None
            return (Refused("Movesense packet without its second part"),) if held else ()
        if held:
            self._in_parts, self._held = False, b""
            return (self._samples(held), self._samples(body))
        return ()

    def _rest(self, body: bytes) -> Sequence[Said]:
        held, self._held = self._held, b""
        self._in_parts, self._missed = True, 0
        return (self._samples(held + body) if held else Refused("Movesense packet without its first part"),)

    def _samples(self, data: bytes) -> RawSamples | Refused:
        n, rest = divmod(len(data) - _HEAD_BYTES, _SAMPLE_BYTES)
        if n < 1 or rest:
            return Refused("Movesense packet whose length fits no number of samples")
        narrow = np.frombuffer(data, "<f4", offset=_HEAD_BYTES)
        if not (np.abs(narrow) < _ABSURD).all():
            return Refused("Movesense packet with impossible values")
        (stamp,) = struct.unpack_from("<I", data)
        fault = self._stamps.fault(stamp)
        if fault:
            return Refused(f"Movesense {fault}")
        values = narrow.astype(np.float64).reshape(2, n, 3)
        return RawSamples(values[0] / _G, values[1], ticks=self._pace.ticks(stamp, n))


def start() -> Dialogue:
    """Unsubscribe what an earlier session left, subscribe anew."""
    yield _command(_UNSUBSCRIBE)
    answer = (yield _command(_SUBSCRIBE, _PATH)) or b""
    status = int.from_bytes(answer[2:4], "little")
    if status == _OK:
        return None
    if not answer:
        return Refused("the Movesense sensor does not answer: it needs the gatt_sensordata firmware")
    return Refused(f"the Movesense sensor refuses {_PATH.decode()}: status {status}")


def _command(operation: int, data: bytes = b"") -> Write:
    return Write(COMMAND, bytes([operation, _REFERENCE]) + data, answer=Answer(DATA, bytes([_ANSWER, _REFERENCE])))


PROFILE = Profile(
    device="movesense",
    title="Movesense (gatt_sensordata firmware)",
    service=SERVICE,
    stream=Movesense,
    notify=(DATA,),
    start=start,
    stop=(_command(_UNSUBSCRIBE),),
    names=("Movesense",),
    companies=(0x009F,),
    rate_hz=RATE_HZ,
    gyroscope=True,
)
