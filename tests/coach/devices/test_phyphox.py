"""phyphox's answers: a published configuration, questions that miss nothing, pauses, restarts, and eight digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.devices import Refused, Said
from coach.devices.phyphox import CONFIG, GET, KEY, Answer, Buffers, Layout, Phyphox, answer, layout
from coach.events import Floats, Packet, RawSamples
from tests.coach.devices.phones import G, accel_g, columns, gyro_dps, phyphox_config, phyphox_get

ACCEL, GYRO = Buffers("acc_time", "accX", "accY", "accZ"), Buffers("gyr_time", "gyrX", "gyrY", "gyrZ")
PUBLISHED = b"""{"crc32":"9566a693","title":"My IMU Calibrator","category":"Simple custom experiments","buffers":
    [{"name":"acc_time","size":0},{"name":"accX","size":0},{"name":"gyr_time","size":0},{"name":"gyrX","size":0}],"inputs":
    [{"source":"accelerometer","outputs":[{"x":"accX"},{"y":"accY"},{"z":"accZ"},{"t":"acc_time"}]},
     {"source":"gyroscope","outputs":[{"x":"gyrX"},{"y":"gyrY"},{"z":"gyrZ"},{"t":"gyr_time"}]}]}"""
SINGLE = b"""{"buffer":{
"accX":{"size":0,"updateMode":"single", "buffer":[-7.6995003E-1]},
"accY":{"size":0,"updateMode":"single", "buffer":[-6.48E-1]},
"accZ":{"size":0,"updateMode":"single", "buffer":[9.8620501E0]}
},
"status":{
"session":"883b13", "measuring":true, "timedRun":false, "countDown":0
}
}
"""
"""Both as users of the app have published them."""
CONFIG_PACKET = Packet("waist", KEY, 0.0, phyphox_config(), CONFIG)


def said(payloads: Iterable[bytes], config: Packet = CONFIG_PACKET) -> list[Said]:
    stream = Phyphox()
    packets = [config, *(Packet("waist", KEY, 0.0, payload, GET) for payload in payloads)]
    return [one for packet in packets for one in stream.feed(packet)]


def told(t_s: Floats, *, gyro: bool = True, session: str = "883b13", measuring: bool = True) -> bytes:
    buffers = columns("acc", t_s, accel_g(t_s) * G)
    if gyro:
        buffers |= columns("gyr", t_s, np.radians(gyro_dps(t_s)))
    return phyphox_get(buffers, session=session, measuring=measuring)


def ticks(found: Iterable[Said]) -> Floats:
    return np.concatenate([raw.ticks for raw in found if isinstance(raw, RawSamples) and raw.ticks is not None])


def whole(found: Iterable[Said]) -> tuple[Floats, Floats, Floats]:
    """Ticks, acceleration and rate of all samples."""
    raws = [one for one in found if isinstance(one, RawSamples)]
    rates = [raw.gyro_dps for raw in raws if raw.gyro_dps is not None]
    return ticks(raws), np.concatenate([raw.accel_g for raw in raws]), np.concatenate(rates)


def refused(found: Iterable[Said]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in found:
        if isinstance(one, Refused):
            counts[one.reason] += one.count
    return counts


def test_a_published_configuration_names_its_buffers() -> None:
    assert layout(PUBLISHED) == Layout("My IMU Calibrator", ACCEL, GYRO)


def test_a_published_answer_is_understood() -> None:
    one = answer(SINGLE)
    assert isinstance(one, Answer)
    assert (one.session, one.measuring, one.values["accZ"]) == ("883b13", True, [9.8620501])
    assert one.newest_s(ACCEL) is None, "it was not asked for times"


def test_questions_go_by_each_sensors_own_time() -> None:
    where = Layout("", ACCEL, GYRO)
    assert where.question(1.5, 0.1 + 0.2) == {
        "acc_time": "1.5",
        **dict.fromkeys(("accX", "accY", "accZ"), "1.5|acc_time"),
        "gyr_time": "0.30000000000000004",
        **dict.fromkeys(("gyrX", "gyrY", "gyrZ"), "0.30000000000000004|gyr_time"),
    }
    assert where.question(None, None) == dict.fromkeys((*where_names(ACCEL), *where_names(GYRO)), "")
    assert "gyr_time" not in Layout("", ACCEL, None).question(1.5, None)


def where_names(buffers: Buffers) -> tuple[str, ...]:
    return (buffers.t, *buffers.axes)


def test_samples_come_in_g_and_degrees_at_the_phones_own_times() -> None:
    t_s = 3.0 + np.arange(200) / 100
    found = said([told(t_s)])
    raws = [one for one in found if isinstance(one, RawSamples)]
    (raw,) = raws
    assert raw.gyro_dps is not None
    np.testing.assert_allclose(np.diff(ticks(found)), 1e4, atol=1.0)
    np.testing.assert_allclose(raw.accel_g, accel_g(t_s), atol=1e-6)
    np.testing.assert_allclose(raw.gyro_dps, gyro_dps(t_s), atol=1e-4)


@settings(max_examples=30)
@given(cuts=st.lists(st.integers(1, 399), max_size=12, unique=True))
def test_asking_more_or_less_often_changes_no_bit(cuts: list[int]) -> None:
    t_s = np.arange(400) / 100
    parts = np.split(t_s, sorted(cuts))
    one, other = (whole(said([told(part) for part in cut])) for cut in (parts, np.split(t_s, 4)))
    assert [column.tobytes() for column in one] == [column.tobytes() for column in other]


def test_a_row_that_is_still_being_written_waits() -> None:
    t_s = np.arange(100) / 100
    buffers = columns("acc", t_s, accel_g(t_s) * G)
    buffers["accZ"] = buffers["accZ"][:-1]
    half = answer(phyphox_get(buffers))
    assert isinstance(half, Answer)
    assert half.newest_s(ACCEL) == pytest.approx(0.98), "the next question begins after the last whole row"


def test_numbers_that_are_none_are_left_out() -> None:
    t_s = np.arange(300) / 100
    text = told(t_s, gyro=False).decode().replace("1.0000000E+00", "null", 1)
    found = said([text.encode()])
    assert len(ticks(found)) == 299


def test_an_experiment_without_a_gyroscope_gives_acceleration_alone() -> None:
    t_s = np.arange(300) / 100
    config = Packet("waist", KEY, 0.0, phyphox_config(gyro=False), CONFIG)
    found = said([told(part, gyro=False) for part in np.split(t_s, 3)], config)
    assert all(raw.gyro_dps is None for raw in found if isinstance(raw, RawSamples))
    assert len(ticks(found)) == 300


def test_after_a_pause_time_begins_anew() -> None:
    first, rest = np.arange(0.0, 1.0, 0.01), np.arange(1.0, 2.0, 0.01)
    found = said([told(first), told(first[:0], measuring=False), told(rest)])
    assert len(ticks(found)) == 200
    assert ticks(found)[100] <= ticks(found)[99], "the clock is told to begin anew"


def test_after_its_data_was_cleared_time_begins_anew() -> None:
    first, rest = 30.0 + np.arange(0.0, 1.0, 0.01), np.arange(0.0, 1.0, 0.01)
    found = said([told(first), told(rest)])
    assert len(ticks(found)) == 200
    assert not refused(found)


def test_another_experiment_begins_anew() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    found = said([told(t_s), told(t_s, session="other")])
    assert len(ticks(found)) == 200


def test_what_is_told_twice_counts_once() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    found = said([told(t_s), told(t_s + 0.5)])
    assert refused(found) == {"phyphox sample repeated": 100}
    assert len(ticks(found)) == 150


@pytest.mark.parametrize(
    "payload",
    [
        *(
            b"",
            b"null",
            b"{}",
            b"[" * 100_000,
            b"\xff",
            b'{"inputs": {}}',
            b'{"inputs": [7, {"source": "accelerometer"}]}',
        ),
        b'{"inputs": [{"source": "accelerometer", "outputs": [{"x": "a"}, {"y": "b"}, {"z": "c"}]}]}',
        phyphox_config(source="linear_acceleration"),
    ],
)
def test_an_experiment_without_acceleration_and_its_time_is_refused(payload: bytes) -> None:
    assert layout(payload) == Refused("phyphox experiment without acceleration with g and its time")


@pytest.mark.parametrize(
    "payload", [b"", b"<html>", b"{}", b'{"buffer": {}, "status": {"session": 7, "measuring": true}}', b"[" * 100_000]
)
def test_what_is_no_answer_is_refused(payload: bytes) -> None:
    assert refused(said([payload])) == {"phyphox answer that is none": 1}


def test_an_answer_before_the_configuration_is_refused() -> None:
    (one,) = Phyphox().feed(Packet("waist", KEY, 0.0, told(np.arange(3.0)), GET))
    assert one == Refused("phyphox answer before its configuration")
