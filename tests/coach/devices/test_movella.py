"""Movella DOT: payloads 20 and 21, its wrapping microseconds, refusals, the start writes."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest

from coach.devices import Refused, movella
from coach.devices.gatt import Ask, Dialogue, Write
from coach.devices.movella import MovellaDot
from coach.events import Packet, RawSamples

Make = Callable[..., Packet]
Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]


def sample(micros: int, field: bytes = b"") -> bytes:
    return struct.pack("<I6f", micros, 0.0, -9.80665, 19.6133, 100.0, -200.0, 0.5) + field


@pytest.mark.parametrize("field", [b"", bytes(6)])
def test_both_payloads(field: bytes, packet: Make) -> None:
    (raw,) = MovellaDot().feed(packet(sample(16667, field)))
    assert isinstance(raw, RawSamples)
    assert raw.gyro_dps is not None
    assert raw.ticks is not None
    assert np.allclose(raw.accel_g, [[0.0, -1.0, 2.0]], rtol=1e-6)
    assert raw.gyro_dps.tolist() == [[100.0, -200.0, 0.5]]
    assert raw.ticks.tolist() == [16667.0]


def test_time_goes_on_through_the_wrap(packet: Make) -> None:
    stream = MovellaDot()
    for micros in (2**32 - 20_000, 2**32 - 3_333, 13_334):
        (raw,) = stream.feed(packet(sample(micros)))
        assert isinstance(raw, RawSamples)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "neither payload"),
        (sample(1)[:-1], "neither payload"),
        (sample(1_000_000), "repeated"),
        (sample(983_333), "later than the one after it"),
        (sample(2_000_000)[:-4] + b"\0\0\x80\x7f", "impossible"),
        (sample(2_000_000)[:-4] + b"\0\0\xc0\x7f", "impossible"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(payload: bytes, reason: str, packet: Make) -> None:
    stream = MovellaDot()
    stream.feed(packet(sample(1_000_000)))
    (refused,) = stream.feed(packet(payload))
    assert isinstance(refused, Refused)
    assert reason in refused.reason


def test_the_start_begins_payload_21(hold: Hold) -> None:
    asked, fault = hold(movella.start(), lambda _ask: b"")
    assert fault is None
    assert [ask.payload.hex() for ask in asked if isinstance(ask, Write)] == ["010015", "010115"]
    assert movella.PROFILE.low_rate
