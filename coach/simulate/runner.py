"""The simulated runner: somebody runs a scenario with sensors on, and every step is known."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from coach.events import PLACEMENTS, Link, Packet
from coach.simulate.course import Course
from coach.simulate.intent import Intent
from coach.simulate.motion.body import Body
from coach.simulate.motion.person import Person, draw_person
from coach.simulate.radio import Radio, outage_links
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import Imu, SimulatedSensor
from coach.simulate.truth import TrueStep, true_step

_AT_ONCE_S = 0.32
"""Motion is worked out for about so many seconds together, always the same samples, however time advances."""


class SimulatedRunner:
    """Packets of all sensors as time advances, and the truth.

    The same scenario, sensors and seed give the same bytes, and a sensor's bytes do not depend on which other sensors
    are worn. Nothing depends on how `advance` is called; what is heard changes only steps at least `intent.SOONEST_S`
    later.
    """

    def __init__(
        self, scenario: Scenario, sensors: Sequence[SimulatedSensor], seed: int = 0, *, person: Person | None = None
    ) -> None:
        self.truth: list[TrueStep] = []
        """Steps whose toe-off has passed, in order of toe-off; the first landed after time zero."""
        links = [link for sensor in sensors for link in outage_links(sensor)]
        self.links: list[Link] = sorted(links, key=lambda link: link.at_s)
        """Connections lost and regained in the whole run."""
        who, how, what = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
        self.person = draw_person(who) if person is None else person
        """Who runs."""
        self._course = Course(scenario)
        self._intent = Intent(scenario, self._course, what)
        self._body = Body(self._course, self._intent, self.person, how)
        self._streams = [_Stream(sensor, self._body, seed) for sensor in sensors]
        self._on_air: list[tuple[float, int, int, Packet]] = []
        self._measured: deque[TrueStep] = deque()
        self._toe_off_s = -math.inf

    def advance(self, until_s: float) -> list[Packet]:
        """Packets that arrive after the last call's `until_s` and not after this one's, by time of arrival."""
        for place, stream in enumerate(self._streams):
            for number, packet in stream.until(until_s):
                heapq.heappush(self._on_air, (packet.arrived_s, place, number, packet))
        self._body.reach(until_s)
        self._measure(until_s)
        self._body.forget(until_s)
        arrived: list[Packet] = []
        while self._on_air and self._on_air[0][0] <= until_s:
            arrived.append(heapq.heappop(self._on_air)[-1])
        return arrived

    def hear(self, cue: str, at_s: float) -> None:
        """The runner hears a cue; whether it is answered, the scenario says, and how soon, the human."""
        self._intent.hear(cue, at_s)

    def go_on(self, phase: Phase, from_s: float) -> None:
        """Do this from then on, whatever the scenario says; motion is planned up to `intent.SOONEST_S` ahead."""
        self._course.then(phase, from_s)

    def speed_mps(self, at_s: float) -> float:
        """What the treadmill's belt says."""
        return self._course.speed_mps(at_s)

    def _measure(self, until_s: float) -> None:
        body = self._body
        while body.whole:
            step = body.whole.popleft()
            true = true_step(step, self._toe_off_s, body.force, body.legs[step.side], body.trunk.track)
            if step.twin is None:  # the first of two feet waits for the second: both flew since the same take-off
                self._toe_off_s = true.toe_off_s
            if true.initial_contact_s >= 0.0:
                self._measured.append(true)
        while self._measured and self._measured[0].toe_off_s <= until_s:
            self.truth.append(self._measured.popleft())


class _Stream:
    """One sensor from motion to packets."""

    def __init__(self, sensor: SimulatedSensor, body: Body, seed: int) -> None:
        rng = np.random.default_rng([seed, PLACEMENTS.index(sensor.placement)])
        errors, air = rng.spawn(2)
        self._imu = Imu(sensor, errors)
        self._radio = Radio(sensor, self._imu.drift_ppm, air)
        self._sensor = sensor
        self._body = body
        self._period_s = 1.0 / (sensor.rate_hz * (1.0 + self._imu.drift_ppm * 1e-6))
        self._start_s = float(rng.uniform(0.0, self._period_s))
        self._sample = 0
        self._at_once = (
            max(round(_AT_ONCE_S * sensor.rate_hz / sensor.samples_per_packet), 1) * sensor.samples_per_packet
        )
        self._number = 0

    def until(self, until_s: float) -> Iterator[tuple[int, Packet]]:
        """Numbered packets; at least all that arrive by then."""
        size = self._sensor.samples_per_packet
        while self._start_s + (self._sample + size - 1) * self._period_s <= until_s:
            block = self._sample + np.arange(self._at_once)
            at_s = np.asarray(self._start_s + block * self._period_s, dtype=np.float64)
            self._body.reach(float(at_s[-1]))
            counts = self._imu.counts(self._body.motion(self._sensor.placement, at_s, self._imu.arm_m))
            for first in range(0, len(block), size):
                sent = slice(first, first + size)
                for packet in self._radio.send(float(at_s[first]), float(at_s[sent][-1]), counts[sent]):
                    yield self._number, packet
                    self._number += 1
            self._sample += len(block)
