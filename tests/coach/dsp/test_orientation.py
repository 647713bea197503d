from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.dsp.orientation import PitchAxis
from coach.events import Floats

RATE = 104


def running(seconds: int, mounting: Rotation, seed: int = 0) -> Floats:
    """A running foot that pitches, toe-up positive, about near the sensor's own y: landing, push-off, swing."""
    t = np.arange(seconds * RATE) / RATE
    phase = t % 0.7
    pitch = np.zeros(len(t))
    for height, centre, width in ((-500, 0.03, 0.015), (-550, 0.26, 0.035), (-350, 0.36, 0.03), (650, 0.57, 0.05)):
        pitch += height * np.exp(-0.5 * ((phase - centre) / width) ** 2)
    noise = np.random.default_rng(seed).normal(0.0, 20.0, (len(t), 3))
    return np.asarray(mounting.apply(np.column_stack([0.2 * pitch, pitch, 0.1 * pitch]) + noise))


def taught(axis: PitchAxis, gyro: Floats) -> list[Floats | None]:
    """The axis after each second."""
    known: list[Floats | None] = []
    for first in range(0, len(gyro) - RATE + 1, RATE):
        axis.learn(gyro[first : first + RATE])
        known.append(axis.vector)
    return known


@pytest.mark.parametrize("seed", range(6))
def test_axis_and_sense_are_known_within_seconds_at_any_mounting(seed: int) -> None:
    mounting = Rotation.from_quat(np.random.default_rng(seed).normal(size=4))
    axis = PitchAxis(RATE)
    known = taught(axis, running(6, mounting, seed))
    true = mounting.apply(np.array([0.2, 1.0, 0.1]) / np.linalg.norm([0.2, 1.0, 0.1]))

    assert known[1] is None
    assert known[5] is not None
    assert float(known[5] @ true) > np.cos(np.radians(3))
    assert axis.slips == 0


@pytest.mark.parametrize("noise_dps", [0.0, 2.0, 40.0])
def test_a_resting_sensor_teaches_nothing(noise_dps: float) -> None:
    axis = PitchAxis(RATE)

    assert taught(axis, np.random.default_rng(0).normal(0.0, noise_dps, (20 * RATE, 3))) == [None] * 20


def test_what_is_known_survives_a_rest() -> None:
    axis = PitchAxis(RATE)
    before = taught(axis, running(6, Rotation.identity()))[-1]
    after = taught(axis, np.zeros((60 * RATE, 3)))[-1]

    assert before is not None
    assert after is not None
    assert np.array_equal(before, after)


@pytest.mark.parametrize(
    "by",
    [Rotation.from_euler("x", 60, degrees=True), Rotation.from_euler("z", 180, degrees=True)],
    ids=["turned", "reversed"],
)
def test_a_moved_sensor_is_noticed_and_learned_within_ten_seconds(by: Rotation) -> None:
    axis = PitchAxis(RATE)
    taught(axis, running(20, Rotation.identity()))
    known = taught(axis, running(12, by))
    true = by.apply(np.array([0.2, 1.0, 0.1]) / np.linalg.norm([0.2, 1.0, 0.1]))

    assert axis.slips == 1
    assert any(vector is None for vector in known)
    assert known[9] is not None
    assert float(known[9] @ true) > np.cos(np.radians(10))


def test_a_slow_drift_is_followed() -> None:
    axis = PitchAxis(RATE)
    for degrees in range(0, 60, 2):
        taught(axis, running(4, Rotation.from_euler("x", degrees, degrees=True)))
    true = Rotation.from_euler("x", 58, degrees=True).apply(np.array([0.2, 1.0, 0.1]) / np.linalg.norm([0.2, 1.0, 0.1]))

    assert axis.slips == 0
    assert axis.vector is not None
    assert float(axis.vector @ true) > np.cos(np.radians(15))
