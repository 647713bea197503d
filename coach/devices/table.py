"""Samples that were never packets: an imported table, cut into long pieces with their own seconds.

One piece, little-endian:

    u8   number of value columns: 3 (accelerometer) or 6 (and gyroscope)
    3 x  zero
    u32  n, number of rows
    f32  accelerometer range in g, infinite while nothing gave it away
    f32  gyroscope range in deg/s, the same
    n x f64            seconds on the table's own time base
    n x columns x f32  ax ay az [gx gy gz] in g and deg/s, row after row
"""

from __future__ import annotations

import math
import struct

import numpy as np

from coach.devices.device import Refused
from coach.events import Floats, Packet, RawSamples

_LARGEST = 1e6
"""g or deg/s; far beyond any sensor, far below what would overflow."""
_HEAD = struct.Struct("<B3xIff")


class Table:
    """Decoder of an imported table's pieces."""

    key = "table"
    counter = None

    def decode(self, packet: Packet) -> RawSamples | Refused:
        """Samples in g and deg/s with `t_s` as the table had them: repeated time stamps and gaps included."""
        payload = packet.payload
        if len(payload) < _HEAD.size:
            return Refused("table piece shorter than its header")
        head: tuple[int, int, float, float] = _HEAD.unpack_from(payload)
        columns, n, accel_limit_g, gyro_limit_dps = head
        if columns not in {3, 6}:
            return Refused("table piece with a wrong number of columns")
        if n == 0 or len(payload) != _HEAD.size + n * (8 + 4 * columns):
            return Refused("table piece whose length does not fit its row count")
        if math.isnan(accel_limit_g) or math.isnan(gyro_limit_dps):
            return Refused("table piece without ranges")
        t_s = np.frombuffer(payload, "<f8", count=n, offset=_HEAD.size).astype(np.float64)
        narrow = np.frombuffer(payload, "<f4", offset=_HEAD.size + 8 * n)
        if not (np.isfinite(t_s).all() and (np.abs(narrow) < _LARGEST).all()):
            return Refused("table piece with a value that is no measurement")
        values = narrow.astype(np.float64).reshape(n, columns)
        return RawSamples(
            accel_g=values[:, :3],
            gyro_dps=values[:, 3:] if columns == 6 else None,
            t_s=t_s,
            accel_limit_g=accel_limit_g,
            gyro_limit_dps=gyro_limit_dps,
        )


def encode(t_s: Floats, values: Floats, *, accel_limit_g: float, gyro_limit_dps: float) -> bytes:
    """One piece from (n,) seconds and (n, 3) or (n, 6) values in g and deg/s, all finite."""
    n, columns = values.shape
    if columns not in {3, 6} or len(t_s) != n:
        raise ValueError(f"values must be (n, 3) or (n, 6) with n = {len(t_s)}, not {values.shape}")
    head = _HEAD.pack(columns, n, accel_limit_g, gyro_limit_dps)
    return head + t_s.astype("<f8").tobytes() + values.astype("<f4").tobytes()
