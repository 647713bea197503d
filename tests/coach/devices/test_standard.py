"""Standard characteristics: golden payloads, flags in all combinations, and a second opinion where it is installed."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.devices import Refused, heart_rate, running_speed, treadmill
from coach.devices.readings import About, Battery, Belt, Footpod, HeartRate
from coach.devices.standard import READERS, Standard
from coach.events import Packet

Make = Callable[..., Packet]


def test_a_footpod_with_everything_it_can_send() -> None:
    reading = running_speed.decode(bytes.fromhex("07 33 03 58 79 00 39 30 00 00"))
    assert reading == Footpod(819 / 256, 88, 1.21, 1234.5, running=True)


def test_a_walker_with_the_least_a_footpod_can_send() -> None:
    assert running_speed.decode(bytes.fromhex("00 00 02 50")) == Footpod(2.0, 80, None, None, running=False)


@pytest.mark.parametrize(
    ("speed_mps", "cadence", "steps"),
    [(3.2, 88, 176), (3.2, 176, 176), (1.4, 56, 112), (1.4, 104, 104), (0.0, 0, 0), (1.7, 119, 238), (1.6, 119, 119)],
)
def test_a_cadence_that_nobody_could_run_is_strides(speed_mps: float, cadence: int, steps: int) -> None:
    assert running_speed.steps_per_min(Footpod(speed_mps, cadence, None, None, running=True)) == steps


def test_the_runner_may_overrule_the_guess() -> None:
    pod = Footpod(3.2, 88, None, None, running=True)
    assert running_speed.steps_per_min(pod, "steps") == 88
    assert running_speed.steps_per_min(pod, "strides") == 176


def test_heart_rate_with_contact_and_one_beat() -> None:
    assert heart_rate.decode(bytes.fromhex("16 48 3C 03")) == HeartRate(72, contact=True, rr_s=(828 / 1024,))


def test_heart_rate_that_is_wide_has_energy_and_sends_an_impossible_beat() -> None:
    payload = struct.pack("<BHHHHH", 0x19, 150, 1000, 0x0035, 410, 65535)
    assert heart_rate.decode(payload) == HeartRate(150, contact=None, rr_s=(410 / 1024,))


def test_heart_rate_without_skin() -> None:
    assert heart_rate.decode(b"\x04\x00") == HeartRate(0, contact=False)


def test_a_treadmill_with_distance_incline_and_heart_rate() -> None:
    assert treadmill.decode(bytes.fromhex("0C 01 C8 19 D8 01 00 00 00 00 00 6A")) == Belt(66.0 / 3.6, 0.0)


@given(flags=st.integers(0, 2**13 - 1), speed=st.integers(0, 65535), tenths=st.integers(-32768, 32766))
def test_speed_and_incline_are_found_behind_any_fields(flags: int, speed: int, tenths: int) -> None:
    lengths = {1: 2, 2: 3, 4: 4, 5: 1, 6: 1, 7: 5, 8: 1, 9: 1, 10: 2, 11: 2, 12: 4}
    payload = struct.pack("<H", flags) + (b"" if flags & 1 else struct.pack("<H", speed))
    for bit in range(1, 13):
        if flags >> bit & 1:
            payload += struct.pack("<hh", tenths, 5) if bit == 3 else bytes([0xEE] * lengths[bit])
    incline_percent = tenths / 10.0 if flags & 8 else None
    assert treadmill.decode(payload) == Belt(None if flags & 1 else speed / 100 / 3.6, incline_percent)
    assert isinstance(treadmill.decode(payload[:-1]), Refused)


def test_an_incline_that_the_machine_does_not_know_is_none() -> None:
    assert treadmill.decode(struct.pack("<HHhh", 8, 800, 0x7FFF, 0x7FFF)) == Belt(800 / 100 / 3.6, None)


@pytest.mark.parametrize(
    ("number", "payload", "reading"),
    [
        (0x2A19, b"\x57", Battery(87)),
        (0x2A29, b"Polar Electro Oy\0\0", About("maker", "Polar Electro Oy")),
        (0x2A24, b"H10 ", About("model", "H10")),
        (0x2A25, b"0A1B2C3D", About("serial", "0A1B2C3D")),
    ],
)
def test_battery_and_device_information(number: int, payload: bytes, reading: object, packet: Make) -> None:
    channel = f"0000{number:04X}-0000-1000-8000-00805F9B34FB"
    assert Standard().feed(packet(payload, channel)) == (reading,)


@pytest.mark.parametrize(
    ("decode", "payload", "reason"),
    [
        (running_speed.decode, b"\0\0\0", "four bytes"),
        (running_speed.decode, b"\1\0\0\0\0", "stride"),
        (running_speed.decode, b"\2\0\0\0\0\0\0", "distance"),
        (heart_rate.decode, b"", "without a number"),
        (heart_rate.decode, b"\1\2", "without a number"),
        (heart_rate.decode, b"\x08\x50\x01", "shorter"),
        (heart_rate.decode, b"\x10\x50\x01", "shorter"),
        (treadmill.decode, b"", "shorter"),
        (READERS["00002a19-0000-1000-8000-00805f9b34fb"], b"\x65", "percentage"),
        (READERS["00002a25-0000-1000-8000-00805f9b34fb"], b"\0\0", "without a serial"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    decode: Callable[[bytes], object], payload: bytes, reason: str
) -> None:
    refused = decode(payload)
    assert isinstance(refused, Refused)
    assert reason in refused.reason


def test_a_characteristic_that_is_not_ours_is_refused(packet: Make) -> None:
    (refused,) = Standard().feed(packet(b"\0\0\0\0", "00002a63-0000-1000-8000-00805f9b34fb"))
    assert refused == Refused("a characteristic that we do not read")
