from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from coach.dsp.attitude import Attitude, rotate, turn, turn_back
from coach.events import Floats

RATE_HZ = 104.0


def tumbling(count: int = 400, seed: int = 0) -> Floats:
    """Smooth rates of several hundred deg/s about all axes."""
    rng = np.random.default_rng(seed)
    t = np.arange(count)[:, None] / RATE_HZ
    return np.asarray(rng.uniform(200, 600, 3) * np.sin(t * rng.uniform(3, 12, 3) + rng.uniform(0, 6, 3)))


def test_rates_add_up_to_the_orientation() -> None:
    gyro = tumbling()
    before = np.vstack([gyro[:1], gyro[:-1]])
    true: list[Floats] = []
    orientation = Rotation.identity()
    for step in np.deg2rad((gyro + before) / 2.0 / RATE_HZ):
        orientation = orientation * Rotation.from_rotvec(step)
        true.append(orientation.apply([0.2, -0.5, 0.9]))
    seen = rotate(Attitude(RATE_HZ).feed(gyro), np.tile([0.2, -0.5, 0.9], (len(gyro), 1)))

    assert np.abs(seen - np.array(true)).max() < 1e-6


@given(sizes=st.lists(st.integers(0, 90), min_size=1, max_size=8).filter(any))
def test_cutting_changes_no_bit(sizes: list[int]) -> None:
    gyro = tumbling()
    attitude, first = Attitude(RATE_HZ), 0
    parts: list[Floats] = []
    while first < len(gyro):
        size = sizes[len(parts) % len(sizes)]
        parts.append(attitude.feed(gyro[first : first + size]))
        first += size

    assert np.array_equal(np.vstack(parts), Attitude(RATE_HZ).feed(gyro))


def test_orientations_stay_unit_for_an_hour() -> None:
    last = Attitude(RATE_HZ).feed(np.tile(tumbling(), (900, 1)))[-1]

    assert abs(np.linalg.norm(last) - 1.0) < 1e-12


@given(q=st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1))
def test_turning_back_undoes_turning(q: tuple[float, float, float, float]) -> None:
    w, x, y, z = (np.asarray(q) / np.linalg.norm(q)).tolist()
    v = 0.3, -1.2, 2.0

    assert np.allclose(turn_back((w, x, y, z), turn((w, x, y, z), v)), v)
    assert np.allclose(turn((w, x, y, z), v), Rotation.from_quat([x, y, z, w]).apply(v))
