"""A sensor's ticks become seconds that neither radio jitter nor loss, wrap-around or a restart can disturb."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pytest

from coach.devices import DEVICES
from coach.dsp.clock import Clock
from coach.events import Floats, RawSamples, Rejected, Samples

COUNTER = DEVICES["open-pod"].counter
RATE_HZ = 104.0
PER_PACKET = 8
LATENCY_S = 0.004


@dataclass
class Sent:
    """One packet of the simulated link."""

    number: int
    true_s: Floats
    ticks: Floats
    arrived_s: float


def link(seed: int, *, seconds: float = 120.0, drift_ppm: float = 40.0, micros: int = 0) -> list[Sent]:
    """A link with 15 ms intervals, repeats and stalls: arrival jitter of about 20 ms (SD)."""
    rng = np.random.default_rng(seed)
    out: list[Sent] = []
    arrived_s = 0.0
    for number in range(int(seconds * RATE_HZ) // PER_PACKET):
        true_s = 5.0 + (number * PER_PACKET + np.arange(PER_PACKET)) / RATE_HZ
        wait_s = (
            rng.uniform(0.0, 0.015) + 0.015 * rng.geometric(0.6) - 0.015 + (rng.random() < 0.01) * rng.uniform(0, 0.15)
        )
        arrived_s = max(arrived_s, true_s[-1] + LATENCY_S + wait_s)
        ticks = np.floor(micros + true_s * 1e6 * (1.0 + drift_ppm * 1e-6))
        out.append(Sent(number, true_s, ticks[0] % 2**32 + ticks - ticks[0], arrived_s))
    return out


@dataclass
class Told:
    """What the clock made of it."""

    t_s: Floats
    rejected: dict[str, int] = field(default_factory=dict[str, int])


def tell(packets: Iterable[Sent], clock: Clock | None = None) -> Told:
    clock = clock or Clock("foot-left", COUNTER)
    times: list[Floats] = [np.empty(0)]
    rejected: dict[str, int] = {}
    for sent in packets:
        values = sent.true_s[:, None].repeat(3, axis=1)
        raw = RawSamples(values, values, ticks=sent.ticks, sequence=sent.number % 2**16)
        for out in clock.feed(raw, sent.arrived_s):
            if isinstance(out, Samples):
                assert len(out.t_s) == len(out.accel_g)
                times.append(out.t_s)
            else:
                rejected[out.reason] = rejected.get(out.reason, 0) + out.count
    return Told(np.concatenate(times), rejected)


def true_times(packets: Iterable[Sent]) -> Floats:
    return np.concatenate([sent.true_s for sent in packets])


@pytest.mark.parametrize("drift_ppm", [0.0, 40.0, -200.0, 900.0])
def test_arrival_jitter_of_20_ms_leaves_less_than_a_millisecond_and_nothing_in_a_contact(drift_ppm: float) -> None:
    packets = link(1, drift_ppm=drift_ppm)
    jitter_s = np.std([sent.arrived_s - sent.true_s[-1] for sent in packets])
    assert jitter_s > 0.015
    told = tell(packets)
    error_s = told.t_s - true_times(packets)
    settled = told.t_s > 40.0
    assert np.std(error_s[settled]) < 0.75e-3
    assert abs(np.mean(error_s[settled]) - LATENCY_S) < 2e-3
    stride = round(0.25 * RATE_HZ)
    contact_error_s = error_s[stride:] - error_s[:-stride]
    assert np.abs(contact_error_s[settled[stride:]]).max() < 0.12e-3
    assert (np.diff(told.t_s) > 0.0).all()


def test_two_sensors_with_their_own_clocks_agree_within_three_milliseconds() -> None:
    left, right = link(2, drift_ppm=-60.0), link(3, drift_ppm=80.0, micros=2**31)
    apart_s = tell(left).t_s - tell(right).t_s
    assert np.abs(apart_s[2000:]).max() < 3e-3


def test_durations_are_right_to_the_microsecond_without_jitter_and_drift() -> None:
    packets = link(0, drift_ppm=0.0)
    for sent in packets:
        sent.arrived_s = sent.true_s[-1] + LATENCY_S
    error_s = tell(packets).t_s - true_times(packets)
    assert np.ptp(error_s) < 5e-6


def test_the_counter_may_wrap_at_any_time() -> None:
    plain, wrapped = tell(link(4)), tell(link(4, micros=2**32 - 60_000_000))
    assert wrapped.rejected == {}
    assert np.abs(plain.t_s - wrapped.t_s).max() < 3e-6


def test_lost_packets_leave_a_hole_and_move_nothing() -> None:
    packets = link(5)
    kept = [sent for sent in packets if sent.number % 40 not in {7, 8, 9}]
    told = tell(kept)
    assert told.rejected == {"packet lost": len(packets) - len(kept)}
    error_s = told.t_s - true_times(kept)
    assert np.abs(error_s - LATENCY_S).max() < 6e-3


def test_repeated_and_reordered_packets_change_no_time_beyond_a_hair() -> None:
    packets = link(6)
    shuffled = list(packets)
    for k in range(20, len(shuffled) - 1, 30):
        shuffled[k], shuffled[k + 1] = shuffled[k + 1], shuffled[k]
        shuffled[k].arrived_s = shuffled[k + 1].arrived_s
    told = tell(sent for sent in shuffled for _ in range(2))
    assert told.rejected == {"packet repeated": len(packets)}
    assert len(told.t_s) == len(packets) * PER_PACKET
    assert np.abs(told.t_s - tell(packets).t_s).max() < 2e-3


@pytest.mark.parametrize("numbers_restart", [True, False])
@pytest.mark.parametrize("before_s", [2.0, 60.0])
def test_a_sensor_that_starts_again_is_dated_by_a_new_line(before_s: float, numbers_restart: bool) -> None:
    first = [sent for sent in link(7) if sent.true_s[-1] < 5.0 + before_s]
    again = link(8, seconds=40.0, micros=-5_000_000)
    shift_s = first[-1].arrived_s + 3.0 - 5.0
    for sent in again:
        sent.true_s = sent.true_s + shift_s
        sent.arrived_s += shift_s
        sent.number += 0 if numbers_restart else first[-1].number + 1
    told = tell([*first, *again])
    assert told.rejected["sensor's clock started again"] == 1
    assert len(told.t_s) == PER_PACKET * (len(first) + len(again))
    error_s = told.t_s - true_times([*first, *again])
    assert np.abs(error_s - LATENCY_S).max() < 15e-3


def test_a_link_that_was_away_for_a_minute_comes_back_on_the_same_line() -> None:
    packets = [sent for sent in link(9, seconds=200.0) if not 60.0 < sent.true_s[0] < 120.0]
    told = tell(packets)
    assert set(told.rejected) == {"packet lost"}
    error_s = told.t_s - true_times(packets)
    assert np.abs(error_s - LATENCY_S).max() < 6e-3


def test_a_stall_that_delivers_five_seconds_at_once_moves_nothing() -> None:
    packets = link(10)
    for sent in packets:
        if 60.0 < sent.true_s[0] < 65.0:
            sent.arrived_s = 65.1
    told = tell(packets)
    assert told.rejected == {}
    assert np.abs(told.t_s - tell(link(10)).t_s).max() < 1e-3


def test_memory_does_not_grow() -> None:
    clock = Clock("foot-left", COUNTER)
    packets = link(11, seconds=300.0)
    half = len(packets) // 2
    tell(packets[:half], clock)
    held = len(pickle.dumps(clock))
    tell(packets[half:], clock)
    assert len(pickle.dumps(clock)) < 1.2 * held < 12_000


# ── streams with seconds of their own ─────────────────────────────────────────────────────────────────────────


def own_seconds(t_s: list[float]) -> RawSamples:
    return RawSamples(np.arange(3.0 * len(t_s)).reshape(-1, 3), None, t_s=np.array(t_s), accel_limit_g=8.0)


def test_a_tables_seconds_stay_to_the_last_bit_and_repeated_ones_are_counted() -> None:
    clock = Clock("waist", None)
    (first,) = clock.feed(own_seconds([0.1, 0.2, 0.30000000000000004]), 0.0)
    assert isinstance(first, Samples)
    assert first.t_s.tolist() == [0.1, 0.2, 0.30000000000000004]
    assert first.accel_limit_g == 8.0
    samples, rejected = clock.feed(own_seconds([0.3, 0.4, 0.4, 0.35, 0.5]), 0.0)
    assert isinstance(samples, Samples)
    assert samples.t_s.tolist() == [0.4, 0.5]
    assert samples.accel_g[:, 0].tolist() == [3.0, 12.0]
    assert rejected == Rejected("waist", 0.5, "time stamp repeated or going back", 3)
    assert clock.feed(own_seconds([0.5]), 0.0) == [Rejected("waist", 0.5, "time stamp repeated or going back", 1)]


def test_samples_without_any_time_are_rejected_not_guessed() -> None:
    raw = RawSamples(np.zeros((4, 3)), None)
    assert Clock("waist", None).feed(raw, 7.0) == [Rejected("waist", 7.0, "samples without a time", 4)]
