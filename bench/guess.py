"""What no sensor at all achieves: a run's mean guessed from its speed and cadence, fitted on the other runners."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from bench.data import Trial
from coach.events import Floats

Feature: TypeAlias = Callable[[Trial], float]


def ln_speed(run: Trial) -> float:
    """Logarithm of the belt's speed in m/s."""
    return math.log(run.speed_mps)


def cadence_hz(run: Trial) -> float:
    """Steps per second, by the force plate."""
    return 1.0 / float(np.diff(run.contacts_s[:, 0]).mean())


GUESSES: Mapping[str, Sequence[Feature]] = {
    "no sensor: speed": (ln_speed,),
    "no sensor: speed and cadence": (ln_speed, cadence_hz),
}
"""A placement that does not beat these rows is worth nothing as a level."""


def guesses(runs: Sequence[Trial], means: Floats, features: Sequence[Feature]) -> Floats:
    """Each run's mean from the features, by least squares on the runs of all other runners."""
    design = np.array([[1.0, *(feature(run) for feature in features)] for run in runs])
    runner = np.array([run.runner for run in runs])
    out = np.empty(len(runs))
    for k, row in enumerate(design):
        others = runner != runner[k]
        out[k] = row @ np.linalg.lstsq(design[others], means[others], rcond=None)[0]
    return out
