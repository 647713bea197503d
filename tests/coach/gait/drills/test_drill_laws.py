"""What every counter owes: the same answer however samples were cut, no look ahead, and nothing where no drill is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.config import Config
from coach.dsp.grid import Grid
from coach.events import Block, Placement, Samples, Step
from coach.gait.drills.counter import DrillCounter
from coach.measures.measurer import Measurer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Drill, Scenario
from coach.simulate.sensor import SimulatedSensor

from .conftest import Case, hear, listen

SPRUNG, SKIP, KICK = Drill("pogo", 0.18, 0.45), Drill("skip", 0.20, 0.36), Drill("butt-kick", 0.15, 0.27)
FEET_AND_WAIST: tuple[Placement, ...] = ("foot-left", "foot-right", "waist")


@pytest.mark.parametrize("drill", [SPRUNG, SKIP, KICK])
def test_cutting_samples_otherwise_changes_no_bit(drill: Drill) -> None:
    case = Case(drill, FEET_AND_WAIST, 1.2, loss=0.05)
    whole = [repr(one) for one in hear(case).repetitions(drill.kind)]
    assert len(whole) > 8
    for patience_s in ((0.5, 0.2, 1.0), (99.0, 0.1, 99.0)):
        other = hear(replace(case, patience_s=patience_s))
        assert [repr(one) for one in other.repetitions(drill.kind)] == whole


@pytest.mark.parametrize("placement", ["foot-left", "shank-left", "chest"])
@pytest.mark.parametrize("drill", [SPRUNG, SKIP, KICK])
def test_a_repetition_needs_no_sample_after_its_declaration(drill: Drill, placement: Placement) -> None:
    heard = hear(Case(drill, (placement,), 1.2))
    found = heard.repetitions(drill.kind)
    for one in (found[0], found[len(found) // 2], found[-1]):
        assert one in heard.repetitions(drill.kind, one.declared_s + 0.002)
        assert one not in heard.repetitions(drill.kind, one.declared_s - 0.03)


def test_a_lost_sensor_holds_nothing_up() -> None:
    heard = hear(Case(SPRUNG, FEET_AND_WAIST))
    counter = DrillCounter(FEET_AND_WAIST)
    first = [one for p, found in heard.found if p == "foot-left" for one in counter.feed(p, found)]
    assert first == []
    told = [*counter.silence("foot-right"), *counter.silence("waist")]
    assert len(told) > 10
    assert told == sorted(told, key=lambda one: one.declared_s)


@pytest.mark.parametrize("placement", ["foot-left", "shank-right", "waist", "chest"])
@pytest.mark.parametrize("rate_hz", [52.0, 104.0])
def test_standing_walking_and_running_are_no_drill(
    standing_walking_running: Scenario, placement: Placement, rate_hz: float
) -> None:
    case = Case(SPRUNG, (placement,), seed=3, rate_hz=rate_hz)
    assert listen(standing_walking_running, case, 48.0).repetitions() == []


@pytest.mark.data
@pytest.mark.parametrize("name", ["S08_4.5mps", "S24_2.5mps", "S09_3.5mps"])
@pytest.mark.parametrize(
    ("placement", "site"), [("foot-left", "footL"), ("shank-right", "shankR"), ("waist", "pelvis")]
)
def test_real_running_is_no_drill(data_dir: Path, placement: Placement, site: str, name: str) -> None:
    with np.load(data_dir / "fukuchi_vimu" / f"{name}.npz") as trial:
        imu = trial[f"imu_{site}"].astype(np.float64)
        accel_g, gyro_dps = imu[:, :3] * float(trial["acc_scale_g"]), imu[:, 3:] * float(trial["gyro_scale_dps"])
    samples = Samples(placement, np.arange(len(imu)) / 150.0, accel_g, gyro_dps)
    counter = DrillCounter([placement])
    blocks = [one for one in Grid().feed(samples) if isinstance(one, Block)]
    assert sum(len(block.accel_g) for block in blocks) > 4000
    assert [one for block in blocks for one in counter.feed(placement, block)] == []
    assert list(counter.finish()) == []


@pytest.mark.parametrize("drill", [SPRUNG, SKIP, KICK, Drill("pogo", 0.28, 0.60), Drill("butt-kick", 0.20, 0.33)])
def test_feet_in_a_drill_give_no_believable_running_step(drill: Drill) -> None:
    case = Case(drill, ("foot-left", "foot-right"), 1.2)
    runner = SimulatedRunner(case.scenario, [SimulatedSensor(p) for p in case.placements], case.seed)
    measurer = Measurer(Config(), case.placements)
    out = [one for packet in runner.advance(18.0) for one in measurer.packet(packet)]
    steps = [one for one in [*out, *measurer.finish()] if isinstance(one, Step)]
    assert Counter(step.valid for step in steps)[True] == 0
    assert steps
