"""The same motion in every maker's bytes, written from the makers' documents and not from our decoders."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from tests.ble.rig_runner import Motion

_G = 9.80665
_POLAR_EPOCH_NS = 700_000_000_000_000_000
"""Some day in 2022."""
VERITY_FACTOR = 2000.0 / 32768.0
"""deg/s of one count of its gyroscope, as the start reply tells."""


def h10(motion: Motion, samples: int = 36) -> list[bytes]:
    """Polar, plain: three s16 of a milli-g each; 8 g at most."""
    counts = np.clip(np.rint(motion.values[:, :3] * 1000.0), -8000, 7999).astype("<i2")
    return [
        struct.pack("<BQB", 2, _polar_ns(motion, at + samples), 1) + counts[at : at + samples].tobytes()
        for at in range(0, len(motion) - samples + 1, samples)
    ]


def verity(motion: Motion, samples: int = 20) -> list[bytes]:
    """Polar, compressed: acceleration and angular rate by turns, each a first sample and packed differences."""
    accel = np.rint(motion.values[:, :3] * 1000.0).astype(np.int64)
    gyro = motion.counts[:, 3:].astype(np.int64)
    out: list[bytes] = []
    for at in range(0, len(motion) - samples + 1, samples):
        for kind, form, counts in ((2, 0x81, accel), (5, 0x80, gyro)):
            head = struct.pack("<BQB", kind, _polar_ns(motion, at + samples), form)
            out.append(head + _differences(counts[at : at + samples]))
    return out


def movesense(motion: Motion, samples: int = 8) -> list[bytes]:
    """GSP IMU6: milliseconds of the first sample, all accelerations in m/s2, then all angular rates."""
    values = motion.values
    return [
        struct.pack("<BBI", 2, 7, 5000 + int(at * 1000.0 / motion.rate_hz))
        + (values[at : at + samples, :3] * _G).astype("<f4").tobytes()
        + values[at : at + samples, 3:].astype("<f4").tobytes()
        for at in range(0, len(motion) - samples + 1, samples)
    ]


def metamotion(motion: Motion) -> list[bytes]:
    """What its chip counts, sample by sample, at 16 g and 2000 deg/s; the sensor packs three of a kind together."""
    counts = np.rint(motion.values * ([2048.0] * 3 + [16.4] * 3))
    return [row.tobytes() for row in np.clip(counts, -32768, 32767).astype("<i2")]


def witmotion(motion: Motion, samples: int = 4) -> list[bytes]:
    """Several frames in one notification; the angles are nobody's business."""
    angles = np.tile(np.array([1000, -2000, 3000], "<i2"), (len(motion), 1))
    rows = np.concatenate([motion.counts.astype("<i2"), angles], axis=1)
    return [
        b"".join(b"\x55\x61" + row.tobytes() for row in rows[at : at + samples])
        for at in range(0, len(motion) - samples + 1, samples)
    ]


def movella(motion: Motion) -> list[bytes]:
    """Payload 21: microseconds, m/s2, deg/s; one sample."""
    si = np.concatenate([motion.values[:, :3] * _G, motion.values[:, 3:]], axis=1).astype("<f4")
    return [struct.pack("<I", round(k * 1e6 / motion.rate_hz)) + row.tobytes() for k, row in enumerate(si)]


def _polar_ns(motion: Motion, samples: int) -> int:
    """When the last of so many samples was taken."""
    return _POLAR_EPOCH_NS + round((samples - 1) * 1e9 / motion.rate_hz)


def _differences(counts: NDArray[np.int64]) -> bytes:
    """A first sample, then two blocks of differences, each with as many bits as it needs."""
    steps = np.diff(counts, axis=0)
    half = len(steps) // 2
    return counts[0].astype("<i2").tobytes() + _block(steps[:half]) + _block(steps[half:])


def _block(steps: NDArray[np.int64]) -> bytes:
    bits = int(np.abs(steps).max()).bit_length() + 1
    packed = 0
    for k, step in enumerate(steps.ravel().tolist()):
        packed |= (step & (2**bits - 1)) << (k * bits)
    return bytes([bits, len(steps)]) + packed.to_bytes((steps.size * bits + 7) // 8, "little")
