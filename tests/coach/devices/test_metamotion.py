"""MetaMotion: golden packets of both chips, joining by number, lost and doubled packets, the start dialogue."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest

from coach.devices import Refused, metamotion
from coach.devices.gatt import Ask, Dialogue, Write
from coach.devices.metamotion import MetaMotion
from coach.events import Packet, RawSamples

Make = Callable[..., Packet]
Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]
GOLDEN_ACCEL = bytes.fromhex("03 05 62b7530de9fd16d04d0e57028affa1050a01")  # test_accelerometer_bmi270.py, at 8 g
GOLDEN_GYRO = bytes.fromhex("13 07 0915ad2608de8a1a0d2665e48d20ac2773ec")  # test_gyro_bmi160.py, at 1000 deg/s
G_AT_8G = [[-4.539, 0.833, -0.131], [-2.995, 0.894, 0.146], [-0.029, 0.352, 0.065]]
DPS_AT_1000 = [[164.177, 301.860, -265.122], [207.134, 296.982, -215.457], [254.055, 309.634, -152.591]]


def accel(k: int) -> bytes:
    """Three samples that tell their own numbers."""
    return b"\x03\x05" + struct.pack("<9h", *(value for i in range(3 * k, 3 * k + 3) for value in (i, 0, 2048)))


def gyro(k: int) -> bytes:
    return b"\x13\x05" + struct.pack("<9h", *(value for i in range(3 * k, 3 * k + 3) for value in (i, 0, 0)))


def run(stream: MetaMotion, packet: Make, payloads: list[bytes]) -> tuple[list[RawSamples], list[Refused]]:
    """Each packet arrives when its third sample, which tells its own number, was taken."""
    rows: list[RawSamples] = []
    refused: list[Refused] = []
    for payload in payloads:
        (newest,) = struct.unpack_from("<h", payload, 14)
        for said in stream.feed(packet(payload, arrived_s=0.01 * newest)):
            if isinstance(said, RawSamples):
                rows.append(said)
            elif isinstance(said, Refused):
                refused.append(said)
    return rows, refused


def test_golden_packets_at_the_ranges_that_we_set(packet: Make) -> None:
    stream = MetaMotion()
    assert not stream.feed(packet(GOLDEN_GYRO, arrived_s=-0.01))
    assert not stream.feed(packet(GOLDEN_ACCEL, arrived_s=-0.01))
    rows, refused = run(stream, packet, [send(k) for k in range(16) for send in (accel, gyro)])
    assert not refused
    row = rows[0]
    assert row.gyro_dps is not None
    assert row.ticks is not None
    assert np.allclose(row.accel_g, 2.0 * np.array(G_AT_8G), rtol=0, atol=2e-3)
    assert np.allclose(row.gyro_dps, 2.0 * np.array(DPS_AT_1000), rtol=0, atol=2e-3)
    assert row.ticks.tolist() == [0.0, 1.0, 2.0]


def test_equal_numbers_meet(packet: Make) -> None:
    rows, _ = run(MetaMotion(), packet, [part for k in range(50) for part in (accel(k), gyro(k))])
    numbers = np.concatenate([row.accel_g[:, 0] * 2048 for row in rows])
    rates = np.concatenate([row.gyro_dps[:, 0] * 16.4 for row in rows if row.gyro_dps is not None])
    assert np.allclose(numbers, np.arange(150))
    assert np.allclose(rates, np.arange(150))


@pytest.mark.parametrize("lost", [range(1), range(3), range(20, 21), range(20, 25)])
@pytest.mark.parametrize("loser", [accel, gyro])
def test_a_stream_that_begins_later_or_loses_packets_is_moved_on(
    lost: range, loser: Callable[[int], bytes], packet: Make
) -> None:
    heard = [send(k) for k in range(60) for send in (accel, gyro) if send is not loser or k not in lost]
    rows, refused = run(MetaMotion(), packet, heard)
    last = rows[-1]
    assert last.gyro_dps is not None
    assert np.allclose(last.accel_g[:, 0] * 2048, last.gyro_dps[:, 0] * 16.4)
    assert sum(one.count for one in refused) <= 20


def test_what_the_radio_delays_now_and_then_stays_where_it_is(packet: Make) -> None:
    stream = MetaMotion()
    ticks: list[float] = []
    for k in range(100):
        late_s = 0.015 * (k % 3 == 0)  # now and then the radio takes it with the next event only
        stream.feed(packet(accel(k), arrived_s=0.03 * k))
        for said in stream.feed(packet(gyro(k), arrived_s=0.03 * k + late_s)):
            assert isinstance(said, RawSamples)
            assert said.ticks is not None
            ticks += said.ticks.tolist()
    assert np.diff(ticks).tolist() == [1.0] * 299


def test_a_long_silence_begins_the_count_anew(packet: Make) -> None:
    stream = MetaMotion()
    run(stream, packet, [part for k in range(10) for part in (accel(k), gyro(k))])
    rows, _ = run(stream, packet, [part for k in range(90, 110) for part in (accel(k), gyro(k))])
    assert rows[0].ticks is not None
    assert rows[0].ticks.tolist() == [0.0, 1.0, 2.0]
    assert np.allclose(rows[0].accel_g[:, 0] * 2048, [270, 271, 272])


def test_a_notification_delivered_twice_counts_once(packet: Make) -> None:
    stream = MetaMotion()
    stream.feed(packet(gyro(0)))
    stream.feed(packet(accel(0), arrived_s=0.010))
    assert stream.feed(packet(accel(0), arrived_s=0.0101)) == (Refused("MetaMotion packet repeated"),)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\x03", "shorter than its header"),
        (b"\x03\x04" + bytes(6), "nobody asked for"),
        (b"\x11\x05" + bytes(18), "nobody asked for"),
        (GOLDEN_ACCEL[:-1], "without three samples"),
        (GOLDEN_ACCEL + b"\0", "without three samples"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(payload: bytes, reason: str, packet: Make) -> None:
    (refused,) = MetaMotion().feed(packet(payload))
    assert isinstance(refused, Refused)
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("accelerometer", "gyroscope", "settings"),
    [(1, 0, ["0303280c", "031c01", "13032800", "130701"]), (4, 1, ["0303a803", "030501", "13032800", "130501"])],
)
def test_each_chip_is_set_in_its_own_words(accelerometer: int, gyroscope: int, settings: list[str], hold: Hold) -> None:
    chips = {3: accelerometer, 19: gyroscope}

    def answer(ask: Ask) -> bytes | None:
        assert isinstance(ask, Write)
        return bytes([ask.payload[0], 0x80, chips[ask.payload[0]], 1]) if ask.answer else None

    asked, fault = hold(metamotion.start(), answer)
    assert fault is None
    sent = [ask.payload.hex() for ask in asked if isinstance(ask, Write)]
    assert sent[:2] == ["0380", "1380"]
    assert [one for one in sent if one in settings] == settings
    assert sent[-2:] == ["030101", "130101"]


@pytest.mark.parametrize("answer", [None, b"", b"\x03\x80\x00\x00"])
def test_an_unknown_chip_is_named(answer: bytes | None, hold: Hold) -> None:
    _, fault = hold(metamotion.start(), lambda _ask: answer)
    assert fault is not None
    assert "accelerometer is none that we know" in fault.reason


def test_answers_to_questions_are_no_data(packet: Make) -> None:
    assert MetaMotion().feed(packet(b"\x03\x80\x04\x00")) == ()
