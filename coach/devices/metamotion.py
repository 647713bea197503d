"""MbientLab MetaMotion (R, RL, S, C): three samples a notification, accelerometer and gyroscope apart, no time.

u8 module (3 accelerometer, 19 gyroscope) · u8 register · 3 x 3 s16. Registers differ between the chips BMI160 and
BMI270. Source: tests of MetaWear-SDK-Cpp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.devices.abreast import Abreast, Numbered
from coach.devices.arrivals import Arrivals, counter
from coach.devices.device import Refused, Said
from coach.devices.gatt import Answer, Dialogue, Profile, Write
from coach.devices.join import Joined, Joiner
from coach.events import Packet, RawSamples

_BASE = "-85cb-9195-d9dd-464cfbbae75a"
SERVICE, COMMAND, DATA = "326a9000" + _BASE, "326a9001" + _BASE, "326a9006" + _BASE
RATE_HZ = 100
_ACCEL, _GYRO = 3, 19
_PACKET_BYTES = 20
_G_PER_COUNT, _DPS_PER_COUNT = 16.0 / 32768.0, 1.0 / 16.4
_READ = 0x80


@dataclass(frozen=True, slots=True)
class _Chip:
    """Where a chip's packed samples come from, and how it is set to 100 Hz and its widest range."""

    packed: int
    settings: bytes


_ACCELEROMETERS: Mapping[int, _Chip] = {1: _Chip(0x1C, bytes([0x28, 0x0C])), 4: _Chip(0x05, bytes([0xA8, 0x03]))}
_GYROSCOPES: Mapping[int, _Chip] = {0: _Chip(0x07, bytes([0x28, 0x00])), 1: _Chip(0x05, bytes([0x28, 0x00]))}
"""Number that the module gives for its chip (BMI160, then BMI270) → the chip."""
_PACKED = {(_ACCEL, chip.packed) for chip in _ACCELEROMETERS.values()} | {
    (_GYRO, chip.packed) for chip in _GYROSCOPES.values()
}


class MetaMotion:
    """Both streams joined by sample number, which arrivals keep together.

    The gyroscope wakes 80 ms after it was begun, and a lost notification shifts one stream against the other; nothing
    in the bytes would tell.
    """

    counter = counter(RATE_HZ)

    def __init__(self) -> None:
        self._arrivals = Arrivals()
        self._begin()

    def _begin(self) -> None:
        self._abreast = Abreast(RATE_HZ)
        self._joiner = Joiner(reach=0.12 * RATE_HZ, patience=2.0 * RATE_HZ)

    def feed(self, packet: Packet) -> Sequence[Said]:
        """Joined samples, as far as both streams have come."""
        payload = packet.payload
        if len(payload) < 2:
            return (Refused("MetaMotion packet shorter than its header"),)
        if payload[1] & _READ:
            return ()
        if (payload[0], payload[1]) not in _PACKED:
            return (Refused("MetaMotion packet that nobody asked for"),)
        if len(payload) != _PACKET_BYTES:
            return (Refused("MetaMotion packet without three samples"),)
        if self._arrivals.silent_before(packet):
            self._begin()
        if self._arrivals.repeated(packet):
            return (Refused("MetaMotion packet repeated"),)
        counts = np.frombuffer(payload, "<i2", offset=2).reshape(3, 3).astype(np.float64)
        numbered = self._abreast.take(counts, packet.arrived_s, follows=payload[0] == _GYRO)
        return [said for one in numbered for said in _said(self._join(one))]

    def _join(self, one: Numbered) -> Joined:
        ticks = one.first + np.arange(3.0)
        if one.follows:
            return self._joiner.gyro(ticks, one.values * _DPS_PER_COUNT)
        return self._joiner.accel(ticks, one.values * _G_PER_COUNT)


def _said(joined: Joined) -> Sequence[Said]:
    said: list[Said] = []
    if len(joined.ticks):
        said.append(RawSamples(joined.accel, joined.gyro, ticks=joined.ticks))
    if joined.lost:
        said.append(Refused("acceleration without angular rate", joined.lost))
    return said


def start() -> Dialogue:
    """Ask both modules for their chips, set them, subscribe, begin."""
    modules = ((_ACCEL, _ACCELEROMETERS, "accelerometer"), (_GYRO, _GYROSCOPES, "gyroscope"))
    chips: list[tuple[int, _Chip]] = []
    for module, known, name in modules:
        answer = (yield _ask(module)) or b""
        chip = known.get(answer[2]) if len(answer) > 2 else None
        if chip is None:
            return Refused(f"this MetaMotion's {name} is none that we know ({answer.hex(' ') or 'no answer'})")
        chips.append((module, chip))
    for module, chip in chips:
        yield _write(bytes([module, 0x03]) + chip.settings)
        yield _write(bytes([module, chip.packed, 1]))
        yield _write(bytes([module, 0x02, 1, 0]))
    for module, _ in chips:
        yield _write(bytes([module, 0x01, 1]))
    return None


def _write(payload: bytes) -> Write:
    return Write(COMMAND, payload, with_response=False)


def _ask(module: int) -> Write:
    """The module's information, which names its chip."""
    question = bytes([module, _READ])
    return Write(COMMAND, question, with_response=False, answer=Answer(DATA, question))


PROFILE = Profile(
    device="metamotion",
    title="MbientLab MetaMotion",
    service=SERVICE,
    stream=MetaMotion,
    notify=(DATA,),
    start=start,
    stop=tuple(_write(bytes.fromhex(command)) for command in ("030100", "03020001", "130100", "13020001")),
    names=("MetaWear", "MetaMotion"),
    rate_hz=RATE_HZ,
    gyroscope=True,
)
