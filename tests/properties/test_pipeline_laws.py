"""The laws of the house on a real runner: cutting, looking ahead, shifting, mirroring, replaying."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.events import CueDecision, Event, Floats, Foot, Output, Packet, Placement, Step

Run = Callable[[Iterable[Event]], list[Output]]
LEFT: Placement = "foot-left"
RIGHT: Placement = "foot-right"
ROWS = 10340
SLOW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


class Tables(Protocol):
    """What the fixture `feet` is."""

    t_s: Floats

    def packets(self, cuts: dict[Placement, Sequence[int]], later_s: float = 0.0) -> list[Packet]: ...


def steps(outputs: Iterable[Output]) -> list[Step]:
    return [output for output in outputs if isinstance(output, Step)]


def cues(outputs: Iterable[Output]) -> list[CueDecision]:
    return [output for output in outputs if isinstance(output, CueDecision)]


def same(a: Step, b: Step) -> bool:
    """Bit for bit, a missing contact being equal to a missing contact."""
    if math.isnan(a.contact_s) and math.isnan(b.contact_s):
        a, b = replace(a, contact_s=0.0), replace(b, contact_s=0.0)
    return a == b


def seconds(every: float) -> list[int]:
    return list(range(round(150 * every), ROWS, round(150 * every)))


@pytest.fixture(scope="module")
def whole(feet: Tables, run: Run) -> list[Output]:
    """The reference: packets of one second."""
    return run(feet.packets({LEFT: seconds(1), RIGHT: seconds(1)}))


def test_the_reference_run_is_worth_comparing(whole: list[Output]) -> None:
    assert len([step for step in steps(whole) if step.valid]) > 170
    assert len([cue for cue in cues(whole) if cue.outcome == "played"]) >= 3


@SLOW
@given(cuts=st.tuples(st.integers(0, 60), st.integers(0, 60)), seed=st.integers(0, 2**32 - 1))
def test_cutting_packets_changes_nothing(
    feet: Tables, run: Run, whole: list[Output], cuts: tuple[int, int], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    left, right = (np.unique(rng.integers(1, ROWS, n)).tolist() for n in cuts)
    other = run(feet.packets({LEFT: left, RIGHT: right}))
    assert len(steps(other)) == len(steps(whole))
    assert all(map(same, steps(other), steps(whole)))
    assert cues(other) == cues(whole)


def test_packets_of_eight_samples_change_nothing(feet: Tables, run: Run, whole: list[Output]) -> None:
    other = run(feet.packets({LEFT: list(range(8, ROWS, 8)), RIGHT: list(range(5, ROWS, 8))}))
    assert all(map(same, steps(other), steps(whole)))
    assert len(steps(other)) == len(steps(whole))
    assert cues(other) == cues(whole)


@SLOW
@given(cut_s=st.floats(5.0, 68.0))
def test_nothing_looks_ahead(feet: Tables, run: Run, whole: list[Output], cut_s: float) -> None:
    """What was declared before the cut is the same when the rest is not there."""
    packets = feet.packets({LEFT: seconds(0.1), RIGHT: seconds(0.1)})
    kept = [packet for packet in packets if packet.arrived_s <= cut_s]
    heard_s = max(packet.arrived_s for packet in kept) - 0.11
    before = [step for step in steps(run(kept)) if step.declared_s <= heard_s]
    expected = [step for step in steps(whole) if step.declared_s <= heard_s]
    assert len(before) == len(expected)
    assert all(map(same, before, expected))


@SLOW
@given(later_s=st.sampled_from([-3.25, 0.001, 17.3, 1000.0, 86_400.0, 1.7e9]))
def test_a_recording_may_start_at_any_time(feet: Tables, run: Run, whole: list[Output], later_s: float) -> None:
    other = run(feet.packets({LEFT: seconds(1), RIGHT: seconds(1)}, later_s))
    # at Unix time a double resolves 0.24 microseconds, which is all that may differ
    tolerance_s = 1e-9 + 4 * math.ulp(abs(later_s))
    assert len(steps(other)) == len(steps(whole))
    for moved, step in zip(steps(other), steps(whole), strict=True):
        assert moved.valid == step.valid
        assert moved.reason == step.reason
        assert moved.initial_contact_s - later_s == pytest.approx(step.initial_contact_s, abs=tolerance_s * 50)
        assert moved.contact_s == pytest.approx(step.contact_s, abs=tolerance_s * 50, nan_ok=True)
    assert [cue.cue for cue in cues(other)] == [cue.cue for cue in cues(whole)]


def test_swapping_left_and_right_mirrors(feet: Tables, run: Run, whole: list[Output]) -> None:
    other: dict[Placement, Placement] = {LEFT: RIGHT, RIGHT: LEFT}
    mirror: dict[Foot, Foot] = {"left": "right", "right": "left", "unknown": "unknown"}
    packets = feet.packets({LEFT: seconds(1), RIGHT: seconds(1)})
    mirrored = steps(run(replace(packet, placement=other[packet.placement]) for packet in packets))
    for seen, step in zip(mirrored, steps(whole), strict=True):
        balance = step.values.get("balance_percent")
        assert seen.foot == mirror[step.foot]
        assert seen.contact_s == pytest.approx(step.contact_s, nan_ok=True, abs=1e-12)
        assert seen.flight_s == step.flight_s
        assert seen.valid == step.valid
        if balance is not None:
            assert seen.values["balance_percent"] == pytest.approx(100.0 - balance)


def test_the_same_events_give_the_same_outputs(feet: Tables, run: Run) -> None:
    packets = feet.packets({LEFT: seconds(0.5), RIGHT: seconds(0.7)})
    assert repr(run(packets)) == repr(run(packets))
