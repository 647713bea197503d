"""WitMotion WT901BLE and WT9011DCL: frames of 20 bytes, several to a notification, no time and no checksum.

55 61 · 3 x s16 acceleration of 16 g · 3 x s16 angular rate of 2000 deg/s · 3 x s16 angle. Newer firmware pads.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.devices.arrivals import Arrivals, counter
from coach.devices.device import Refused, Said
from coach.devices.gatt import Dialogue, Profile, Write
from coach.events import Packet, RawSamples

_BASE = "-0000-1000-8000-00805f9a34fb"
"""9a34fb: the maker's own base, not that of the Bluetooth SIG."""
SERVICE, DATA, COMMAND = "0000ffe5" + _BASE, "0000ffe4" + _BASE, "0000ffe9" + _BASE
RATE_HZ = 200
_MARK = b"\x55\x61"
_FRAME_BYTES = 20
_LONGEST_PADDING = 8
_COUNTS_TO_SI = np.array([16.0] * 3 + [2000.0] * 3) / 32768.0
_UNLOCK = bytes.fromhex("ffaa6988b5")
_200_HZ = bytes.fromhex("ffaa030b00")


class WitMotion:
    """Frames cut out of the notifications as they come; one may begin in one and end in the next."""

    counter = counter(RATE_HZ)

    def __init__(self) -> None:
        self._arrivals = Arrivals()
        self._next = 0
        self._rest = b""

    def feed(self, packet: Packet) -> Sequence[Said]:
        """All whole frames."""
        if self._arrivals.silent_before(packet):
            self._next, self._rest = 0, b""
        if self._arrivals.repeated(packet):
            return (Refused("WitMotion packet repeated"),)
        begun = b"" if packet.payload.startswith(_MARK) else self._rest
        frames, self._rest, strange = _cut(begun + packet.payload)
        said: list[Said] = []
        if frames:
            values = np.frombuffer(b"".join(frames), "<i2").reshape(-1, 10)[:, 1:7].astype(np.float64) * _COUNTS_TO_SI
            ticks = np.arange(self._next, self._next + len(frames), dtype=np.float64)
            self._next += len(frames)
            said.append(RawSamples(values[:, :3], values[:, 3:], ticks=ticks))
        if strange:
            said.append(Refused("WitMotion bytes outside any frame", strange))
        return said


def _cut(data: bytes) -> tuple[list[bytes], bytes, int]:
    """Frames, the beginning of one more, and the number of bytes that belong to none and pad none."""
    frames: list[bytes] = []
    strange = at = 0
    while at < len(data):
        begin = data.find(_MARK, at)
        if begin < 0:
            begin = len(data) - data.endswith(_MARK[:1])
        skipped = begin - at
        strange += skipped if not frames or skipped > _LONGEST_PADDING else 0
        if len(data) - begin < _FRAME_BYTES:
            return frames, data[begin:], strange
        frames.append(data[begin : begin + _FRAME_BYTES])
        at = begin + _FRAME_BYTES
    return frames, b"", strange


def start() -> Dialogue:
    """Unlock for ten seconds and ask for 200 Hz; nothing is saved, so the sensor is as before when switched off."""
    for payload in (_UNLOCK, _200_HZ):
        yield Write(COMMAND, payload, with_response=False)
    return None


PROFILE = Profile(
    device="witmotion",
    title="WitMotion WT901BLE or WT9011DCL",
    service=SERVICE,
    stream=WitMotion,
    notify=(DATA,),
    start=start,
    names=("WT",),
    rate_hz=RATE_HZ,
    gyroscope=True,
)
