"""A second opinion on random payloads: other people's readers, where they read correctly, say the same as ours."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.devices import heart_rate, running_speed, treadmill
from coach.devices.polar.frames import ACCEL, GYRO, Frame, decode
from coach.devices.readings import Battery, Belt, Footpod, HeartRate
from coach.devices.standard import BATTERY_LEVEL, READERS
from coach.events import Floats
from tests.ble.rig_bytes import VERITY_FACTOR, h10, verity
from tests.ble.rig_runner import Motion

ROUNDS = 300


@pytest.fixture(scope="module")
def sig() -> Callable[[str, bytes], Any]:
    """What bluetooth-sig makes of a characteristic's value."""
    library = pytest.importorskip("bluetooth_sig", reason="the second opinion, bluetooth-sig, is not installed")
    return library.BluetoothSIGTranslator().parse_characteristic


@pytest.fixture(scope="module")
def polar() -> Callable[[bytes], Any]:
    """What polar-python makes of a frame of a sensor that told the factor of our simulated one."""
    library = pytest.importorskip("polar_python.parsers", reason="the second opinion, polar-python, is not installed")
    kinds = pytest.importorskip("polar_python.constants").PmdMeasurementType
    factors = {kinds.GYRO: VERITY_FACTOR}
    return lambda payload: library.parse_polar_data(bytearray(payload), factors.get)


def random_motion(n: int) -> Motion:
    """Any values that a chip of 16 g may count."""
    rng = np.random.default_rng(8)
    values: Floats = rng.uniform(-1.0, 1.0, (n, 6)) * rng.uniform(1.0, 2.0**14, (n, 1))
    return Motion(200.0, np.rint(values).astype(np.int16))


def test_bluetooth_sig_reads_speed_and_cadence_the_same(sig: Callable[[str, bytes], Any]) -> None:
    rng = np.random.default_rng(3)
    for _ in range(ROUNDS):
        flags = int(rng.integers(0, 8))
        payload = struct.pack("<BHB", flags, int(rng.integers(0, 5000)), int(rng.integers(0, 256)))
        payload += struct.pack("<H", int(rng.integers(0, 65536))) if flags & 1 else b""
        payload += struct.pack("<I", int(rng.integers(0, 2_000_000_000))) if flags & 2 else b""
        theirs, ours = sig("2A53", payload), running_speed.decode(payload)
        assert isinstance(ours, Footpod)
        assert (ours.speed_mps, ours.cadence_per_min) == (theirs.instantaneous_speed, theirs.instantaneous_cadence)
        assert (ours.stride_m, ours.distance_m) == (theirs.instantaneous_stride_length, theirs.total_distance)
        assert ours.running == theirs.is_running


def test_bluetooth_sig_reads_heart_rates_the_same(sig: Callable[[str, bytes], Any]) -> None:
    rng = np.random.default_rng(4)
    for _ in range(ROUNDS):
        flags = int(rng.integers(0, 32))
        payload = struct.pack("<BH" if flags & 1 else "<BB", flags, int(rng.integers(1, 240)))
        payload += struct.pack("<H", int(rng.integers(0, 65536))) if flags & 8 else b""
        payload += struct.pack("<3H", *rng.integers(0, 4000, 3)) if flags & 16 else b""
        theirs, ours = sig("2A37", payload), heart_rate.decode(payload)
        assert isinstance(ours, HeartRate)
        assert ours.bpm == theirs.heart_rate
        assert ours.rr_s == tuple(rr_s for rr_s in theirs.rr_intervals if 0.2 <= rr_s <= 3.0)


def test_bluetooth_sig_reads_treadmills_the_same(sig: Callable[[str, bytes], Any]) -> None:
    rng = np.random.default_rng(5)
    for _ in range(ROUNDS):
        flags = int(rng.integers(0, 16)) & ~1
        payload = struct.pack("<HH", flags, int(rng.integers(0, 2500)))
        payload += struct.pack("<H", int(rng.integers(0, 2500))) if flags & 2 else b""
        payload += int(rng.integers(0, 2**24)).to_bytes(3, "little") if flags & 4 else b""
        payload += struct.pack("<hh", int(rng.integers(-150, 400)), 0) if flags & 8 else b""
        theirs, ours = sig("2ACD", payload), treadmill.decode(payload)
        assert isinstance(ours, Belt)
        assert ours.speed_mps == pytest.approx(theirs.instantaneous_speed / 3.6)
        assert ours.incline_percent == (None if theirs.inclination is None else pytest.approx(theirs.inclination))


def test_bluetooth_sig_reads_batteries_the_same(sig: Callable[[str, bytes], Any]) -> None:
    for percent in range(101):
        assert READERS[BATTERY_LEVEL](bytes([percent])) == Battery(sig("2A19", bytes([percent])))


def test_polar_python_reads_plain_acceleration_the_same(polar: Callable[[bytes], Any]) -> None:
    for payload in h10(random_motion(20 * 36)):
        ours, theirs = decode(payload, {ACCEL: 1.0}), polar(payload)
        assert isinstance(ours, Frame)
        assert np.array_equal(np.rint(ours.values * 1000.0), np.array(theirs.data))


def test_polar_python_reads_compressed_frames_the_same(polar: Callable[[bytes], Any]) -> None:
    for payload in verity(random_motion(20 * 20)):
        ours, theirs = decode(payload, {ACCEL: 1.0, GYRO: VERITY_FACTOR}), polar(payload)
        assert isinstance(ours, Frame)
        unit = 1000.0 if ours.kind == ACCEL else 1.0
        assert np.allclose(ours.values * unit, np.array(theirs.data), rtol=0, atol=1e-6 if unit > 1 else 1.0)
