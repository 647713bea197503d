"""Our own open pod (Arduino Nano 33 BLE, XIAO Sense): the sketch in firmware/open-pod speaks this format.

One data notification, little-endian:

    u16  packet number, +1 each packet, wraps
    u32  device time of the first sample in microseconds, wraps after 71.6 minutes
    u16  time between two samples in microseconds, nominal
    u8   n, number of samples
    u8   ranges: low nibble accelerometer 0 = 2 g, 1 = 4 g, 2 = 8 g, 3 = 16 g;
         high nibble gyroscope 0 = 250, 1 = 500, 2 = 1000, 3 = 2000 deg/s
    n x 6 s16   ax ay az gx gy gz; -32768 is minus the range

Fourteen samples fit into the MTU of 185 bytes that every phone and macOS grant.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from coach.devices.device import Counter, Refused
from coach.events import Packet, RawSamples

MAX_SAMPLES = 14
ACCEL_RANGES_G = (2, 4, 8, 16)
GYRO_RANGES_DPS = (250, 500, 1000, 2000)
_HEAD = struct.Struct("<HIHBB")
_ROW_BYTES = 12
_STEPS = np.arange(255, dtype=np.float64)
_COUNTS_TO_SI = {
    accel | gyro << 4: np.array([a] * 3 + [g] * 3, dtype=np.float64) / 32768.0
    for accel, a in enumerate(ACCEL_RANGES_G)
    for gyro, g in enumerate(GYRO_RANGES_DPS)
}


class OpenPod:
    """Decoder of the pod's data notification."""

    key = "open-pod"
    counter = Counter(tick_hz=1e6, tick_wrap=2**32, sequence_wrap=2**16)

    def decode(self, packet: Packet) -> RawSamples | Refused:
        """Samples in g and deg/s with `ticks` in device microseconds."""
        payload = packet.payload
        if len(payload) < _HEAD.size:
            return Refused("packet shorter than its header")
        head: tuple[int, int, int, int, int] = _HEAD.unpack_from(payload)
        sequence, micros, period_us, n, ranges = head
        scale = _COUNTS_TO_SI.get(ranges)
        if scale is None:
            return Refused("packet with an unknown range code")
        if n == 0 or period_us == 0:
            return Refused("packet without samples")
        if len(payload) != _HEAD.size + n * _ROW_BYTES:
            return Refused("packet length does not fit its sample count")
        values = np.frombuffer(payload, "<i2", offset=_HEAD.size).reshape(n, 6) * scale
        return RawSamples(
            accel_g=values[:, :3],
            gyro_dps=values[:, 3:],
            ticks=micros + period_us * _STEPS[:n],
            sequence=sequence,
            accel_limit_g=float(ACCEL_RANGES_G[ranges & 15]),
            gyro_limit_dps=float(GYRO_RANGES_DPS[ranges >> 4]),
        )


def encode(
    *,
    sequence: int,
    micros: int,
    period_us: int,
    counts: NDArray[np.int16],
    accel_range_g: int,
    gyro_range_dps: int,
) -> bytes:
    """One notification from (n, 6) counts, n = 1…14; `sequence` and `micros` wrap by themselves.

    Raises `ValueError` for what no pod could send: a range it does not have, too many samples.
    """
    n = len(counts)
    if counts.shape != (n, 6) or not 1 <= n <= MAX_SAMPLES:
        raise ValueError(f"counts must be (1…{MAX_SAMPLES}, 6), not {counts.shape}")
    ranges = ACCEL_RANGES_G.index(accel_range_g) | GYRO_RANGES_DPS.index(gyro_range_dps) << 4
    head = _HEAD.pack(sequence % 2**16, micros % 2**32, period_us, n, ranges)
    return head + counts.astype("<i2").tobytes()
