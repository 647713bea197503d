"""A Polar sensor's stream: dated by the stamps of its last samples, two streams joined, replies taken to heart."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.devices import Refused
from coach.devices.polar import Polar
from coach.devices.polar.control import CONTROL, DATA
from coach.devices.polar.frames import ACCEL, GYRO
from coach.events import Floats, Packet, RawSamples

Make = Callable[..., Packet]

H10_RAW = bytes.fromhex("02 0094357700000000 01 0a00f4ffe803 0b00f3ffe703")
H10_SETTINGS = bytes.fromhex("f0010200000004190032006400c800010110000203020004000800")
VERITY_ACCEL = bytes.fromhex("f001020000 00051a0034006800d000a001 01011000 02040200040008001000 040103")
VERITY_GYRO = bytes.fromhex("f001050000 00051a0034006800d000a001 01011000 0204fa00f401e803d007 040103")
ACCEL_STARTED = bytes.fromhex("f002020000")


def started(packet: Make, *kinds: int) -> Polar:
    polar = Polar()
    for kind in kinds:
        assert polar.feed(packet(VERITY_ACCEL if kind == ACCEL else VERITY_GYRO, CONTROL)) == ()
        assert polar.feed(packet(bytes([0xF0, 2, kind, 0, 0]), CONTROL)) == ()
    return polar


def accel_frame(stamp_ns: int, n: int = 8, kind: int = ACCEL) -> bytes:
    """Type 0x81 with zero bits per difference: n equal samples."""
    if kind == ACCEL:
        return struct.pack("<BQB3hBB", kind, stamp_ns, 0x81, 0, 0, 1000, 0, n - 1)
    return struct.pack("<BQB3hBB", kind, stamp_ns, 0x80, 10, 20, 30, 0, n - 1)


def ticks_of(said: Any) -> Floats:
    (raw,) = said
    assert isinstance(raw, RawSamples)
    assert raw.ticks is not None
    return raw.ticks


def test_the_first_frame_is_dated_by_the_rate_and_every_later_one_between_its_stamps(packet: Make) -> None:
    polar = started(packet, ACCEL)
    first = ticks_of(polar.feed(packet(accel_frame(10**9), DATA)))
    assert first[-1] == 10**9
    assert np.allclose(np.diff(first), 1e9 / 104)
    second = ticks_of(polar.feed(packet(accel_frame(10**9 + 75_000_000, n=8), DATA)))
    assert np.allclose(np.diff(np.concatenate([first[-1:], second])), 75e6 / 8)
    third = ticks_of(polar.feed(packet(accel_frame(10**9 + 75_000_000 + 48_500_000, n=5), DATA)))
    assert np.allclose(np.diff(np.concatenate([second[-1:], third])), 9.7e6)


def test_a_lost_frame_leaves_a_hole_and_stretches_nothing(packet: Make) -> None:
    polar = started(packet, ACCEL)
    stamps = 10**9 + (np.arange(6) * 8 * 1e9 / 104).astype(int)
    for stamp in stamps[:3]:
        polar.feed(packet(accel_frame(int(stamp)), DATA))
    after = ticks_of(polar.feed(packet(accel_frame(int(stamps[5])), DATA)))
    assert np.allclose(np.diff(after), 1e9 / 104, rtol=1e-4)


def test_frames_that_come_twice_or_too_late_are_refused(packet: Make) -> None:
    polar = started(packet, ACCEL)
    polar.feed(packet(accel_frame(10**9), DATA))
    assert polar.feed(packet(accel_frame(10**9), DATA)) == (Refused("Polar packet repeated"),)
    late = accel_frame(10**9 - 80_000_000)
    assert polar.feed(packet(late, DATA)) == (Refused("Polar packet later than the one after it"),)


def test_before_the_start_reply_nothing_is_believed(packet: Make) -> None:
    polar = Polar()
    polar.feed(packet(H10_SETTINGS, CONTROL))
    assert polar.feed(packet(H10_RAW, DATA)) == (Refused("Polar frame before its stream was started"),)
    polar.feed(packet(ACCEL_STARTED, CONTROL))
    (raw,) = polar.feed(packet(H10_RAW, DATA))
    assert isinstance(raw, RawSamples)
    assert raw.gyro_dps is None
    assert raw.accel_limit_g == 8.0


def test_accelerometer_and_gyroscope_become_one_stream(packet: Make) -> None:
    polar = started(packet, GYRO, ACCEL)
    step = int(8 * 1e9 / 104)
    said = [
        one
        for k in range(20)
        for kind, shift in ((ACCEL, 0), (GYRO, 3_000_000))
        for one in polar.feed(packet(accel_frame(10**9 + k * step + shift, kind=kind), DATA))
    ]
    rows = [one for one in said if isinstance(one, RawSamples)]
    assert [one for one in said if isinstance(one, Refused)] == [Refused("acceleration without angular rate")]
    ticks = np.concatenate([row.ticks for row in rows if row.ticks is not None])
    assert len(ticks) >= 19 * 8
    assert np.allclose(np.diff(ticks), 1e9 / 104, rtol=1e-3)
    assert all(row.gyro_dps is not None and np.array_equal(row.gyro_dps[0], [10.0, 20.0, 30.0]) for row in rows)
    assert (rows[0].accel_limit_g, rows[0].gyro_limit_dps) == (16.0, 2000.0)


def test_a_gyroscope_that_falls_silent_is_reported_and_acceleration_is_not_passed_off_as_complete(packet: Make) -> None:
    polar = started(packet, GYRO, ACCEL)
    step = int(8 * 1e9 / 104)
    lost = 0
    for k in range(60):
        for said in polar.feed(packet(accel_frame(10**9 + k * step), DATA)):
            assert isinstance(said, Refused)
            assert said.reason == "acceleration without angular rate"
            lost += said.count
    assert 60 * 8 - lost == pytest.approx(2 * 104, abs=2)


def test_a_refused_setting_is_heard_in_the_recording_too(packet: Make) -> None:
    assert Polar().feed(packet(bytes.fromhex("f002020800"), CONTROL)) == (Refused("Polar setting refused: wrong rate"),)
    assert Polar().feed(packet(bytes.fromhex("0f6e02"), CONTROL)) == ()
