"""Movesense: whole packets, packets in two parts, stamps in milliseconds, the start dialogue."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest

from coach.devices import Refused, movesense
from coach.devices.gatt import Ask, Dialogue, Write
from coach.devices.movesense import Movesense
from coach.events import Packet, RawSamples

Make = Callable[..., Packet]
Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]
TRUE_HZ = 103.1


def data(stamp_ms: int, n: int = 8) -> bytes:
    """Header, time, n accelerations of gravity on z, n angular rates."""
    accel = np.tile(np.array([0.0, 0.0, 9.80665], "<f4"), n)
    gyro = np.tile(np.array([1.0, -2.0, 3.5], "<f4"), n)
    return struct.pack("<BBI", 2, 7, stamp_ms) + accel.tobytes() + gyro.tobytes()


def parts(whole: bytes, size: int = 152) -> tuple[bytes, bytes]:
    """As a sensor cuts what does not fit."""
    return whole[:size], b"\x03" + whole[1:2] + whole[size:]


def test_a_packet_as_the_protocol_document_lays_it_out(packet: Make) -> None:
    golden = bytes.fromhex(
        "02 07 b80b0000 0ad7a33c cdcc4c3d 0000803f  00002041 000020c1 0000c03f"  # 3000 ms, one sample
    )
    stream = Movesense()
    stream.feed(packet(golden))
    first, second = stream.feed(packet(golden[:2] + struct.pack("<I", 3010) + golden[6:]))
    assert isinstance(first, RawSamples)
    assert isinstance(second, RawSamples)
    assert first.gyro_dps is not None
    assert first.ticks is not None
    assert np.allclose(first.accel_g * 9.80665, [[0.02, 0.05, 1.0]], rtol=1e-6, atol=0)
    assert first.gyro_dps.tolist() == [[10.0, -10.0, 1.5]]
    assert first.ticks.tolist() == [3000.0]


def test_whole_packets_pass_at_once_after_the_second(packet: Make) -> None:
    stream = Movesense()
    assert stream.feed(packet(data(1000))) == ()
    assert len(stream.feed(packet(data(1077)))) == 2
    assert len(stream.feed(packet(data(1154)))) == 1


def test_packets_in_two_parts_are_put_together(packet: Make) -> None:
    stream = Movesense()
    for k in range(3):
        first, rest = parts(data(1000 + 77 * k))
        assert stream.feed(packet(first)) == ()
        (raw,) = stream.feed(packet(rest))
        assert isinstance(raw, RawSamples)
        assert raw.gyro_dps is not None
        assert np.allclose(raw.accel_g, [[0.0, 0.0, 1.0]] * 8)
        assert np.array_equal(raw.gyro_dps, [[1.0, -2.0, 3.5]] * 8)


def test_a_missing_part_costs_its_packet_only(packet: Make) -> None:
    stream = Movesense()
    cut = [parts(data(1000 + 77 * k)) for k in range(5)]
    for part in cut[0]:
        stream.feed(packet(part))
    stream.feed(packet(cut[1][0]))
    assert stream.feed(packet(cut[2][0])) == (Refused("Movesense packet without its second part"),)
    assert len(stream.feed(packet(cut[2][1]))) == 1
    assert stream.feed(packet(cut[3][1])) == (Refused("Movesense packet without its first part"),)
    stream.feed(packet(cut[4][0]))
    (raw,) = stream.feed(packet(cut[4][1]))
    assert isinstance(raw, RawSamples)


def test_a_smaller_mtu_after_a_reconnect_is_noticed(packet: Make) -> None:
    stream = Movesense()
    for k in range(3):
        stream.feed(packet(data(1000 + 77 * k)))
    outcomes = [stream.feed(packet(part)) for k in range(3, 6) for part in parts(data(1000 + 77 * k))]
    assert [type(one[0]).__name__ if one else "" for one in outcomes] == [
        "Refused", "Refused", "", "RawSamples", "", "RawSamples",
    ]  # fmt: skip


def test_a_larger_mtu_after_a_reconnect_is_noticed(packet: Make) -> None:
    stream = Movesense()
    for k in range(3):
        for part in parts(data(1000 + 77 * k)):
            stream.feed(packet(part))
    outcomes = [one for k in range(3, 9) for one in stream.feed(packet(data(1000 + 77 * k)))]
    assert [type(one).__name__ for one in outcomes] == ["Refused"] * 2 + ["RawSamples"] * 4


def test_a_stray_second_part_does_not_end_the_stream(packet: Make) -> None:
    stream = Movesense()
    stream.feed(packet(data(1000)))
    stream.feed(packet(data(1077)))
    assert stream.feed(packet(b"\x03\x07" + bytes(9))) == (Refused("Movesense packet without its first part"),)
    last = [said for k in range(2, 9) for said in stream.feed(packet(data(1000 + 77 * k)))][-1]
    assert isinstance(last, RawSamples)


def test_millisecond_stamps_give_even_times_at_the_true_rate(packet: Make) -> None:
    stream = Movesense()
    ticks: list[float] = []
    for k in range(500):
        for said in stream.feed(packet(data(1000 + int(8 * k * 1000 / TRUE_HZ)))):
            assert isinstance(said, RawSamples)
            assert said.ticks is not None
            ticks += said.ticks.tolist()
    settled = np.array(ticks[1600:])
    truth = 1000 + np.arange(1600, len(ticks)) * 1000 / TRUE_HZ
    assert np.abs(np.diff(settled) - 1000 / TRUE_HZ).max() < 0.2
    assert np.abs(settled - truth + 0.5).max() < 0.6  # stamps are cut, not rounded: half a millisecond early


def test_a_lost_packet_leaves_a_hole_of_its_own_length(packet: Make) -> None:
    stream = Movesense()
    for k in range(40):
        stream.feed(packet(data(1000 + int(8 * k * 1000 / 104))))
    (raw,) = stream.feed(packet(data(1000 + int(8 * 42 * 1000 / 104))))
    assert isinstance(raw, RawSamples)
    assert raw.ticks is not None
    assert raw.ticks[0] == pytest.approx(1000 + 8 * 42 * 1000 / 104, abs=1.0)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\x02", "shorter than its header"),
        (b"\x02\x08" + bytes(28), "nobody asked for"),
        (b"\x09\x07" + bytes(28), "nobody asked for"),
        (data(2000)[:-1], "fits no number"),
        (data(2000)[:6], "fits no number"),
        (data(2000)[:-4] + b"\0\0\xc0\x7f", "impossible"),
        (data(1077), "repeated"),
        (data(1000), "later than the one after it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(payload: bytes, reason: str, packet: Make) -> None:
    stream = Movesense()
    stream.feed(packet(data(1000)))
    stream.feed(packet(data(1077)))
    (refused,) = stream.feed(packet(payload))
    assert isinstance(refused, Refused)
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(b"\x01\x07\xc8\x00", ""), (b"\x01\x07\x94\x01", "status 404"), (None, "gatt_sensordata firmware")],
)
def test_the_start_says_what_the_sensor_answered(answer: bytes | None, reason: str, hold: Hold) -> None:
    asked, fault = hold(movesense.start(), lambda _ask: answer)
    assert [ask.payload for ask in asked if isinstance(ask, Write)] == [b"\x02\x07", b"\x01\x07/Meas/IMU6/104"]
    assert (reason in fault.reason) if fault else not reason


def test_answers_to_commands_are_no_data(packet: Make) -> None:
    assert Movesense().feed(packet(b"\x01\x07\xc8\x00")) == ()
