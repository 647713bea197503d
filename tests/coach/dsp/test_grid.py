"""Any dated samples become an even stream: untouched where they can be, the same however they were cut."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.devices import DEVICES, table
from coach.dsp.clock import Clock
from coach.dsp.grid import Grid
from coach.dsp.timeline import Timeline
from coach.events import Block, Bools, Floats, Packet, RawSamples, Rejected, Samples


@dataclass
class Stream:
    """All blocks joined: what a detector sees."""

    t_s: Floats
    values: Floats
    filled: Bools
    clipped: Bools
    fresh: list[int]
    rate_hz: float
    rejected: list[Rejected]

    def same_bits(self, other: Stream) -> bool:
        mine, its = (
            (self.t_s, self.values, self.filled, self.clipped),
            (other.t_s, other.values, other.filled, other.clipped),
        )
        return self.fresh == other.fresh and all(a.tobytes() == b.tobytes() for a, b in zip(mine, its, strict=True))


def gridded(t_s: Floats, values: Floats, cuts: Iterable[int] = (), limit_g: float = 16.0) -> Stream:
    """Cut samples into packets, through device, clock and grid."""
    device, clock, grid, timeline = DEVICES["table"], Clock("foot-left", None), Grid(), Timeline()
    blocks: list[Block] = []
    rejected: list[Rejected] = []
    edges = sorted({0, len(t_s), *(cut for cut in cuts if 0 < cut < len(t_s))})
    for start, stop in pairwise(edges):
        payload = table.encode(t_s[start:stop], values[start:stop], accel_limit_g=limit_g, gyro_limit_dps=2000.0)
        raw = device.decode(Packet("foot-left", "table", 0.0, payload))
        assert isinstance(raw, RawSamples)
        for dated in clock.feed(raw, 0.0):
            for out in grid.feed(dated) if isinstance(dated, Samples) else [dated]:
                (blocks if isinstance(out, Block) else rejected).append(out)  # pyright: ignore[reportArgumentType]
    times: list[float] = []
    fresh: list[int] = []
    for block in blocks:
        timeline.append(block)
        if block.fresh:
            fresh.append(len(times))
        times += [timeline.seconds(len(times) + k) for k in range(len(block.accel_g))]
    return Stream(
        np.array(times),
        np.concatenate([_side_by_side(block) for block in blocks]) if blocks else np.empty((0, 6)),
        np.concatenate([block.filled for block in blocks]) if blocks else np.empty(0, dtype=np.bool_),
        np.concatenate([block.clipped for block in blocks]) if blocks else np.empty(0, dtype=np.bool_),
        fresh,
        blocks[0].rate_hz if blocks else 0.0,
        rejected,
    )


def _side_by_side(block: Block) -> Floats:
    return block.accel_g if block.gyro_dps is None else np.concatenate((block.accel_g, block.gyro_dps), axis=1)


def noise(n: int, seed: int = 0, columns: int = 6) -> Floats:
    """Values that a float32 table keeps."""
    return np.random.default_rng(seed).normal(0.0, 3.0, (n, columns)).astype(np.float32).astype(np.float64)


def smooth(t_s: Floats) -> Floats:
    """Six slow sines: what interpolation must not bend."""
    return np.sin(2.0 * np.pi * 2.0 * t_s[:, None] + np.arange(6)).astype(np.float32).astype(np.float64)


# ── untouched ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rate_hz", [50.0, 52.0, 104.0, 150.0, 208.0, 416.0])
@pytest.mark.parametrize("stamps", ["exact", "rounded to ms", "since 1970"])
def test_even_samples_pass_to_the_last_bit(rate_hz: float, stamps: str) -> None:
    exact_s = np.arange(int(20 * rate_hz)) / rate_hz
    t_s = {"exact": exact_s, "rounded to ms": np.round(exact_s, 3), "since 1970": 1.7e9 + exact_s}[stamps]
    x = noise(len(t_s))
    stream = gridded(t_s, x)
    assert stream.values.tobytes() == x.tobytes()
    assert not stream.filled.any()
    assert stream.fresh == [0]
    assert np.abs(stream.t_s - t_s).max() < (0.7e-3 if stamps == "rounded to ms" else 1e-6)


def test_a_step_change_that_a_detector_would_date_is_dated_the_same_from_rounded_stamps() -> None:
    exact_s = np.arange(4000) / 104.0
    rounded, exact = gridded(np.round(exact_s, 3), noise(4000)), gridded(exact_s, noise(4000))
    assert np.abs(rounded.t_s - exact.t_s).max() < 0.25e-3, "the grid averages the rounding away"


def test_a_true_rate_that_wanders_never_adds_up() -> None:
    n = 104 * 600
    period_s = (1.0 + 300e-6 * np.sin(np.arange(n) / 5000.0) + 50e-6) / 104.0
    t_s = np.cumsum(period_s)
    stream = gridded(t_s, noise(n))
    assert len(stream.t_s) == n
    assert np.abs(stream.t_s - t_s).max() < 0.5e-3
    assert np.abs(np.diff(stream.t_s) * 104.0 - 1.0).max() < 0.03, "no jump beyond a few tenths of a millisecond"


def test_an_accelerometer_alone_stays_alone() -> None:
    t_s = np.arange(1000) / 100.0
    stream = gridded(t_s, noise(1000, columns=3))
    assert stream.values.shape == (1000, 3)


# ── mended ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lost_samples_are_bridged_on_their_line_and_marked() -> None:
    t_s = np.arange(2000) / 100.0
    kept = np.ones(2000, dtype=np.bool_)
    kept[[700, 900, 901, 902, 1500]] = False
    stream = gridded(t_s[kept], smooth(t_s)[kept])
    assert np.flatnonzero(stream.filled).tolist() == [700, 900, 901, 902, 1500]
    assert stream.fresh == [0]
    assert stream.values[kept].tobytes() == smooth(t_s)[kept].tobytes()
    assert stream.values[901] == pytest.approx((smooth(t_s)[899] + smooth(t_s)[903]) / 2.0)


@pytest.mark.parametrize(
    ("gap_s", "bridged"), [(0.11, True), (0.119, True), (0.13, False), (0.8, False), (30.0, False)]
)
def test_gaps_up_to_120_ms_are_bridged_and_longer_ones_start_afresh(gap_s: float, bridged: bool) -> None:
    t_s = np.arange(2000) / 100.0
    t_s[1000:] += gap_s - 0.01
    stream = gridded(t_s, noise(2000))
    assert stream.fresh == ([0] if bridged else [0, 1000])
    assert stream.filled.sum() == (round(gap_s / 0.01) - 1 if bridged else 0)
    assert abs(stream.t_s[-1] - t_s[-1]) < 0.006


def test_uneven_samples_are_put_on_the_grid_at_their_true_times() -> None:
    rng = np.random.default_rng(4)
    t_s = np.arange(4000) / 100.0 + rng.uniform(-0.002, 0.002, 4000)
    stream = gridded(t_s, smooth(t_s))
    assert stream.rate_hz == pytest.approx(100.0, rel=1e-3)
    assert np.abs(stream.values - smooth(stream.t_s)).max() < 0.02
    assert not stream.filled.any()


def test_repeated_stamps_and_a_logger_that_catches_up_do_not_bend_the_signal() -> None:
    steps_ms = np.full(6000, 5.0)
    steps_ms[np.arange(300, 6000, 400)] = 52.0
    for k in np.arange(301, 6000, 400):
        steps_ms[k : k + 12 : 3] = 0.0
        steps_ms[k + 1 : k + 12 : 3] = 1.0
    t_s = np.cumsum(steps_ms) / 1000.0
    stream = gridded(t_s, smooth(t_s))
    assert stream.rate_hz == pytest.approx(200.0, rel=2e-3)
    assert sum(r.count for r in stream.rejected) == 15 * 4
    known = ~stream.filled
    assert np.abs(stream.values - smooth(stream.t_s))[known].max() < 0.01


def test_clipping_is_flagged_on_any_axis_at_98_percent_and_beside_a_bridge() -> None:
    t_s = np.arange(1000) / 100.0
    x = 0.1 * noise(1000)
    x[300, 1], x[400, 2], x[500, 4], x[600, 0] = 7.9, -7.85, 1970.0, 7.8
    kept = np.arange(1000) != 301
    stream = gridded(t_s[kept], x[kept], limit_g=8.0)
    assert np.flatnonzero(stream.clipped).tolist() == [300, 301, 400, 500]


# ── fast streams ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rate_hz", "kept_hz"), [(416.0, 416.0), (500.0, 250.0), (512.0, 256.0), (1000.0, 1000.0 / 3)])
def test_fast_streams_are_thinned_without_a_shift_in_time(rate_hz: float, kept_hz: float) -> None:
    t_s = 3.0 + np.arange(int(10 * rate_hz)) / rate_hz
    stream = gridded(t_s, smooth(t_s))
    assert stream.rate_hz == pytest.approx(kept_hz, rel=1e-6)
    assert np.allclose(np.diff(stream.t_s), 1.0 / kept_hz)
    assert np.abs(stream.values - smooth(stream.t_s)).max() < 0.001
    assert stream.t_s[-1] > t_s[-1] - 3.0 / rate_hz - 1.0 / kept_hz


def test_what_would_fold_onto_standing_still_is_gone() -> None:
    t_s = np.arange(5000) / 500.0
    buzz = np.cos(2.0 * np.pi * 248.0 * t_s)[:, None].repeat(6, axis=1)
    assert np.abs(gridded(t_s, buzz).values).max() < 0.001


def test_a_fast_stream_that_wanders_is_dated_by_its_own_samples() -> None:
    n = 30_000
    t_s = np.cumsum((1.0 + 400e-6 * np.sin(np.arange(n) / 3000.0)) / 500.0)
    stream = gridded(t_s, smooth(t_s), cuts=range(0, n, 11))
    assert np.abs(stream.t_s - t_s[1 : 2 * len(stream.t_s) : 2]).max() < 0.4e-3


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────


def awkward(seed: int, rate_hz: float, n: int = 900) -> tuple[Floats, Floats]:
    """Jitter, loss, repeated stamps, gaps and pauses all in one."""
    rng = np.random.default_rng(seed)
    steps_s = (1.0 + rng.normal(0.0, 0.03, n) + 200e-6) / rate_hz
    steps_s[rng.random(n) < 0.01] *= rng.integers(2, 9)
    steps_s[rng.integers(0, n, 4)] = 0.0
    steps_s[rng.integers(0, n, 2)] += rng.choice([0.1, 0.2, 0.7, 4.0], 2)
    t_s = np.cumsum(steps_s)
    if seed % 3 == 0:
        t_s = np.round(t_s, 3)
    return t_s, 3.0 * noise(n, seed)


@given(
    seed=st.integers(0, 30),
    rate_hz=st.sampled_from([52.0, 104.0, 208.0, 500.0, 1000.0]),
    cuts=st.one_of(
        st.sets(st.integers(1, 899), max_size=60), st.integers(1, 40).map(lambda step: set(range(step, 900, step)))
    ),
)
@settings(max_examples=40)
def test_cutting_the_same_samples_otherwise_changes_no_bit(seed: int, rate_hz: float, cuts: set[int]) -> None:
    t_s, x = awkward(seed, rate_hz)
    assert gridded(t_s, x, cuts).same_bits(gridded(t_s, x))


@given(seed=st.integers(0, 30), stop=st.integers(300, 899))
def test_what_came_out_stands_whatever_comes_later(seed: int, stop: int) -> None:
    t_s, x = awkward(seed, 208.0)
    whole, part = gridded(t_s, x), gridded(t_s[:stop], x[:stop])
    n = len(part.t_s)
    assert part.t_s.tobytes() == whole.t_s[:n].tobytes()
    assert part.values.tobytes() == whole.values[:n].tobytes()
    assert part.filled.tobytes() == whole.filled[:n].tobytes()


@given(seed=st.integers(0, 30), shift_s=st.sampled_from([-1000.0, 0.5, 86_400.0]))
def test_shifting_time_shifts_time_only(seed: int, shift_s: float) -> None:
    t_s, x = awkward(seed, 104.0)
    t_s = np.round(t_s * 2**20) / 2**20  # so that the shift itself rounds nothing
    here, there = gridded(t_s, x), gridded(t_s + shift_s, x)
    assert here.fresh == there.fresh
    assert np.abs(here.values - there.values).max() < 1e-6
    assert here.filled.tolist() == there.filled.tolist()
    assert np.abs(there.t_s - here.t_s - shift_s).max() < 1e-6


def test_a_stream_too_slow_for_steps_is_rejected_and_not_hoarded() -> None:
    t_s = np.arange(2000) / 5.0
    stream = gridded(t_s, noise(2000), cuts=range(0, 2000, 7))
    assert len(stream.t_s) == 0
    assert {r.reason for r in stream.rejected} == {"too few samples a second"}
    assert sum(r.count for r in stream.rejected) > 1800


def test_after_a_long_pause_a_device_may_run_at_another_rate() -> None:
    t_s = np.concatenate((np.arange(1000) / 104.0, 60.0 + np.arange(1000) / 208.0))
    stream = gridded(t_s, noise(2000))
    assert stream.fresh == [0, 1000]
    assert stream.values.tobytes() == noise(2000).tobytes()
    assert np.abs(stream.t_s - t_s).max() < 1e-6


@pytest.mark.data
@pytest.mark.parametrize("name", ["runnerB_track_1", "walkerC_6kmh"])
def test_a_real_sensor_with_all_its_faults_keeps_its_time(data_dir: Path, name: str) -> None:
    with gzip.open(data_dir / "foot_imu_real" / f"{name}.csv.gz", "rt") as lines:
        rows = np.loadtxt(lines, delimiter=",", skiprows=1)
    stream = gridded(rows[:, 0] / 1000.0, rows[:, 1:], limit_g=8.0)
    assert stream.fresh == [0]
    assert stream.rate_hz == pytest.approx(250.0, rel=1e-4)
    assert stream.t_s[-1] == pytest.approx(rows[-1, 0] / 1000.0, abs=0.01)
    assert 0.05 < stream.filled.mean() < 0.15
    assert stream.clipped.any() == (name != "walkerC_6kmh")
