"""Polar data frames: plain samples, or a reference sample followed by blocks of bit-packed differences.

u8 kind · u64 time of the *last* sample in ns since 2000 · u8 type, bit 7 = differences · samples.
Differences: reference sample, then blocks of u8 bits · u8 count · bits x count x 3, lowest bit first; each value is
added to the one before.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.devices.device import Refused
from coach.events import Floats

ACCEL, GYRO = 2, 5
_HEAD = struct.Struct("<BQB")
_DELTA = 0x80
_CHANNELS = 3
_MOST_BITS = 32
_ABSURD = 1e5
"""No sensor measures so many g or deg/s; NaN fails the comparison too."""
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What one type of frame holds."""

    width: int
    """Bytes of a plain value or of a reference value."""
    unit: float
    """g or deg/s of one count, before the factor."""
    real: bool = False
    """Values are the bits of a 32-bit float."""


_LAYOUTS: Mapping[tuple[int, int], _Layout] = {
    (ACCEL, 0x00): _Layout(1, 1e-3),
    (ACCEL, 0x01): _Layout(2, 1e-3),
    (ACCEL, 0x02): _Layout(3, 1e-3),
    (ACCEL, 0x80): _Layout(2, 1.0),
    (ACCEL, 0x81): _Layout(2, 1e-3),
    (GYRO, 0x80): _Layout(2, 1.0),
    (GYRO, 0x81): _Layout(4, 1.0, real=True),
}
"""Kind and type → layout, as the SDK of Polar reads them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame."""

    kind: int
    stamp_ns: int
    """When the last sample was taken; Polar's clock, from 2000."""
    values: Floats
    """(n, 3) g or deg/s."""


def decode(payload: bytes, factors: Mapping[int, float]) -> Frame | Refused:
    """One frame; `factors` holds what the start replies gave, kind → factor of differences."""
    if len(payload) <= _HEAD.size:
        return Refused("Polar frame shorter than its header")
    kind, stamp_ns, form = _HEAD.unpack_from(payload)
    layout = _LAYOUTS.get((kind, form))
    if layout is None:
        return Refused("Polar frame of a kind that we do not read")
    if kind not in factors:
        return Refused("Polar frame before its stream was started")
    read, unit = (differences, layout.unit * factors[kind]) if form & _DELTA else (plain, layout.unit)
    counts = read(payload[_HEAD.size :], _CHANNELS, layout.width)
    if counts is None:
        return Refused("Polar frame that breaks off")
    values = (_as_floats(counts) if layout.real else counts.astype(np.float64)) * unit
    if not (np.abs(values) < _ABSURD).all():
        return Refused("Polar frame with impossible values")
    return Frame(kind, stamp_ns, values)


def plain(body: bytes, channels: int, width: int) -> Counts | None:
    """(n, channels) signed little-endian values of 1 to 4 bytes; None where the bytes do not divide."""
    n, rest = divmod(len(body), channels * width)
    if rest or not n:
        return None
    raw = np.frombuffer(body, np.uint8).reshape(-1, width).astype(np.int64)
    return _signed(raw @ (1 << 8 * np.arange(width)), 8 * width).reshape(n, channels)


def differences(body: bytes, channels: int, width: int) -> Counts | None:
    """(n, channels) values from a reference sample and its blocks of differences; None where the bytes break off."""
    start = plain(body[: channels * width], channels, width)
    at = channels * width
    if start is None:
        return None
    steps = [start]
    while at < len(body):
        if at + 2 > len(body):
            return None
        bits, count = body[at], body[at + 1]
        length = (bits * count * channels + 7) // 8
        at += 2
        if bits > _MOST_BITS or at + length > len(body):
            return None
        steps.append(_unpack(body[at : at + length], bits, count * channels).reshape(count, channels))
        at += length
    return np.cumsum(np.concatenate(steps), axis=0)


def _unpack(packed: bytes, bits: int, n: int) -> Counts:
    """Signed values of so many bits each, lowest bit first."""
    if not bits:
        return np.zeros(n, dtype=np.int64)
    flat = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")[: n * bits]
    return _signed(flat.reshape(n, bits).astype(np.int64) @ (1 << np.arange(bits)), bits)


def _signed(values: Counts, bits: int) -> Counts:
    return values - ((values >> (bits - 1)) << bits)


def _as_floats(counts: Counts) -> Floats:
    narrow = (counts & 0xFFFFFFFF).astype(np.uint32).view(np.float32)
    return np.where(np.isfinite(narrow), narrow, np.float32(np.inf)).astype(np.float64)
