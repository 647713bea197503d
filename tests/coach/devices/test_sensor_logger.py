"""Sensor Logger's posts: published examples, both systems' conventions, and messages that come as they like."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.devices import Refused, Said
from coach.devices.readings import Battery, GroundSpeed
from coach.devices.sensor_logger import KEY, Message, SensorLogger, read
from coach.events import Floats, Packet, RawSamples
from tests.coach.devices.phones import START_NS, G, accel_g, android, gyro_dps, message, readings

TEST_PUSH = b"""{"deviceId": "e79811dd-26d6-4e51-bc92-e90c6de6f02e", "messageId": 0,
    "payload": [{"name": "test", "time": 0, "values": []}], "sessionId": "8adf3ce8-9822-409c-ae16-91d259deb476"}"""
ANDROID = b"""{"messageId":46,"sessionId":"c5ae-60-4-95-1917","deviceId":"62be-97-4f-a7-e06b","payload":[
    {"name":"accelerometer","values":{"z":-0.1116943359375,"y":0.0022122859954833984,"x":-0.01123344898223877},
     "accuracy":3,"time":1675646835546228200},
    {"name":"gyroscope","values":{"z":-0.011682453565299511,"y":-0.00908635277301073,"x":0.020997874438762665},
     "accuracy":3,"time":1675646835546228200},
    {"name":"gravity","values":{"z":9.144111633300781,"y":3.5274763107299805,"x":0.33542969822883606},"accuracy":3,
     "time":1675646835546228200},
    {"name":"microphone","time":1675646835513000000,"values":{"dBFS":-160}},
    {"name":"light","values":{"lux":30},"accuracy":3,"time":1675646835628545000}]}"""
"""Both as published by users of the app (an iPhone's test push, an Android phone's recording)."""


def said(payloads: Iterable[bytes]) -> list[Said]:
    stream = SensorLogger()
    return [one for payload in payloads for one in stream.feed(Packet("waist", KEY, 0.0, payload))]


def whole(found: Iterable[Said]) -> tuple[Floats, Floats, Floats | None]:
    """Ticks, acceleration and rate of all samples."""
    raws = [one for one in found if isinstance(one, RawSamples)]
    rates = [raw.gyro_dps for raw in raws if raw.gyro_dps is not None]
    ticks = [raw.ticks for raw in raws if raw.ticks is not None]
    return (
        np.concatenate(ticks),
        np.concatenate([raw.accel_g for raw in raws]),
        np.concatenate(rates) if rates else None,
    )


def refused(found: Iterable[Said]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in found:
        if isinstance(one, Refused):
            counts[one.reason] += one.count
    return counts


def test_a_published_recording_is_the_sum_of_its_parts() -> None:
    (raw,) = said([ANDROID])
    assert isinstance(raw, RawSamples)
    assert raw.gyro_dps is not None
    expected = np.array([0.33542969822883606 - 0.01123344898223877, 3.5296887, 9.144111633300781 - 0.1116943359375]) / G
    np.testing.assert_allclose(raw.accel_g, [expected], rtol=1e-7)
    np.testing.assert_allclose(raw.gyro_dps, [np.degrees([0.020997874, -0.0090863528, -0.0116824536])], rtol=1e-7)


def test_the_apps_own_test_is_told_apart_and_says_nothing() -> None:
    test = read(TEST_PUSH)
    assert isinstance(test, Message)
    assert (test.test, test.moves, said([TEST_PUSH])) == (True, False, [])


@pytest.mark.parametrize("standing", ["android", "ios"])
def test_specific_force_points_up_on_both_systems(standing: str) -> None:
    """Flat on a table the specific force is one g along z; iOS tells it and all acceleration the other way round."""
    t_s, sign = np.arange(0.0, 1.0, 0.01), 1.0 if standing == "android" else -1.0
    moved = accel_g(t_s) - [0.0, 0.0, 1.0]
    entries = [
        *readings("accelerometer", t_s, sign * moved * G, android=standing == "android"),
        *readings("gravity", t_s, np.tile([0.0, 0.0, sign * G], (100, 1)), android=standing == "android"),
        *readings("gyroscope", t_s, np.radians(gyro_dps(t_s)), android=standing == "android"),
    ]
    ticks, force, rates = whole(said([message(0, entries)]))
    np.testing.assert_allclose(ticks, 1e6 * t_s, atol=0.3)
    np.testing.assert_allclose(force, accel_g(t_s), atol=1e-9)
    assert rates is not None
    np.testing.assert_allclose(rates, gyro_dps(t_s), atol=1e-9)


def test_the_gyroscopes_own_rate_is_met_at_the_accelerometers_times() -> None:
    t_s, other_s = np.arange(0.0, 4.0, 1 / 77), np.arange(0.0, 4.0, 1 / 471)
    entries = [*readings("totalacceleration", t_s, accel_g(t_s) * G)]
    entries += readings("gyroscope", other_s, np.radians(gyro_dps(other_s)))
    ticks, force, rates = whole(said([message(0, entries)]))
    np.testing.assert_allclose(ticks, 1e6 * t_s[: len(ticks)], atol=0.3)
    assert rates is not None
    assert len(ticks) >= len(t_s) - 1
    np.testing.assert_allclose(force, accel_g(1e-6 * ticks), atol=1e-4)
    np.testing.assert_allclose(rates, gyro_dps(1e-6 * ticks), atol=0.01)


@settings(max_examples=30)
@given(cuts=st.lists(st.integers(1, 399), max_size=12, unique=True))
def test_cutting_into_other_messages_changes_no_bit(cuts: list[int]) -> None:
    t_s = np.arange(400) / 100
    at = [0, *sorted(cuts), 400]
    pieces = [android(n, t_s[a:b]) for n, (a, b) in enumerate(pairwise(at))]
    for one, other in zip(whole(said(pieces)), whole(said([android(0, t_s)])), strict=True):
        assert one is not None
        assert other is not None
        assert one.tobytes() == other.tobytes()


def test_without_a_gyroscope_the_accelerometer_is_used_alone_and_nothing_of_it_is_lost() -> None:
    t_s = np.arange(0.0, 5.0, 0.01)
    pieces = [
        message(n, readings("totalacceleration", part, accel_g(part) * G)) for n, part in enumerate(np.split(t_s, 5))
    ]
    ticks, force, rates = whole(said(pieces))
    assert rates is None
    np.testing.assert_allclose(ticks, 1e6 * t_s, atol=0.3)
    np.testing.assert_allclose(force, accel_g(t_s), atol=1e-9)


def test_acceleration_without_gravity_is_refused_with_the_remedy() -> None:
    t_s = np.arange(0.0, 5.0, 0.01)
    found = said([message(0, readings("accelerometer", t_s, accel_g(t_s), android=False))])
    assert set(refused(found)) == {"acceleration without gravity: switch Gravity on in Sensor Logger"}
    assert not [one for one in found if isinstance(one, RawSamples)]


def test_messages_that_overtake_each_other_are_put_in_order_and_lost_ones_are_counted() -> None:
    parts = [android(n, part) for n, part in enumerate(np.split(np.arange(1000) / 100, 10))]
    straight = said(parts)
    crossed = said([parts[k] for k in (0, 2, 1, 3, 4, 4, 6, 5, 7, 8, 9)])
    assert whole(crossed)[0].tobytes() == whole(straight)[0].tobytes()
    assert refused(crossed) == {"Sensor Logger message repeated": 1}
    lost = said([part for k, part in enumerate(parts) if k != 4])
    assert refused(lost)["Sensor Logger message lost"] == 1
    assert len(whole(lost)[0]) == 900


def test_a_new_recording_begins_anew_and_the_old_one_does_not_come_back() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    found = said(
        [
            android(0, t_s),
            android(0, 50.0 + t_s, session="s2"),
            android(1, 1.0 + t_s),
            android(1, 51 + t_s, session="s2"),
        ]
    )
    assert refused(found) == {"Sensor Logger message of a recording that is over": 1}
    ticks = whole(found)[0]
    assert (ticks[0], ticks[100], len(ticks)) == (0.0, 0.0, 300), "the second one's clock begins at its own beginning"


def test_a_phone_whose_clock_is_set_back_begins_anew() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    found = said([android(0, 100.0 + t_s), android(1, t_s), android(2, 1.0 + t_s)])
    ticks = whole(found)[0]
    assert len(ticks) == 300
    assert ticks[100] == 0.0
    assert not refused(found)


def test_samples_told_twice_count_once() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    found = said([android(0, t_s), android(1, t_s + 0.5)])
    assert refused(found) == {"Sensor Logger sample repeated or going back": 100}
    assert len(whole(found)[0]) == 150


@pytest.mark.parametrize(
    ("values", "speed"),
    [
        ({"speed": 3.25, "speedAccuracy": 0.4}, GroundSpeed(3.25)),
        ({"speed": 3.25}, GroundSpeed(3.25)),
        ({"speed": 0}, GroundSpeed(0.0)),
        ({"speed": -1, "speedAccuracy": 0.4}, None),
        ({"speed": 3.25, "speedAccuracy": -1}, None),
        ({"speed": 3.25, "speedAccuracy": 2.5}, None),
        ({"speed": None}, None),
        ({}, None),
    ],
)
def test_a_satellite_speed_counts_where_it_is_sure(values: dict[str, float], speed: GroundSpeed | None) -> None:
    told = read(message(0, [{"name": "location", "time": START_NS, "values": values}]))
    assert isinstance(told, Message)
    assert told.readings == (() if speed is None else (speed,))


def test_the_last_known_place_is_not_news() -> None:
    old = {"name": "location", "time": START_NS - int(60e9), "values": {"speed": 3.0}}
    told = read(message(0, [*readings("gravity", np.zeros(1), np.zeros((1, 3))), old]))
    assert isinstance(told, Message)
    assert told.readings == ()


def test_the_battery_is_told_in_percent() -> None:
    entries = [{"name": "battery", "time": START_NS, "values": {"batteryLevel": level}} for level in (0.5, 0.376, 7)]
    told = read(message(0, entries))
    assert isinstance(told, Message)
    assert told.readings == (Battery(38),)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "that is none"),
        (b"[" * 100_000, "that is none"),
        (b"\xff\xfe", "that is none"),
        (b"9" * 10_000, "that is none"),
        (b"[]", "that is none"),
        (b'{"messageId":"1","sessionId":"a","deviceId":"b","payload":[]}', "that is none"),
        (json.dumps({"messageId": -1, "sessionId": "a", "deviceId": "b"}).encode(), "impossible number"),
        (json.dumps({"messageId": 2**60, "sessionId": "a", "deviceId": "b"}).encode(), "impossible number"),
    ],
)
def test_what_is_no_message_says_why(payload: bytes, reason: str) -> None:
    (one,) = said([payload])
    assert isinstance(one, Refused)
    assert reason in one.reason


@pytest.mark.parametrize(
    "value", [None, True, "1", [], float("nan"), float("inf"), 1e20, 10**400], ids=lambda value: str(value)[:8]
)
@pytest.mark.parametrize("where", ["x", "time"])
def test_a_reading_with_a_value_that_is_none_is_left_out(value: object, where: str) -> None:
    (good,) = readings("totalacceleration", np.zeros(1), np.ones((1, 3)))
    (good["values"] if where == "x" else good)[where] = value
    told = read(message(0, [good]))
    assert isinstance(told, Message)
    assert not told.rows
