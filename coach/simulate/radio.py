"""From samples to packets: the pod's clock and counters, and a radio that waits, stalls, loses and repeats."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from coach.devices.open_pod import encode
from coach.events import Link, Packet
from coach.simulate.sensor import SimulatedSensor

_NOTICED_S = 1.0
"""A lost connection is noticed after so long; a shorter one only loses packets."""
_SPACING_S = 0.0004
"""Between two packets that arrive in one burst."""


def outage_links(sensor: SimulatedSensor) -> list[Link]:
    """The sensor's connection as the computer notices it: lost and back for each outage."""
    links: list[Link] = []
    for start_s, lasts_s in sensor.faults.outages:
        if lasts_s > _NOTICED_S:
            links.append(Link(sensor.placement, start_s + _NOTICED_S, "lost"))
            links.append(Link(sensor.placement, start_s + lasts_s, "connected"))
    return links


class Radio:
    """One sensor's link. Packets come out as they were sent; `arrived_s` need not ascend."""

    def __init__(self, sensor: SimulatedSensor, drift_ppm: float, rng: np.random.Generator) -> None:
        self._sensor = sensor
        self._faults = sensor.faults
        self._rng = rng
        self._sequence = int(rng.integers(0, 2**16))
        self._boot_us = int(rng.integers(0, 2**32))
        self._phase_s = float(rng.uniform(0.0, self._faults.interval_s))
        self._stalled_until_s = -math.inf
        self._last_s = -math.inf
        self._tick = 1.0 + drift_ppm * 1e-6

    def send(self, first_s: float, last_s: float, counts: NDArray[np.int16]) -> list[Packet]:
        """One packet of samples taken from `first_s` to `last_s`: nothing, the packet, or the packet twice."""
        faults, sensor = self._faults, self._sensor
        payload = encode(
            sequence=self._sequence,
            micros=self._boot_us + round(first_s * self._tick * 1e6),
            period_us=round(1e6 / sensor.rate_hz),
            counts=counts,
            accel_range_g=faults.accel_limit_g,
            gyro_range_dps=faults.gyro_limit_dps,
        )
        self._sequence += 1
        lost, twice, swapped, stalls, length, jitter, again = self._rng.random(7)
        if stalls < faults.burst:
            self._stalled_until_s = last_s + faults.burst_s * (0.5 + length)
        arrived_s = self._arrival(last_s) - faults.jitter_s * math.log1p(-jitter)
        arrived_s = max(arrived_s, self._last_s + _SPACING_S)
        self._last_s = arrived_s
        if lost < faults.loss or any(start <= last_s < start + lasts for start, lasts in faults.outages):
            return []
        if swapped < faults.swap:
            arrived_s += 1.5 * len(counts) / sensor.rate_hz
        packet = Packet(sensor.placement, "open-pod", arrived_s, payload, "data")
        if twice >= faults.duplicate:
            return [packet]
        return [packet, Packet(sensor.placement, "open-pod", arrived_s + 0.02 * (0.05 + again), payload, "data")]

    def _arrival(self, ready_s: float) -> float:
        """The first connection event after the packet is ready and the radio awake."""
        interval_s = self._faults.interval_s
        earliest_s = max(ready_s + self._faults.latency_s, self._stalled_until_s)
        events = math.ceil((earliest_s - self._phase_s) / interval_s)
        return self._phase_s + events * interval_s
