"""Two streams into one: exact times, any cutting, holes, silence, restarts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.devices.join import Joined, Joiner
from coach.events import Floats

ACCEL_TICKS = np.arange(0.0, 400.0, 4.0)
GYRO_TICKS = np.arange(-1.5, 401.0, 3.9)


def columns(ticks: Floats, *slopes: float) -> Floats:
    return np.stack([slope * ticks + 7.0 for slope in slopes], axis=1)


def joined(pieces: list[tuple[str, Floats]]) -> tuple[Floats, Floats, Floats, int]:
    joiner = Joiner(reach=10.0, patience=1000.0)
    out: list[Joined] = []
    for which, ticks in pieces:
        if which == "accel":
            out.append(joiner.accel(ticks, columns(ticks, 1.0, 2.0, 3.0)))
        else:
            out.append(joiner.gyro(ticks, columns(ticks, -1.0, 0.5, 4.0)))
    return (
        np.concatenate([part.ticks for part in out]),
        np.concatenate([part.accel for part in out]),
        np.concatenate([part.gyro for part in out]),
        sum(part.lost for part in out),
    )


def test_every_sample_keeps_its_own_values_and_gets_the_rate_of_its_time() -> None:
    ticks, accel, gyro, lost = joined([("gyro", GYRO_TICKS), ("accel", ACCEL_TICKS)])
    assert lost == 0
    assert np.array_equal(ticks, ACCEL_TICKS)
    assert np.array_equal(accel, columns(ACCEL_TICKS, 1.0, 2.0, 3.0))
    assert np.allclose(gyro, columns(ACCEL_TICKS, -1.0, 0.5, 4.0), rtol=0, atol=1e-9)


@given(cuts=st.lists(st.integers(1, 60), max_size=12), first=st.sampled_from(["accel", "gyro"]))
def test_any_cutting_gives_the_same_bits(cuts: list[int], first: str) -> None:
    whole = joined([("gyro", GYRO_TICKS), ("accel", ACCEL_TICKS)])
    edges = sorted({0, 400, *(int(edge) for edge in np.cumsum(cuts) if edge < 400)})
    pieces: list[tuple[str, Floats]] = []
    for start, stop in itertools.pairwise(edges):
        for which in (first, "gyro" if first == "accel" else "accel"):
            ticks = ACCEL_TICKS if which == "accel" else GYRO_TICKS
            part = ticks[(ticks >= (start or -5)) & (ticks < (stop if stop < 400 else 500))]
            if len(part):
                pieces.append((which, part))
    cut = joined(pieces)
    for a, b in zip(whole, cut, strict=True):
        assert np.array_equal(a, b)


def test_samples_in_a_hole_of_the_other_stream_are_counted_and_not_invented() -> None:
    hole = GYRO_TICKS[(GYRO_TICKS < 100) | (GYRO_TICKS > 150)]
    ticks, _, _, lost = joined([("gyro", hole), ("accel", ACCEL_TICKS)])
    assert lost == len(ACCEL_TICKS) - len(ticks) > 8
    assert not ((ticks > 105) & (ticks < 145)).any()


def test_a_silent_gyroscope_costs_samples_but_no_memory() -> None:
    joiner = Joiner(reach=10.0, patience=120.0)
    lost = 0
    for k in range(1000):
        ticks = np.array([4.0 * k])
        lost += joiner.accel(ticks, columns(ticks, 1.0, 1.0, 1.0)).lost
    assert lost == 1000 - 31
    after = np.arange(4000.0, 4100.0, 4.0)
    joiner.gyro(after, columns(after, 1.0, 1.0, 1.0))
    assert len(joiner.accel(after[1:], columns(after[1:], 1.0, 1.0, 1.0)).ticks) == len(after) - 1


def test_a_counter_that_goes_back_begins_anew() -> None:
    joiner = Joiner(reach=10.0, patience=1000.0)
    joiner.accel(ACCEL_TICKS + 1000.0, columns(ACCEL_TICKS, 1.0, 1.0, 1.0))
    joiner.gyro(GYRO_TICKS, columns(GYRO_TICKS, 1.0, 1.0, 1.0))
    again = joiner.accel(ACCEL_TICKS, columns(ACCEL_TICKS, 1.0, 1.0, 1.0))
    assert np.array_equal(again.ticks, ACCEL_TICKS)


@pytest.mark.parametrize("which", ["accel", "gyro"])
def test_one_stream_alone_says_nothing_yet(which: str) -> None:
    ticks, _, _, lost = joined([(which, ACCEL_TICKS[:20])])
    assert len(ticks) == lost == 0
