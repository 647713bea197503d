"""Polar: real frames, the SDK's own examples, replies, the start dialogue, dating and joining."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.devices import Refused
from coach.devices.gatt import Ask, Dialogue, Read, Write
from coach.devices.polar import Polar, control
from coach.devices.polar.control import CONTROL, DATA
from coach.devices.polar.frames import ACCEL, GYRO, Frame, decode, differences, plain
from coach.events import Floats, Packet, RawSamples

Make = Callable[..., Packet]
Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]

H10_RAW = bytes.fromhex("02 0094357700000000 01 0a00f4ffe803 0b00f3ffe703")
VERITY_331 = bytes.fromhex(  # polar-ble-sdk issue 331, printed truncated there: the count is cut to what is there
    "029c58291384577307 81 faff2100f403 06 31"
    "83d0ebc6f1ef3af21bfdef07bf1f00770f247e301041ef0f3fe00bffef0f42e1038000e0c250f4bd0f0003e0f77e400842"
    "2f00c0af173ba127c0b0033d30f47c6e1083fe03bfe01b4381f33e22003c30003e20107ecfffcaefe38160003f3f00050fe8c20f0cbedf1f80ef"
    "13047ff7"
)
VERITY_443 = bytes.fromhex(  # issue 443, two blocks, the second cut in the same way
    "0200416fc41245930a 81 ee021ffe82ff 080a 10da20d6a30bd9cbe7d6f6c4e6f1e1f3e0151afe281bf8372c252013191"
    "1 0a24 ed4fc07ef4e9bb6e800dc82fb03e14d1afb07f16c4cc2087340354128bff8d00c142fbe6d3dfb5e191532fbef9ed43b03efddb9b90"
    "3df503605f7bfad9dfae000b2464704012cccfbf04e4c533b038084180efc212ec178146fdfe5bb001f3d1d76f81ffcd7b0fc20136607f43d35f"
    "3f3f78cb06484eff000efc820551ab55e34a2d1d0c5fbde8"
)
VERITY_187 = bytes.fromhex(  # issue 187, worked by Polar, first block
    "02607a287d9f268009 80 87f2b4fa92f8 081b 0a05ffea18ffe9fff829e90328fd02130a03dffd19e1e5e5e600071c020e0e10f4fceb0efe"
    "25e7faf3f4f5050a011216f414f21eccf7060d000609fe0cf800e9eef8f0ff01071b16fdf105fc1afb12ef06"
)
SDK_GYRO = bytes.fromhex("05 ffffffffffffff7f 80 eaff08000d00 0301 df00")
SDK_GYRO_REAL = bytes.fromhex("05 0094357700000000 81 0000803f000020410000a041 1c01 0000a001000008cdccec0d")
H10_SETTINGS = bytes.fromhex("f0010200000004190032006400c800010110000203020004000800")
VERITY_ACCEL = bytes.fromhex("f001020000 00051a0034006800d000a001 01011000 02040200040008001000 040103")
VERITY_GYRO = bytes.fromhex("f001050000 00051a0034006800d000a001 01011000 0204fa00f401e803d007 040103")
ACCEL_STARTED = bytes.fromhex("f002020000")
FACTOR = struct.pack("<f", 2.44e-4)


def frame(payload: bytes, factor: float = 1.0) -> Frame:
    read = decode(payload, {ACCEL: factor, GYRO: factor})
    assert isinstance(read, Frame)
    return read


def test_the_h10_sends_plain_milli_g() -> None:
    read = frame(H10_RAW, factor=3.0)
    assert (read.kind, read.stamp_ns) == (ACCEL, 2_000_000_000)
    assert np.allclose(read.values, [[0.010, -0.012, 1.000], [0.011, -0.013, 0.999]], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("payload", "factor", "n", "first", "last", "total"),
    [  # decoded with polar-python 1.1.1, which cuts to whole mg
        (VERITY_331, 1.0, 50, (-6, 33, 1012), (-2, 33, 1004), (-236, 1788, 50582)),
        (VERITY_443, 1.0, 47, (750, -481, -126), (893, 435, -259), (35868, -12252, -10643)),
        (VERITY_187, 2.44e-4, 28, (-841, -330, -464), (-837, -328, -461), (-23494, -9205, -12989)),
    ],
)
def test_real_frames_of_the_verity_sense(
    *, payload: bytes, factor: float, n: int, first: tuple[int, ...], last: tuple[int, ...], total: tuple[int, ...]
) -> None:
    mg = frame(payload, factor).values * 1000.0
    assert mg.shape == (n, 3)
    assert np.allclose(mg[0], first, rtol=0, atol=1.0)
    assert np.allclose(mg[-1], last, rtol=0, atol=1.0)
    assert np.allclose(mg.sum(axis=0), total, rtol=0, atol=n)


def test_a_sensor_at_rest_measures_gravity() -> None:
    size_g = np.linalg.norm(frame(VERITY_331).values, axis=1)
    assert np.abs(size_g - 1.0).max() < 0.05


def test_the_sdks_gyroscope_examples() -> None:
    assert frame(SDK_GYRO).values.tolist() == [[-22.0, 8.0, 13.0], [-23.0, 11.0, 16.0]]
    bits = (0x3F800000 + 0x1A00000, 0x41200000 + 0x0800000, (0x41A00000 + 0xFDECCCCD) & 0xFFFFFFFF)
    second = [0.5 * value for value in struct.unpack("<3f", struct.pack("<3I", *bits))]
    assert frame(SDK_GYRO_REAL, 0.5).values.tolist() == [[0.5, 5.0, 10.0], second]


@pytest.mark.parametrize(("width", "low", "high"), [(1, -128, 127), (2, -32768, 32767), (3, -(2**23), 2**23 - 1)])
def test_plain_values_of_every_width_keep_their_sign(width: int, low: int, high: int) -> None:
    counts = [[low, 0, high], [-1, 1, 2]]
    body = b"".join(value.to_bytes(width, "little", signed=True) for row in counts for value in row)
    read = plain(body, 3, width)
    assert read is not None
    assert read.tolist() == counts


@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("channels", [3, 4])
def test_differences_come_back_as_they_were_packed(width: int, channels: int) -> None:
    rng = np.random.default_rng(width)
    for bits in range(1, 8 * width):
        steps = rng.integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (rng.integers(1, 40), channels))
        start = rng.integers(-100, 100, (1, channels))
        body = b"".join(int(value).to_bytes(width, "little", signed=True) for value in start[0])
        half = len(steps) // 2
        body += block(steps[:half], bits) + block(steps[half:], bits)
        read = differences(body, channels, width)
        assert read is not None
        assert np.array_equal(read, np.cumsum(np.concatenate([start, steps]), axis=0))


def block(steps: Any, bits: int) -> bytes:
    packed = 0
    for k, step in enumerate(steps.ravel().tolist()):
        packed |= (step & (2**bits - 1)) << (k * bits)
    return bytes([bits, len(steps)]) + packed.to_bytes((steps.size * bits + 7) // 8, "little")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "shorter than its header"),
        (H10_RAW[:10], "shorter than its header"),
        (H10_RAW[:-1], "breaks off"),
        (VERITY_331[:-1], "breaks off"),
        (VERITY_331[:12], "breaks off"),
        (VERITY_331[:17], "breaks off"),
        (VERITY_331[:16] + b"\x21\x01" + bytes(200), "breaks off"),
        (b"\x00" + H10_RAW[1:], "a kind that we do not read"),
        (H10_RAW[:9] + b"\x07" + H10_RAW[10:], "a kind that we do not read"),
        (SDK_GYRO_REAL[:10] + b"\0\0\xc0\x7f" * 3, "impossible"),
    ],
)
def test_a_broken_frame_is_refused_with_a_reason(payload: bytes, reason: str) -> None:
    refused = decode(payload, {ACCEL: 1.0, GYRO: 1.0})
    assert isinstance(refused, Refused)
    assert reason in refused.reason


def test_polar_python_reads_the_same() -> None:
    parsers = pytest.importorskip("polar_python.parsers", reason="the optional second opinion is not installed")
    rng = np.random.default_rng(8)
    for bits in range(2, 16):
        steps = rng.integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (rng.integers(2, 60), 3))
        payload = b"\x02" + bytes(8) + b"\x81" + struct.pack("<3h", *rng.integers(-50, 50, 3)) + block(steps, bits)
        theirs: Any = parsers.parse_polar_data(bytearray(payload), no_factor)
        assert np.array_equal(np.rint(frame(payload).values * 1000.0), np.array(theirs.data))


def no_factor(kind: object) -> None:
    """What polar-python asks for where the start reply gave no factor."""


# ── control point ─────────────────────────────────────────────────────────────────────────────────────────────


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


# ── the stream ────────────────────────────────────────────────────────────────────────────────────────────────


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
