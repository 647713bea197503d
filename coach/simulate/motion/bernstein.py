"""Polynomials in Bernstein form: bumps whose integrals are exact.

sum_j c_j B_j,n(s) with s = 0…1 over a span of time; non-negative coefficients give a non-negative curve, the first
and last are its end values.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np

from coach.events import Floats


@cache
def _binomials(degree: int) -> Floats:
    return np.array([comb(degree, j) for j in range(degree + 1)], dtype=np.float64)


def evaluate(coefficients: Floats, s: Floats) -> Floats:
    """Values (m, k) at s (m,) in 0…1 of the k polynomials in (n + 1, k) coefficients."""
    degree = len(coefficients) - 1
    up = np.empty((len(s), degree + 1))
    down = np.empty_like(up)
    up[:, 0] = 1.0
    down[:, degree] = 1.0
    for j in range(degree):
        up[:, j + 1] = up[:, j] * s
        down[:, degree - 1 - j] = down[:, degree - j] * (1.0 - s)
    return np.asarray((up * down * _binomials(degree)) @ coefficients, dtype=np.float64)


def integral(coefficients: Floats, span_s: float) -> Floats:
    """Coefficients (n + 2, k) of the running integral over time from the start of the span."""
    steps = np.cumsum(coefficients, axis=0) * (span_s / len(coefficients))
    return np.concatenate([np.zeros((1, coefficients.shape[1])), steps])
