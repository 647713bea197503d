"""Polar's control point: replies, the choice of settings, the start dialogue of sensors that agree and refuse."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from coach.devices import Refused
from coach.devices.gatt import Ask, Dialogue, Read, Write
from coach.devices.polar import control
from coach.devices.polar.control import CONTROL
from coach.devices.polar.frames import ACCEL

Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]


H10_SETTINGS = bytes.fromhex("f0010200000004190032006400c800010110000203020004000800")
VERITY_ACCEL = bytes.fromhex("f001020000 00051a0034006800d000a001 01011000 02040200040008001000 040103")
VERITY_GYRO = bytes.fromhex("f001050000 00051a0034006800d000a001 01011000 0204fa00f401e803d007 040103")
ACCEL_STARTED = bytes.fromhex("f002020000")
FACTOR = struct.pack("<f", 2.44e-4)


def test_settings_replies_are_read_and_the_best_choice_is_asked_for() -> None:
    reply = control.parse(H10_SETTINGS)
    assert reply is not None
    assert reply.settings == {0: (25, 50, 100, 200), 1: (16,), 2: (2, 4, 8)}
    choice = control.choose(reply.settings)
    assert choice is not None
    assert (choice.rate_hz, choice.limit) == (200.0, 8.0)
    write = control.command(control.START, ACCEL, choice.payload)
    assert write.payload == bytes.fromhex("02 02 00 01 C8 00 01 01 10 00 02 01 08 00")


def test_the_verity_senses_normal_offer_gives_the_command_of_its_specification() -> None:
    reply = control.parse(bytes.fromhex("f001020000 00013400 01011000 02010800 040103"))
    assert reply is not None
    choice = control.choose(reply.settings)
    assert choice is not None
    write = control.command(control.START, ACCEL, choice.payload)
    assert write.payload == bytes.fromhex("02 02 00 01 34 00 01 01 10 00 02 01 08 00 04 01 03")


def test_the_factor_comes_with_the_start_reply_and_is_one_without() -> None:
    with_factor = control.parse(bytes.fromhex("f002050000 0501") + FACTOR)
    without = control.parse(ACCEL_STARTED)
    assert with_factor is not None
    assert without is not None
    assert with_factor.factor == pytest.approx(2.44e-4)
    assert without.factor == 1.0
    for nonsense in (float("nan"), float("inf"), 0.0, -1.0):
        reply = control.parse(bytes.fromhex("f002050000 0501") + struct.pack("<f", nonsense))
        assert reply is not None
        assert reply.factor == 1.0


@pytest.mark.parametrize("payload", [b"", b"\xf0\x01\x02", bytes.fromhex("0f05000000"), b"\x01\x00\x00\x00"])
def test_what_is_no_reply_is_none(payload: bytes) -> None:
    assert control.parse(payload) is None


def test_a_reply_that_breaks_off_keeps_what_is_whole() -> None:
    reply = control.parse(H10_SETTINGS[:-1])
    assert reply is not None
    assert set(reply.settings) == {0, 1}
    assert control.choose({}) is None


def verity(ask: Ask) -> bytes | None:
    """A Verity Sense that answers everything."""
    if isinstance(ask, Read):
        return bytes.fromhex("0f 6e02")
    operation, kind = ask.payload[:2]
    if operation == control.SETTINGS:
        return VERITY_ACCEL if kind == ACCEL else VERITY_GYRO
    return bytes([0xF0, operation, kind, 0, 0])


def test_the_verity_sense_is_stopped_freed_and_started_gyroscope_first(hold: Hold) -> None:
    asked, fault = hold(control.start(), verity)
    assert fault is None
    assert [ask.payload.hex() for ask in asked if isinstance(ask, Write)] == [
        "0305",
        "0302",
        "0209",
        "0105",
        "020500016800010110000201d007040103",
        "0102",
        "0202000168000101100002011000040103",
    ]
    assert all(ask.answer and ask.answer.characteristic == CONTROL for ask in asked if isinstance(ask, Write))


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [
        ({}, ""),
        ({"0205": b"\xf0\x02\x05\x03"}, ""),  # no gyroscope: the accelerometer is better than nothing
        ({"0209": b"\xf0\x02\x09\x06"}, ""),  # already in SDK mode
        ({"0202": b"\xf0\x02\x02\x08\x00"}, "wrong rate"),
        ({"0202": b"\xf0\x02\x02\x0d\x00"}, "in its charger"),
        ({"0202": b"\xf0\x02\x02\x63\x00"}, "error 99"),
        ({"0202": None}, "no answer"),
        ({"0102": None}, "no answer"),
        ({"0102": b"\xf0\x01\x02\x00\x00"}, "no settings on offer"),
        ({"read": bytes.fromhex("0f0100")}, "no accelerometer"),
        ({"read": None}, ""),
    ],
)
def test_a_sensor_that_refuses_says_why(breaks: dict[str, bytes | None], reason: str, hold: Hold) -> None:
    def answer(ask: Ask) -> bytes | None:
        key = "read" if isinstance(ask, Read) else ask.payload[:2].hex()
        return breaks[key] if key in breaks else verity(ask)

    _, fault = hold(control.start(), answer)
    assert (reason in fault.reason) if fault else not reason
