from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coach.simulate.motion import bernstein

_COEFFICIENTS = st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=10)


@given(_COEFFICIENTS, st.floats(0.01, 2.0))
def test_the_integral_is_the_integral(values: list[float], span_s: float) -> None:
    coefficients = np.array(values)[:, None]
    s = np.linspace(0.0, 1.0, 2001)
    curve = bernstein.evaluate(coefficients, s)[:, 0]
    summed = np.concatenate([[0.0], np.cumsum((curve[1:] + curve[:-1]) / 2.0)]) * span_s / 2000.0
    exact = bernstein.evaluate(bernstein.integral(coefficients, span_s), s)[:, 0]
    assert np.abs(exact - summed).max() < 1e-4 * span_s


@given(_COEFFICIENTS)
def test_ends_are_the_outer_coefficients_and_signs_are_kept(values: list[float]) -> None:
    coefficients = np.abs(np.array(values))[:, None]
    curve = bernstein.evaluate(coefficients, np.linspace(0.0, 1.0, 101))[:, 0]
    assert curve[0] == coefficients[0, 0]
    assert curve[-1] == coefficients[-1, 0]
    assert curve.min() >= 0.0
