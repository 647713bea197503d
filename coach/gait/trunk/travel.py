"""How far the trunk travels up and down, by integrating its own acceleration twice."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.events import Floats

CM_PER_G_S2 = 980.665
LOWEST_WITHIN_S = 0.25
"""The lowest point of stance comes this soon after loading."""


@dataclass(frozen=True, slots=True)
class Travel:
    """The trunk's height over two steps, from the loading before a step's own to the one after it."""

    height_cm: Floats
    loading: float
    """The step's own loading, as a fractional index into `height_cm`."""
    rate_hz: float

    def sink_cm(self, lead_s: float) -> float:
        """Height at initial contact, `lead_s` before loading, minus the lowest point of the stance that follows."""
        at = self.loading - lead_s * self.rate_hz
        below = min(max(int(at), 0), len(self.height_cm) - 2)
        share = at - below
        touch = self.height_cm[below] * (1.0 - share) + self.height_cm[below + 1] * share
        first = math.ceil(self.loading)
        stance = self.height_cm[first : first + int(LOWEST_WITHIN_S * self.rate_hz) + 1]
        return float(touch - stance.min())

    @property
    def oscillation_cm(self) -> float:
        """Highest minus lowest point from the step's own loading to the next."""
        own = self.height_cm[int(self.loading) :]
        return float(own.max() - own.min())


def travel(vertical_g: Floats, loading: float, rate_hz: float) -> Travel:
    """Integrate two steps of vertical acceleration (n,) that begin and end at a loading.

    Over whole strides a runner gains neither upward velocity nor height: levelling both takes off gravity, bias and
    drift. Two steps, because one step alone would turn a difference between left and right into drift.
    """
    velocity = _levelled(_integrated(vertical_g))
    height = _levelled(_integrated(velocity))
    return Travel(height * (CM_PER_G_S2 / rate_hz**2), loading, rate_hz)


def _integrated(x: Floats) -> Floats:
    """Trapezoids, from 0, per sample."""
    y = np.empty_like(x)
    y[0] = 0.0
    np.cumsum((x[1:] + x[:-1]) * 0.5, out=y[1:])
    return y


def _levelled(x: Floats) -> Floats:
    """Without the straight line from the first sample, which is 0, to the last."""
    return x - np.arange(len(x)) * (x[-1] / (len(x) - 1))
