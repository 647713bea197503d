from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from coach.devices.open_pod import OpenPod
from coach.events import Packet, RawSamples
from coach.simulate.radio import Radio, outage_links
from coach.simulate.sensor import PERFECT, SensorFaults, SimulatedSensor

_RATE_HZ = 104.0


def _radio(faults: SensorFaults, drift_ppm: float = 0.0, seed: int = 0) -> Radio:
    return Radio(SimulatedSensor("foot-left", faults=faults), drift_ppm, np.random.default_rng(seed))


def _send(radio: Radio, packets: int, drift_ppm: float = 0.0) -> list[tuple[float, list[Packet]]]:
    """(time of the last sample, what came of it) of each packet of eight samples."""
    period_s = 1.0 / (_RATE_HZ * (1.0 + drift_ppm * 1e-6))
    counts = np.arange(48, dtype=np.int16).reshape(8, 6)
    sent: list[tuple[float, list[Packet]]] = []
    for k in range(packets):
        first_s, last_s = 8 * k * period_s, (8 * k + 7) * period_s
        sent.append((last_s, radio.send(first_s, last_s, counts)))
    return sent


def _read(packet: Packet) -> RawSamples:
    raw = OpenPod().decode(packet)
    assert isinstance(raw, RawSamples)
    return raw


def test_packets_wait_for_a_connection_event_and_come_in_order() -> None:
    sent = _send(_radio(PERFECT), 500)
    waits = np.array([packets[0].arrived_s - last_s for last_s, packets in sent])
    assert all(len(packets) == 1 for _, packets in sent)
    assert PERFECT.latency_s <= waits.min() < 0.008
    assert 0.030 < waits.max() <= PERFECT.latency_s + PERFECT.interval_s + 1e-3
    arrivals = [packets[0].arrived_s for _, packets in sent]
    assert arrivals == sorted(arrivals)


def test_payloads_carry_samples_counter_and_device_time() -> None:
    drift_ppm = 80.0
    sent = _send(_radio(PERFECT, drift_ppm), 2000, drift_ppm)
    raw = [_read(packets[0]) for _, packets in sent]
    assert {(now.sequence or 0) - (before.sequence or 0) for before, now in pairwise(raw)} <= {
        1,
        1 - 2**16,
    }
    ticks = np.unwrap([float(r.ticks[0]) for r in raw if r.ticks is not None], period=2**32)
    assert np.diff(ticks) == pytest.approx(8e6 / _RATE_HZ, abs=1.0)
    assert (raw[0].accel_limit_g, raw[0].gyro_limit_dps) == (16.0, 2000.0)
    assert raw[0].accel_g.shape == (8, 3)


def test_loss_and_repeats_come_as_often_as_told() -> None:
    sent = _send(_radio(replace(PERFECT, loss=0.05, duplicate=0.03)), 8000)
    lost = sum(not packets for _, packets in sent)
    twice = [packets for _, packets in sent if len(packets) == 2]
    assert lost == pytest.approx(400, abs=60)
    assert len(twice) == pytest.approx(228, abs=45)
    assert all(one.payload == two.payload and one.arrived_s < two.arrived_s for one, two in twice)


def test_a_lost_packet_leaves_a_hole_in_the_counter() -> None:
    raw = [_read(p) for _, packets in _send(_radio(replace(PERFECT, loss=0.2)), 200) for p in packets]
    steps = np.diff(np.unwrap([float(r.sequence or 0) for r in raw], period=2**16))
    assert steps.min() == 1.0
    assert steps.sum() > len(raw)


def test_bursts_hold_packets_back_and_deliver_them_together() -> None:
    sent = _send(_radio(replace(PERFECT, burst=0.02, burst_s=0.4)), 3000)
    waits = np.array([packets[0].arrived_s - last_s for last_s, packets in sent])
    assert 0.3 < waits.max() < 0.7
    gaps = np.diff([packets[0].arrived_s for _, packets in sent])
    assert gaps.min() > 0.0
    assert np.sum(gaps < 0.001) > 100


def test_swapped_packets_arrive_after_the_next() -> None:
    arrivals = [packets[0].arrived_s for _, packets in _send(_radio(replace(PERFECT, swap=0.1)), 1000)]
    overtaken = int(np.sum(np.diff(arrivals) < 0.0))
    assert 60 < overtaken < 140


def test_an_outage_loses_what_was_measured_meanwhile_and_is_told() -> None:
    faults = replace(PERFECT, outages=((5.0, 3.0), (12.0, 0.4)))
    sent = _send(_radio(faults), 200)
    silent = [last_s for last_s, packets in sent if not packets]
    assert len(silent) == pytest.approx(3.4 * _RATE_HZ / 8.0, abs=2)
    assert all(5.0 <= t < 8.0 or 12.0 <= t < 12.4 for t in silent)
    links = outage_links(SimulatedSensor("foot-left", faults=faults))
    assert [(link.at_s, link.state) for link in links] == [(6.0, "lost"), (8.0, "connected")]
