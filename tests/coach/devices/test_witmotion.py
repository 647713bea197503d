"""WitMotion: a real frame, frames in any packaging, padding, garbage, the start writes."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.devices import Refused, witmotion
from coach.devices.gatt import Ask, Dialogue, Write
from coach.devices.witmotion import WitMotion
from coach.events import Packet, RawSamples

Make = Callable[..., Packet]
Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]
REAL = bytes([85, 97, 119, 2, 168, 254, 146, 254, 6, 2, 48, 254, 205, 255, 248, 240, 83, 252, 171, 196])


def frame(k: int) -> bytes:
    return b"\x55\x61" + struct.pack("<9h", k, 0, 2048, -k, 0, 0, 1, 2, 3)


def numbers(payloads: list[bytes]) -> tuple[list[int], list[float], int]:
    """Sample numbers that the frames carry, the ticks they were given, and what was strange."""
    stream = WitMotion()
    carried: list[int] = []
    ticks: list[float] = []
    strange = 0
    for k, payload in enumerate(payloads):
        for said in stream.feed(Packet("waist", "witmotion", 0.02 * k, payload)):
            if isinstance(said, RawSamples):
                carried += [round(x * 2048) for x in said.accel_g[:, 0].tolist()]
                ticks += said.ticks.tolist() if said.ticks is not None else []
            elif isinstance(said, Refused):
                strange += said.count
    return carried, ticks, strange


def test_a_real_frame(packet: Make) -> None:
    (raw,) = WitMotion().feed(packet(REAL))
    assert isinstance(raw, RawSamples)
    assert raw.gyro_dps is not None
    assert np.allclose(raw.accel_g, [[631 / 2048, -344 / 2048, -366 / 2048]])
    assert np.allclose(raw.gyro_dps, [[518 * 2000 / 32768, -464 * 2000 / 32768, -51 * 2000 / 32768]])


@given(cuts=st.lists(st.integers(1, 70), min_size=1, max_size=40))
def test_frames_are_found_however_the_bytes_were_cut(cuts: list[int]) -> None:
    data = b"".join(frame(k) for k in range(1, 40))
    edges = [0, *(int(edge) for edge in np.cumsum(cuts) if edge < len(data)), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(edges)]
    carried, ticks, _ = numbers(pieces)
    assert carried == list(range(1, 40))
    assert ticks == list(range(39))


def test_padding_after_a_frame_is_nothing_strange() -> None:
    padded = [frame(k) + bytes(8) + frame(k + 1) + bytes(3) for k in range(1, 20, 2)]
    assert numbers(padded) == (list(range(1, 21)), list(range(20)), 0)


def test_garbage_is_counted_and_skipped() -> None:
    assert numbers([bytes(7) + frame(1), frame(2) + bytes(9) + frame(3)]) == ([1, 2, 3], [0, 1, 2], 16)


def test_a_frame_that_is_never_finished_is_dropped_by_the_next() -> None:
    assert numbers([frame(1), frame(2)[:13], frame(3)])[0] == [1, 3]


def test_a_long_silence_begins_the_count_anew(packet: Make) -> None:
    stream = WitMotion()
    stream.feed(packet(frame(1) + frame(2)))
    (raw,) = stream.feed(packet(frame(3), arrived_s=4.0))
    assert isinstance(raw, RawSamples)
    assert raw.ticks is not None
    assert raw.ticks.tolist() == [0.0]


def test_a_notification_delivered_twice_counts_once(packet: Make) -> None:
    stream = WitMotion()
    stream.feed(packet(frame(1), arrived_s=1.0))
    assert stream.feed(packet(frame(1), arrived_s=1.0001)) == (Refused("WitMotion packet repeated"),)


def test_registers_and_other_frames_are_no_samples(packet: Make) -> None:
    assert WitMotion().feed(packet(b"\x55\x71" + bytes(18))) == [Refused("WitMotion bytes outside any frame", 20)]


def test_the_start_unlocks_and_sets_200_hz_without_saving(hold: Hold) -> None:
    asked, fault = hold(witmotion.start(), lambda _ask: None)
    assert fault is None
    writes = [ask for ask in asked if isinstance(ask, Write)]
    assert [write.payload.hex() for write in writes] == ["ffaa6988b5", "ffaa030b00"]
    assert not any(write.with_response for write in writes)
    assert witmotion.SERVICE.endswith("9a34fb")


@pytest.mark.parametrize("payload", [b"", b"\x55", b"\x55\x61", frame(1)[:-1]])
def test_too_few_bytes_say_nothing_yet(payload: bytes, packet: Make) -> None:
    assert list(WitMotion().feed(packet(payload))) == []
