"""Against force plates, at any mounting. The level on runners never seen is the benchmarks' to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact, Floats
from coach.gait.foot.detector import FootDetector
from coach.gait.foot.early import LONG_S
from coach.gait.steps import StepBuilder

Foot: TypeAlias = Callable[[str], tuple[Block, Floats]]
Detect: TypeAlias = Callable[[Sequence[Block]], list[Contact]]

pytestmark = pytest.mark.data
RUNS = ("S01_2.5mps", "S10_4.5mps", "S13_4.5mps", "S24_3.5mps")


def errors_ms(contacts: Sequence[Contact], truth: Floats) -> Floats:
    """Contact time of each measured contact less the true one's."""
    true = truth[[int(np.argmin(np.abs(truth[:, 0] - x.initial_contact_s))) for x in contacts]]
    return 1e3 * (np.array([x.contact_s for x in contacts]) - (true[:, 1] - true[:, 0]))


def turned(block: Block, by: Rotation, *, since_s: float = 0.0) -> Block:
    """The same foot under a sensor mounted otherwise, from some time on."""
    assert block.gyro_dps is not None
    first = round(since_s * block.rate_hz)
    matrix = by.as_matrix().T
    accel, gyro = block.accel_g.copy(), block.gyro_dps.copy()
    accel[first:], gyro[first:] = accel[first:] @ matrix, gyro[first:] @ matrix
    return replace(block, accel_g=accel, gyro_dps=gyro)


def without(block: Block, first: int, last: int) -> Block:
    """Samples first…last-1 lost and bridged by straight lines."""
    assert block.gyro_dps is not None
    filled = block.filled.copy()
    filled[first:last] = True
    index = np.arange(len(filled))
    accel, gyro = block.accel_g.copy(), block.gyro_dps.copy()
    for column in (*accel.T, *gyro.T):
        column[:] = np.interp(index, index[~filled], column[~filled])
    return replace(block, accel_g=accel, gyro_dps=gyro, filled=filled)


def at(contacts: Sequence[Contact], t_s: float) -> Contact:
    """The contact nearest to a time."""
    return min(contacts, key=lambda contact: abs(contact.initial_contact_s - t_s))


@pytest.mark.parametrize("name", RUNS)
def test_every_step_is_found_and_dated(foot: Foot, detect: Detect, name: str) -> None:
    block, truth = foot(name)
    contacts = detect([block])
    error_ms = errors_ms(contacts, truth)

    assert len(contacts) >= len(truth) - 2
    assert len({round(x.initial_contact_s, 2) for x in contacts}) == len(contacts)
    assert abs(error_ms.mean()) < 9.0
    assert error_ms.std() < 3.5
    assert all(x.foot == "left" and x.uncertainty_s < 0.006 for x in contacts if not x.faults)


@pytest.mark.parametrize("name", RUNS)
def test_contacts_are_declared_as_the_foot_leaves(foot: Foot, detect: Detect, name: str) -> None:
    late_ms = [1e3 * (x.declared_s - x.toe_off_s) for x in detect([foot(name)[0]]) if x.declared_s > 5.5]

    assert np.median(late_ms) < 10.0
    assert max(late_ms) < 25.0


def test_the_first_seconds_come_late_but_come(foot: Foot, detect: Detect) -> None:
    block, truth = foot("S08_3.5mps")
    contacts = detect([block])

    assert contacts[0].initial_contact_s < 0.8
    assert 2.0 < contacts[0].declared_s < 6.0
    assert abs(errors_ms(contacts[:3], truth)).max() < 12.0


@pytest.mark.parametrize("name", RUNS)
def test_speed_is_the_belts(foot: Foot, detect: Detect, name: str) -> None:
    contacts = [x for x in detect([foot(name)[0]]) if "speed_mps" in x.extras]

    assert np.median([x.extras["speed_mps"] for x in contacts]) == pytest.approx(float(name[4:7]), rel=0.04)
    assert all(0.0 < x.extras["speed_uncertainty_mps"] < 0.3 for x in contacts)


def test_the_heel_rises_in_the_second_half_of_a_slow_stance(foot: Foot, detect: Detect) -> None:
    rises = [x.extras["heel_rise_percent"] for x in detect([foot("S24_2.5mps")[0]])]

    assert 45.0 < np.median(rises) < 80.0


@pytest.mark.parametrize("seed", range(4))
def test_the_mounting_does_not_matter(foot: Foot, detect: Detect, seed: int) -> None:
    block = foot("S17_3.5mps")[0]
    by = Rotation.from_quat(np.random.default_rng(seed).normal(size=4))
    straight, crooked = detect([block]), detect([turned(block, by)])
    difference_ms = [1e3 * (a.contact_s - b.contact_s) for a, b in zip(straight, crooked, strict=True)]

    assert np.abs(difference_ms).max() < 0.01


@pytest.mark.parametrize(
    "by", [Rotation.from_euler("x", 90, degrees=True), Rotation.from_euler("z", 180, degrees=True)]
)
def test_a_slipped_sensor_is_noticed_and_learned_anew(foot: Foot, detect: Detect, by: Rotation) -> None:
    block, truth = foot("S08_3.5mps")
    contacts = detect([turned(block, by, since_s=14.0)])
    slipped = [x for x in contacts if "slipped" in x.faults]
    after = [x for x in contacts if x.initial_contact_s > 24.0]

    assert slipped
    assert max(x.declared_s for x in slipped) < 24.0
    assert not any(x.faults for x in after)
    assert abs(errors_ms(after, truth)).max() < 12.0


def test_a_contact_touched_by_a_gap_has_no_contact_time(foot: Foot, detect: Detect) -> None:
    block, truth = foot("S22_3.5mps")
    begun = truth[20, 0]
    contacts = detect([without(block, round((begun + 0.1) * 150), round((begun + 0.16) * 150))])
    touched = at(contacts, begun)

    assert np.isnan(touched.contact_s)
    assert touched.faults[0] == "gap"
    assert [x.faults for x in contacts].count(("gap",)) == 1
    assert not np.isnan(at(contacts, truth[21, 0]).contact_s)


def test_a_landing_lost_in_a_gap_is_still_a_contact(foot: Foot, detect: Detect) -> None:
    block, truth = foot("S22_3.5mps")
    begun = truth[20, 0]
    contacts = detect([without(block, round((begun - 0.02) * 150), round((begun + 0.06) * 150))])
    touched = at(contacts, begun)

    assert abs(touched.initial_contact_s - begun) < 0.05
    assert "gap" in touched.faults
    assert len(contacts) == len(detect([block]))


def test_a_break_in_the_stream_costs_the_step_it_hits(foot: Foot, detect: Detect) -> None:
    block, truth = foot("S22_3.5mps")
    assert block.gyro_dps is not None
    middle, n = 2250, len(block.accel_g)
    parts = [
        replace(
            block,
            t_s=first / 150.0,
            accel_g=block.accel_g[first:last],
            gyro_dps=block.gyro_dps[first:last],
            filled=block.filled[first:last],
            clipped=block.clipped[first:last],
        )
        for first, last in ((0, middle), (middle + 30, n))
    ]
    whole, broken = detect([block]), detect(parts)

    assert len(whole) - 2 <= len(broken) < len(whole)
    assert np.abs(errors_ms(broken, truth)).max() < 15.0


def test_clipping_is_told(foot: Foot, detect: Detect) -> None:
    block, truth = foot("S22_3.5mps")
    clipped = block.clipped.copy()
    clipped[round(truth[20, 0] * 150)] = True
    contacts = detect([replace(block, clipped=clipped)])

    assert [x.faults for x in contacts].count(("clipped",)) == 1


def test_a_low_rate_is_told_and_trusted_less(foot: Foot, detect: Detect) -> None:
    block, _ = foot("S22_3.5mps")
    assert block.gyro_dps is not None
    slow = replace(
        block,
        rate_hz=75.0,
        accel_g=block.accel_g[::2],
        gyro_dps=block.gyro_dps[::2],
        filled=block.filled[::2],
        clipped=block.clipped[::2],
    )
    contacts = detect([slow])

    assert contacts
    assert all("low-rate" in x.faults and x.uncertainty_s > 0.0055 for x in contacts)


def test_body_mass_lengthens_a_heavy_runners_contact(foot: Foot) -> None:
    block = foot("S22_3.5mps")[0]
    light, heavy = (FootDetector("foot-left", 150.0, mass_kg).feed(block) for mass_kg in (50.0, 90.0))
    longer_ms = {round(1e3 * (b.contact_s - a.contact_s), 3) for a, b in zip(light, heavy, strict=True)}

    assert len(longer_ms) == 1
    assert 5.0 < longer_ms.pop() < 12.0


def test_without_a_gyroscope_nothing_is_told(foot: Foot, detect: Detect) -> None:
    assert detect([replace(foot("S22_3.5mps")[0], gyro_dps=None)]) == []


def test_a_stance_is_foreseen_before_toe_off(foot: Foot) -> None:
    block, truth = foot("S22_3.5mps")
    detector = FootDetector("foot-left", 150.0)
    detector.feed(block)
    early = detector.early()
    true = [truth[np.argmin(np.abs(truth[:, 1] - x.predicted_toe_off_s)), 1] for x in early]
    ahead_ms = 1e3 * (np.array(true) - [x.at_s for x in early])
    error_ms = 1e3 * (np.array([x.predicted_toe_off_s for x in early]) - true)
    landed_ms = [1e3 * np.min(np.abs(truth[:, 0] - x.initial_contact_s)) for x in early]

    assert len(early) > 25
    assert ahead_ms.min() > 40.0
    assert error_ms.std() < 6.0
    assert np.quantile(landed_ms, 0.9) < 15.0
    assert sum(x.long_by_s > LONG_S for x in early) <= 2
    assert detector.early() == []


@pytest.mark.parametrize("name", ["S02_3.5mps", "S13_4.5mps"])
def test_the_heel_rises_once_however_the_foot_rocks_after_landing(foot: Foot, detect: Detect, name: str) -> None:
    block, _ = foot(name)
    rises = np.array([x.extras["heel_rise_percent"] for x in detect([block])])
    assert np.all((rises > 35.0) & (rises < 75.0))


def test_a_real_walker_stands_on_each_foot_for_half_the_stride(data_dir: Path) -> None:
    rows: Floats = np.genfromtxt(data_dir / "foot_imu_real" / "walkerC_6kmh.csv.gz", delimiter=",", skip_header=1)
    t_s, first = np.unique(rows[:, 0] / 1e3, return_index=True)
    t = np.arange(t_s[0], t_s[-1], 0.01)
    even: Floats = np.empty((len(t), 6))
    for column, values in zip(even.T, rows[first, 1:].T, strict=True):
        column[:] = np.interp(t, t_s, values)
    none = np.zeros(len(t), dtype=np.bool_)
    block = Block("foot-right", float(t[0]), 100.0, even[:, :3], even[:, 3:], none, none, fresh=True)
    contacts = FootDetector("foot-right", 100.0).feed(block)
    strides = np.diff([x.initial_contact_s for x in contacts])
    share = np.array([x.contact_s for x in contacts[:-1]])[strides < 1.5] / strides[strides < 1.5]

    assert len(contacts) > 15
    assert np.quantile(share, 0.1) > 0.45
    assert np.median(share) > 0.5


@pytest.mark.parametrize("rate_hz", [104.0, 208.0])
@pytest.mark.parametrize("later_s", [0.0, 0.1, 0.2, 0.4, 0.6])
def test_a_very_fast_foot_is_understood_wherever_its_seconds_begin(
    data_dir: Path, later_s: float, rate_hz: float
) -> None:
    rows: Floats = np.genfromtxt(data_dir / "foot_imu_real" / "runnerB_track_1.csv.gz", delimiter=",", skip_header=1)
    rows = rows[np.concatenate([[True], np.diff(rows[:, 0]) > 0.0])]
    t_s = np.arange(rows[0, 0] / 1000.0 + later_s, rows[-1, 0] / 1000.0, 1.0 / rate_hz)
    even: Floats = np.column_stack([np.interp(t_s, rows[:, 0] / 1000.0, rows[:, k]) for k in range(1, 7)])
    none = np.zeros(len(t_s), dtype=np.bool_)
    block = Block("foot-right", 0.0, rate_hz, even[:, :3], even[:, 3:], none, none, fresh=True)
    builder = StepBuilder(("foot-right",))
    found = FootDetector("foot-right", rate_hz).feed(block)
    steps = [step for contact in found for step in builder.feed(contact)] + builder.finish()
    assert sum(step.valid for step in steps) >= 2
