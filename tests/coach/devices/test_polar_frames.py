"""Polar frames: real ones, the SDK's own examples, all widths, all ways to break."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest

from coach.devices import Refused
from coach.devices.polar.frames import ACCEL, GYRO, Frame, decode, differences, plain

H10_RAW = bytes.fromhex("02 0094357700000000 01 0a00f4ffe803 0b00f3ffe703")
VERITY_331 = bytes.fromhex(  # polar-ble-sdk issue 331, printed truncated there: the count is cut to what is there
    "029c58291384577307 81 faff2100f403 06 31"
    "83d0ebc6f1ef3af21bfdef07bf1f00770f247e301041ef0f3fe00bffef0f42e1038000e0c250f4bd0f0003e0f77e400842"
    "2f00c0af173ba127c0b0033d30f47c6e1083fe03bfe01b4381f33e22003c30003e20107ecfffcaefe38160003f3f00050fe8c20f0cbedf1f80ef"
    "13047ff7"
)
VERITY_443 = bytes.fromhex(  # issue 443, two blocks, the second cut in the same way
    "0200416fc41245930a 81 ee021ffe82ff 080a 10da20d6a30bd9cbe7d6f6c4e6f1e1f3e0151afe281bf8372c252013191"
    "1 0a24 ed4fc07ef4e9bb6e800dc82fb03e14d1afb07f16c4cc2087340354128bff8d00c142fbe6d3dfb5e191532fbef9ed43b03efddb9b90"
    "3df503605f7bfad9dfae000b2464704012cccfbf04e4c533b038084180efc212ec178146fdfe5bb001f3d1d76f81ffcd7b0fc20136607f43d35f"
    "3f3f78cb06484eff000efc820551ab55e34a2d1d0c5fbde8"
)
VERITY_187 = bytes.fromhex(  # issue 187, worked by Polar, first block
    "02607a287d9f268009 80 87f2b4fa92f8 081b 0a05ffea18ffe9fff829e90328fd02130a03dffd19e1e5e5e600071c020e0e10f4fceb0efe"
    "25e7faf3f4f5050a011216f414f21eccf7060d000609fe0cf800e9eef8f0ff01071b16fdf105fc1afb12ef06"
)
SDK_GYRO = bytes.fromhex("05 ffffffffffffff7f 80 eaff08000d00 0301 df00")
SDK_GYRO_REAL = bytes.fromhex("05 0094357700000000 81 0000803f000020410000a041 1c01 0000a001000008cdccec0d")


def frame(payload: bytes, factor: float = 1.0) -> Frame:
    read = decode(payload, {ACCEL: factor, GYRO: factor})
    assert isinstance(read, Frame)
    return read


def test_the_h10_sends_plain_milli_g() -> None:
    read = frame(H10_RAW, factor=3.0)
    assert (read.kind, read.stamp_ns) == (ACCEL, 2_000_000_000)
    assert np.allclose(read.values, [[0.010, -0.012, 1.000], [0.011, -0.013, 0.999]], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("payload", "factor", "n", "first", "last", "total"),
    [  # decoded with polar-python 1.1.1, which cuts to whole mg
        (VERITY_331, 1.0, 50, (-6, 33, 1012), (-2, 33, 1004), (-236, 1788, 50582)),
        (VERITY_443, 1.0, 47, (750, -481, -126), (893, 435, -259), (35868, -12252, -10643)),
        (VERITY_187, 2.44e-4, 28, (-841, -330, -464), (-837, -328, -461), (-23494, -9205, -12989)),
    ],
)
def test_real_frames_of_the_verity_sense(
    *, payload: bytes, factor: float, n: int, first: tuple[int, ...], last: tuple[int, ...], total: tuple[int, ...]
) -> None:
    mg = frame(payload, factor).values * 1000.0
    assert mg.shape == (n, 3)
    assert np.allclose(mg[0], first, rtol=0, atol=1.0)
    assert np.allclose(mg[-1], last, rtol=0, atol=1.0)
    assert np.allclose(mg.sum(axis=0), total, rtol=0, atol=n)


def test_a_sensor_at_rest_measures_gravity() -> None:
    size_g = np.linalg.norm(frame(VERITY_331).values, axis=1)
    assert np.abs(size_g - 1.0).max() < 0.05


def test_the_sdks_gyroscope_examples() -> None:
    assert frame(SDK_GYRO).values.tolist() == [[-22.0, 8.0, 13.0], [-23.0, 11.0, 16.0]]
    bits = (0x3F800000 + 0x1A00000, 0x41200000 + 0x0800000, (0x41A00000 + 0xFDECCCCD) & 0xFFFFFFFF)
    second = [0.5 * value for value in struct.unpack("<3f", struct.pack("<3I", *bits))]
    assert frame(SDK_GYRO_REAL, 0.5).values.tolist() == [[0.5, 5.0, 10.0], second]


@pytest.mark.parametrize(("width", "low", "high"), [(1, -128, 127), (2, -32768, 32767), (3, -(2**23), 2**23 - 1)])
def test_plain_values_of_every_width_keep_their_sign(width: int, low: int, high: int) -> None:
    counts = [[low, 0, high], [-1, 1, 2]]
    body = b"".join(value.to_bytes(width, "little", signed=True) for row in counts for value in row)
    read = plain(body, 3, width)
    assert read is not None
    assert read.tolist() == counts


@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("channels", [3, 4])
def test_differences_come_back_as_they_were_packed(width: int, channels: int) -> None:
    rng = np.random.default_rng(width)
    for bits in range(1, 8 * width):
        steps = rng.integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (rng.integers(1, 40), channels))
        start = rng.integers(-100, 100, (1, channels))
        body = b"".join(int(value).to_bytes(width, "little", signed=True) for value in start[0])
        half = len(steps) // 2
        body += block(steps[:half], bits) + block(steps[half:], bits)
        read = differences(body, channels, width)
        assert read is not None
        assert np.array_equal(read, np.cumsum(np.concatenate([start, steps]), axis=0))


def block(steps: Any, bits: int) -> bytes:
    packed = 0
    for k, step in enumerate(steps.ravel().tolist()):
        packed |= (step & (2**bits - 1)) << (k * bits)
    return bytes([bits, len(steps)]) + packed.to_bytes((steps.size * bits + 7) // 8, "little")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "shorter than its header"),
        (H10_RAW[:10], "shorter than its header"),
        (H10_RAW[:-1], "breaks off"),
        (VERITY_331[:-1], "breaks off"),
        (VERITY_331[:12], "breaks off"),
        (VERITY_331[:17], "breaks off"),
        (VERITY_331[:16] + b"\x21\x01" + bytes(200), "breaks off"),
        (b"\x00" + H10_RAW[1:], "a kind that we do not read"),
        (H10_RAW[:9] + b"\x07" + H10_RAW[10:], "a kind that we do not read"),
        (SDK_GYRO_REAL[:10] + b"\0\0\xc0\x7f" * 3, "impossible"),
    ],
)
def test_a_broken_frame_is_refused_with_a_reason(payload: bytes, reason: str) -> None:
    refused = decode(payload, {ACCEL: 1.0, GYRO: 1.0})
    assert isinstance(refused, Refused)
    assert reason in refused.reason
