from __future__ import annotations

import numpy as np

from coach.events import Floats
from coach.simulate.motion.spline import Track


def _parts(rng: np.random.Generator) -> list[tuple[Floats, Floats]]:
    parts: list[tuple[Floats, Floats]] = []
    start = 0.0
    for _ in range(12):
        knots = start + np.cumsum(rng.uniform(0.01, 0.03, 10))
        parts.append((knots, rng.normal(size=(10, 2))))
        start = float(knots[-1])
    return parts


def test_derivatives_are_those_of_the_value() -> None:
    track = Track(2)
    for knots, rows in _parts(np.random.default_rng(1)):
        track.append(knots, rows)
    at = np.linspace(0.3, 1.2, 90001)
    value, rate, change = track.at(at, 0, 1, 2)
    step = at[1] - at[0]
    assert np.abs(np.gradient(value, step, axis=0) - rate)[2:-2].max() < 1e-3
    assert np.abs(np.gradient(rate, step, axis=0) - change)[2:-2].max() < 0.5
    assert np.abs(change).max() > 100.0


def test_nothing_before_ready_changes_when_it_grows_or_forgets() -> None:
    parts = _parts(np.random.default_rng(2))
    whole, grown = Track(2), Track(2)
    for knots, rows in parts:
        whole.append(knots, rows)
    last = 0.2
    for knots, rows in parts:
        grown.append(knots, rows)
        if grown.ready_s > last + 0.01:
            at = np.arange(last, grown.ready_s, 0.003)
            assert np.array_equal(grown.at(at, 0, 2), whole.at(at, 0, 2))
            last = float(at[-1])
            grown.forget(last)
    assert last > 1.0


def test_equal_rows_make_a_constant() -> None:
    track = Track(1)
    knots = np.cumsum(np.random.default_rng(4).uniform(0.01, 5.0, 40))
    track.append(knots, np.full((40, 1), 3.0))
    value, rate = track.at(np.linspace(float(knots[8]), track.ready_s, 50), 0, 1)
    assert np.allclose(value, 3.0)
    assert np.allclose(rate, 0.0)
