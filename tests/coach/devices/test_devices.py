"""Every decoder: what was encoded comes back, and no bytes at all make it raise."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.devices import DEVICES, Refused, open_pod, table
from coach.events import Packet, RawSamples


def packet(device: str, payload: bytes) -> Packet:
    return Packet("foot-left", device, 0.0, payload)


def pod_bytes(n: int = 8, **changes: int) -> bytes:
    settings = {"sequence": 7, "micros": 1000, "period_us": 9615, "accel_range_g": 16, "gyro_range_dps": 2000} | changes
    counts = np.arange(6 * n, dtype=np.int16).reshape(n, 6)
    return open_pod.encode(counts=counts, **settings)


def table_bytes(n: int = 5, columns: int = 6) -> bytes:
    values = np.arange(n * columns, dtype=np.float64).reshape(n, columns)
    return table.encode(np.arange(n) / 100.0, values, accel_limit_g=8.0, gyro_limit_dps=1000.0)


GOOD = {"open-pod": pod_bytes(), "table": table_bytes()}


def test_every_device_stands_in_the_table_under_its_own_key_and_has_a_good_packet_here() -> None:
    assert {device.key for device in DEVICES.values()} == set(DEVICES) == set(GOOD)


@pytest.mark.parametrize("key", sorted(DEVICES))
def test_a_good_packet_gives_either_seconds_or_ticks(key: str) -> None:
    raw = DEVICES[key].decode(packet(key, GOOD[key]))
    assert isinstance(raw, RawSamples)
    times = raw.ticks if DEVICES[key].counter else raw.t_s
    assert times is not None
    assert (np.diff(times) > 0).all()
    assert raw.accel_g.shape == (len(times), 3)
    assert raw.gyro_dps is not None
    assert raw.gyro_dps.shape == (len(times), 3)


@pytest.mark.parametrize("key", sorted(DEVICES))
def test_random_bytes_are_read_or_refused_but_never_raise(key: str) -> None:
    rng = np.random.default_rng(11)
    good = np.frombuffer(GOOD[key], np.uint8)
    refused = 0
    for trial in range(10_000):
        if trial % 2:
            payload = rng.bytes(int(rng.integers(0, 260)))
        else:  # a good packet with a few bytes struck, sometimes cut or grown
            struck = good.copy()
            struck[rng.integers(0, len(struck), 3)] = rng.integers(0, 256, 3)
            payload = struck.tobytes()[: len(struck) - trial % 3] + bytes(trial % 5 == 0)
        outcome = DEVICES[key].decode(packet(key, payload))
        if isinstance(outcome, Refused):
            refused += 1
            assert outcome.reason
        else:
            assert np.isfinite(outcome.accel_g).all()
    assert refused > 5000


@given(
    n=st.integers(1, open_pod.MAX_SAMPLES),
    sequence=st.integers(0, 2**20),
    micros=st.integers(0, 2**40),
    period_us=st.integers(1, 65535),
    accel_range_g=st.sampled_from(open_pod.ACCEL_RANGES_G),
    gyro_range_dps=st.sampled_from(open_pod.GYRO_RANGES_DPS),
    seed=st.integers(0, 99),
)
def test_the_pod_says_what_it_was_told(
    *, n: int, sequence: int, micros: int, period_us: int, accel_range_g: int, gyro_range_dps: int, seed: int
) -> None:
    counts = np.random.default_rng(seed).integers(-32768, 32768, (n, 6)).astype(np.int16)
    payload = open_pod.encode(
        sequence=sequence,
        micros=micros,
        period_us=period_us,
        counts=counts,
        accel_range_g=accel_range_g,
        gyro_range_dps=gyro_range_dps,
    )
    assert len(payload) <= 185 - 3, "an ATT notification carries MTU - 3 bytes"
    raw = DEVICES["open-pod"].decode(packet("open-pod", payload))
    assert isinstance(raw, RawSamples)
    assert raw.gyro_dps is not None
    assert raw.ticks is not None
    assert raw.sequence == sequence % 2**16
    assert raw.ticks.tolist() == [micros % 2**32 + k * period_us for k in range(n)]
    assert (raw.accel_limit_g, raw.gyro_limit_dps) == (accel_range_g, gyro_range_dps)
    assert np.array_equal(raw.accel_g / accel_range_g * 32768, counts[:, :3])
    assert np.array_equal(raw.gyro_dps / gyro_range_dps * 32768, counts[:, 3:])


@pytest.mark.parametrize("changes", [{"n": 15}, {"n": 0}, {"accel_range_g": 3}, {"gyro_range_dps": 750}])
def test_what_no_pod_could_send_cannot_be_encoded(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"counts must be|not in tuple"):
        pod_bytes(**changes)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "shorter"),
        (GOOD["open-pod"][:-1], "length"),
        (GOOD["open-pod"] + b"\0", "length"),
        (struct.pack("<HIHBB", 1, 1, 9615, 0, 0x33), "without samples"),
        (struct.pack("<HIHBB", 1, 1, 0, 1, 0x33) + bytes(12), "without samples"),
        (struct.pack("<HIHBB", 1, 1, 9615, 1, 0x34) + bytes(12), "range"),
        (struct.pack("<HIHBB", 1, 1, 9615, 1, 0x43) + bytes(12), "range"),
    ],
)
def test_the_pod_is_refused_with_a_reason(payload: bytes, reason: str) -> None:
    outcome = DEVICES["open-pod"].decode(packet("open-pod", payload))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


def test_a_table_keeps_its_own_seconds_to_the_last_bit_and_may_lack_a_gyroscope() -> None:
    t_s = np.array([1.7e9 + 0.1, 1.7e9 + 0.1, 1.7e9 + 0.30000001])
    payload = table.encode(t_s, np.ones((3, 3)), accel_limit_g=float("inf"), gyro_limit_dps=float("inf"))
    raw = DEVICES["table"].decode(packet("table", payload))
    assert isinstance(raw, RawSamples)
    assert raw.t_s is not None
    assert raw.t_s.tolist() == t_s.tolist()
    assert raw.gyro_dps is None


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
@pytest.mark.parametrize("where", ["time", "value"])
def test_a_table_piece_with_a_hole_is_refused(bad: float, where: str) -> None:
    t_s, values = np.arange(4.0), np.zeros((4, 6))
    (t_s if where == "time" else values[:, 0])[2] = bad
    payload = table.encode(t_s, values, accel_limit_g=8.0, gyro_limit_dps=1000.0)
    assert DEVICES["table"].decode(packet("table", payload)) == Refused(
        "table piece with a value that is no measurement"
    )


def test_only_tables_of_three_or_six_columns_can_be_encoded() -> None:
    with pytest.raises(ValueError, match="values must be"):
        table.encode(np.arange(4.0), np.zeros((4, 4)), accel_limit_g=8.0, gyro_limit_dps=1000.0)
