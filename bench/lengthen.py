"""Runs in which some stances last longer: time stretched while the foot lies flat, truth moved with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.data import Trial
from coach.events import Bools, Floats, Placement

_FLAT_SHARE = (0.3, 0.5)
"""Part of stance that is stretched: where the foot turns slowest and nothing gives the length away."""


def lengthened(trial: Trial, placement: Placement, by_s: float, share: float, seed: int) -> tuple[Trial, Bools]:
    """The run as this foot's sensor would have felt it, and which of its contacts are longer; other sites stay."""
    own = np.flatnonzero(trial.left == placement.endswith("left"))
    chosen = np.random.default_rng(seed).random(len(own)) < share
    at = [0.0]
    was = [0.0]
    for contact in own[chosen]:
        begun, left = trial.contacts_s[contact]
        shift = at[-1] - was[-1]
        first, last = (begun + part * (left - begun) for part in _FLAT_SHARE)
        was += [first, last]
        at += [first + shift, last + shift + by_s]
    length = len(trial.gyro_dps[placement]) / trial.rate_hz
    was.append(length)
    at.append(length + at[-1] - was[-2])
    t = np.arange(int(at[-1] * trial.rate_hz)) / trial.rate_hz
    source = np.interp(t, at, was)
    contacts = np.interp(trial.contacts_s, was, at)
    return (
        replace(
            trial,
            accel_g={**trial.accel_g, placement: _read(trial.accel_g[placement], source * trial.rate_hz)},
            gyro_dps={**trial.gyro_dps, placement: _read(trial.gyro_dps[placement], source * trial.rate_hz)},
            contacts_s=contacts,
        ),
        chosen,
    )


def _read(signal: Floats, rows: Floats) -> Floats:
    """Cubic between samples, so that a stretch leaves no corners."""
    below = np.clip(rows.astype(np.intp), 1, len(signal) - 3)
    share = np.clip(rows - below, -1.0, 2.0)[:, None]
    a, b, c, d = (signal[below + k] for k in (-1, 0, 1, 2))
    bend = a - 2.5 * b + 2.0 * c - 0.5 * d, 0.5 * (d - a) + 1.5 * (b - c)
    return b + share * (0.5 * (c - a) + share * (bend[0] + share * bend[1]))
