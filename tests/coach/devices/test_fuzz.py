"""No bytes at all make a stream raise, and each refusal says why: 100,000 random or damaged payloads for each."""

from __future__ import annotations

import json
import struct
from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from coach.devices import DEVICES, STREAMS, Refused, open_pod, table
from coach.devices.phyphox import CONFIG, GET
from coach.devices.polar import control
from coach.devices.standard import READERS
from coach.events import Packet, RawSamples
from tests.coach.devices.fuzz import TRIALS, Golden, attacks, disturbed
from tests.coach.devices.phones import accel_g, android, columns, message, phyphox_config, phyphox_get, readings

FRESH_EVERY = 1000
GYRO_OFFER = "f001050000 00026800d000 01011000 0202f401d007 040103"
ACCEL_OFFER = "f001020000 00026800d000 01011000 020208001000 040103"
POD = open_pod.encode(
    sequence=1,
    micros=77_000,
    period_us=9615,
    counts=np.ones((8, 6), np.int16),
    accel_range_g=16,
    gyro_range_dps=2000,
)
TENTHS = [0.1 * k + np.array([0.0, 0.05]) for k in range(6)]
FLAT = np.ones((2, 3))
FLOATS = struct.pack("<12f", *range(-6, 6))

GOOD: dict[str, Golden] = {
    "open-pod": [("", POD[:6] + bytes([k]) + POD[7:]) for k in range(20)],
    "table": [("", table.encode(np.arange(9.0), np.ones((9, 6)), accel_limit_g=8.0, gyro_limit_dps=1000.0))],
    "gatt": [
        *((channel, bytes.fromhex("07 33 03 58 79 00 39 30 00 00")) for channel in READERS),
        *((channel, bytes.fromhex("0C 01 C8 19 D8 01 00 00 00 00 00 6A")) for channel in READERS),
        *((channel, b"\x57") for channel in READERS),
        ("2a63", b"\0\0"),
    ],
    "polar": [
        *((control.CONTROL, bytes.fromhex(reply)) for reply in (GYRO_OFFER, "f002050000", ACCEL_OFFER, "f002020000")),
        *(
            (control.DATA, struct.pack("<BQB3hBB", kind, stamp, form, 1, 2, 3, bits, 7) + bytes(3 * bits))
            for stamp in range(10**9, 10**9 + 8 * 77_000_000, 77_000_000)
            for kind, form, bits in ((2, 0x81, 8), (5, 0x80, 6), (2, 0x80, 3))
        ),
        (control.DATA, struct.pack("<BQB3h3h", 2, 2 * 10**9, 1, 1, 2, 3, 4, 5, 6)),
    ],
    "movesense": [
        *(("", struct.pack("<BBI", 2, 7, 1000 + 20 * k) + FLOATS) for k in range(10)),
        *(("", payload) for payload in (struct.pack("<BBI", 2, 7, 1300) + FLOATS[:20], b"\x03\x07" + FLOATS[20:])),
    ],
    "metamotion": [("", bytes([module, 5]) + bytes(range(k, k + 18))) for k in range(10) for module in (3, 19)],
    "witmotion": [("", b"\x55\x61" + bytes(range(k, k + 18)) * 1) for k in range(20)],
    "movella-dot": [("", struct.pack("<I", 16_667 * k) + FLOATS[:24] + bytes(6 * (k % 2))) for k in range(20)],
    "sensor-logger": [
        *(("", android(k, t_s)) for k, t_s in enumerate(TENTHS)),
        ("", message(9, readings("accelerometer", TENTHS[0], FLAT) + readings("gravity", TENTHS[0], FLAT))),
    ],
    "phyphox": [
        (CONFIG, phyphox_config()),
        *((GET, phyphox_get(columns("acc", t_s, accel_g(t_s)) | columns("gyr", t_s, accel_g(t_s)))) for t_s in TENTHS),
    ],
}  # fmt: skip


def assert_sound(said: object) -> None:
    """Samples are finite, equally many, and dated; readings are of their types; refusals have reasons."""
    if isinstance(said, Refused):
        assert said.reason
        assert said.count > 0
    elif isinstance(said, RawSamples):
        n = len(said.accel_g)
        times = said.ticks if said.t_s is None else said.t_s
        assert times is not None
        assert n == len(times) > 0
        assert said.accel_g.shape == (n, 3)
        assert np.isfinite(said.accel_g).all()
        assert np.isfinite(times).all()
        if said.gyro_dps is not None:
            assert said.gyro_dps.shape == (n, 3)
            assert np.isfinite(said.gyro_dps).all()
    else:
        assert fields(said)  # type: ignore[arg-type]  # a reading; anything else is no dataclass and raises


def test_every_stream_is_fuzzed() -> None:
    assert set(GOOD) == set(STREAMS)


@pytest.mark.parametrize("key", sorted(STREAMS))
def test_no_bytes_make_a_stream_raise(key: str) -> None:
    seen: Counter[str] = Counter()
    trials = 0
    stream = STREAMS[key]()
    for channel, payload in attacks(GOOD[key]):
        if trials % FRESH_EVERY == 0:
            stream = STREAMS[key]()
            for begin in GOOD[key]:  # replies that let the sensor begin
                stream.feed(Packet("waist", key, 0.0, begin[1], begin[0]))
        for said in stream.feed(Packet("waist", key, 0.01 * trials, payload, channel)):
            assert_sound(said)
            seen[said.reason if isinstance(said, Refused) else type(said).__name__] += 1
        trials += 1
    assert trials == TRIALS == 100_000
    assert {"Footpod" if key == "gatt" else "RawSamples"} < set(seen), "both outcomes must be reached"
    if key in {*DEVICES, "gatt"}:
        assert seen.total() == trials, "each packet stands alone: samples, a reading, or a reason"


@pytest.mark.parametrize("key", ["sensor-logger", "phyphox"])
def test_no_json_makes_a_phone_raise(key: str) -> None:
    rng = np.random.default_rng(23)
    good = [(channel, json.loads(payload)) for channel, payload in GOOD[key]]
    seen: Counter[str] = Counter()
    stream = STREAMS[key]()
    for trial in range(TRIALS // 25):
        if trial % 20 == 0:
            stream = STREAMS[key]()
            for channel, payload in GOOD[key][:1]:
                stream.feed(Packet("waist", key, 0.0, payload, channel))
        channel, value = good[rng.integers(len(good))]
        payload = json.dumps(disturbed(value, rng)).encode()
        for said in stream.feed(Packet("waist", key, 0.01 * trial, payload, channel)):
            assert_sound(said)
            seen[said.reason if isinstance(said, Refused) else type(said).__name__] += 1
    assert len(seen) > 4, "many kinds of outcome must be reached"
