from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.devices.open_pod import OpenPod
from coach.events import Packet, RawSamples
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import PERFECT, SensorFaults, SimulatedSensor

_MESSY = SensorFaults(loss=0.02, duplicate=0.02, swap=0.02, burst=0.02, outages=((2.0, 1.5),))
_PAIR = (SimulatedSensor("foot-left", faults=_MESSY), SimulatedSensor("waist", rate_hz=52.0, samples_per_packet=5))
_SINKS = Scenario(
    "sinks",
    "",
    (Phase("fine", 6.0, 3.2), Phase("sunk", 90.0, 3.2, 1.12, dorsiflexion_deg=4.0, answers=frozenset({"push-pull"}))),
)
_QUICK = Scenario("quick", "", (Phase("stand", 1.0, 0.0, ramp_s=0.0), Phase("run", 60.0, 3.2, ramp_s=2.0)))


def _whole(until_s: float, seed: int = 4) -> tuple[list[Packet], SimulatedRunner]:
    runner = SimulatedRunner(_QUICK, _PAIR, seed)
    return runner.advance(until_s), runner


@settings(max_examples=25)
@given(st.lists(st.floats(0.0, 7.0), max_size=40), st.integers(0, 3))
def test_nothing_depends_on_how_time_advances(cuts: list[float], seed: int) -> None:
    once, whole = _whole(7.0, seed)
    runner = SimulatedRunner(_QUICK, _PAIR, seed)
    pieces = [packet for until_s in [*sorted(cuts), 7.0] for packet in runner.advance(until_s)]
    assert pieces == once
    assert runner.truth == whole.truth
    assert len(once) > 50
    assert len(whole.truth) > 5


def test_packets_come_by_time_of_arrival_and_no_earlier_than_asked() -> None:
    runner = SimulatedRunner(_QUICK, _PAIR, 1)
    before_s = 0.0
    for until_s in np.arange(0.05, 5.0, 0.05):
        arrived = [packet.arrived_s for packet in runner.advance(float(until_s))]
        assert arrived == sorted(arrived)
        assert all(before_s < at_s <= until_s for at_s in arrived)
        before_s = float(until_s)


def test_the_same_seed_is_the_same_run_and_another_is_another() -> None:
    one, runner = _whole(4.0)
    two, again = _whole(4.0)
    other, _ = _whole(4.0, seed=5)
    assert one == two
    assert runner.truth == again.truth
    assert {packet.payload for packet in one}.isdisjoint(packet.payload for packet in other)


def test_a_sensor_sends_the_same_whatever_else_is_worn() -> None:
    alone = SimulatedRunner(_QUICK, _PAIR[:1], 4).advance(5.0)
    together, runner = _whole(5.0)
    assert [packet for packet in together if packet.placement == "foot-left"] == alone
    assert len(runner.truth) > 3


def test_truth_grows_with_toe_offs() -> None:
    runner = SimulatedRunner(SCENARIOS["steady"], [], 2)
    known = 0
    for until_s in np.arange(0.5, 12.0, 0.5):
        assert runner.advance(float(until_s)) == []
        assert all(step.toe_off_s <= until_s for step in runner.truth)
        assert len(runner.truth) > known
        known = len(runner.truth)
    assert all(now.toe_off_s > before.toe_off_s for before, now in pairwise(runner.truth))
    assert all(step.initial_contact_s >= 0.0 for step in runner.truth)


def test_samples_are_dated_by_the_drifting_clock() -> None:
    """Device time / true time is 1 + ppm: the rate seen in ten minutes of packets tells the drift."""
    faults = replace(PERFECT, drift_ppm=-75.0)
    runner = SimulatedRunner(
        Scenario("still", "", (Phase("stand", 60.0, 0.0),)), [SimulatedSensor("chest", faults=faults)], 3
    )
    packets = runner.advance(300.0)
    ticks: list[float] = []
    for packet in packets:
        raw = OpenPod().decode(packet)
        assert isinstance(raw, RawSamples)
        assert raw.ticks is not None
        ticks.append(float(raw.ticks[0]))
    device_s = np.unwrap(ticks, period=2**32) * 1e-6
    earliest_s = np.array([packet.arrived_s for packet in packets])
    slope = np.polyfit(earliest_s, device_s, 1)[0]
    assert (slope - 1.0) * 1e6 == pytest.approx(-75.0, abs=6.0)


@pytest.mark.parametrize("cue", ["push-pull", "sensor-lost"])
def test_a_cue_is_answered_only_if_the_scenario_says_so(cue: str) -> None:
    runner = SimulatedRunner(_SINKS, [], 7)
    runner.advance(30.0)
    runner.hear(cue, 30.0)
    runner.advance(60.0)

    def mean_s(since_s: float, until_s: float) -> float:
        return float(np.mean([s.contact_s for s in runner.truth if since_s < s.initial_contact_s < until_s]))

    answered = mean_s(36.0, 55.0) / mean_s(18.0, 30.0)
    assert answered == pytest.approx(1.006 / 1.12 if cue == "push-pull" else 1.0, abs=0.01)
    assert mean_s(30.0, 31.9) / mean_s(18.0, 30.0) == pytest.approx(1.0, abs=0.04)


def test_a_cue_changes_nothing_that_was_sent_before_it_could() -> None:
    deaf, hearing = (SimulatedRunner(_SINKS, _PAIR[:1], 1) for _ in range(2))
    deaf.advance(20.0)
    hearing.advance(20.0)
    hearing.hear("push-pull", 20.0)
    assert hearing.advance(21.0) == deaf.advance(21.0)
    assert hearing.advance(26.0) != deaf.advance(26.0)


@pytest.mark.parametrize("late_s", [0.0, 0.1, 0.25])
def test_hearing_a_moment_late_makes_no_difference(late_s: float) -> None:
    """The loop that passes the cue on may have run a little ahead of it."""
    runners = [SimulatedRunner(_SINKS, _PAIR[:1], seed) for seed in (1, 1)]
    heard: list[list[Packet]] = []
    for runner, ahead_s in zip(runners, (0.0, late_s), strict=True):
        packets = runner.advance(20.0 + ahead_s)
        runner.hear("push-pull", 20.0)
        heard.append(packets + runner.advance(30.0))
    assert heard[0] == heard[1]


def test_connections_lost_are_listed() -> None:
    runner = SimulatedRunner(_QUICK, _PAIR, 0)
    assert [(link.placement, link.state) for link in runner.links] == [
        ("foot-left", "lost"),
        ("foot-left", "connected"),
    ]
    assert runner.speed_mps(30.0) == 3.2


def test_memory_stays_flat() -> None:
    """What is kept does not grow with the run, apart from truth."""
    runner = SimulatedRunner(SCENARIOS["steady"], _PAIR[:1], 0)

    def held() -> int:
        runner.truth.clear()
        return len(pickle.dumps(runner.__dict__))

    runner.advance(20.0)
    early = held()
    for until_s in range(21, 120):
        runner.advance(float(until_s))
    assert held() < 1.5 * early
