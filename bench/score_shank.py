"""The streaming shank detector against the force plate, one run and leg at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.data import Trial
from bench.degrade import Degradation, blocks
from bench.score_foot import EDGE_S, matched
from bench.train_shank import SHANKS
from coach.events import Contact, Floats, Placement
from coach.gait.shank import ShankDetector
from coach.gait.shank.model import ShankModel

SEED = 77
"""Noise, mounting and loss unlike those of training."""
SETTLED_S = 5.5
"""Declaration delay is scored from here on: before, contacts wait for the mounting to be learned."""
CALIBRATION_STEPS = 20


@dataclass(frozen=True, slots=True)
class Leg:
    """One run and leg: errors in ms, contacts in order of truth; NaN where a contact was found but not dated."""

    trial: Trial
    side: str
    missed: int
    false: int
    error_ms: Floats
    begun_ms: Floats
    """Error of initial contact."""
    left_ms: Floats
    """Error of toe-off."""
    true_ms: Floats
    late_ms: Floats
    """Declared after true toe-off, settled contacts only."""

    @property
    def dated_ms(self) -> Floats:
        """Errors of the contacts that were dated."""
        return self.error_ms[np.isfinite(self.error_ms)]

    @property
    def strike(self) -> str:
        """How this leg's foot lands."""
        return self.trial.strike[self.side]


def score_all(runs: Sequence[Trial], models: Mapping[str, ShankModel], degradation: Degradation) -> list[Leg]:
    """Every run's two legs, each runner by the model that has not seen them."""
    return [
        score(run, shank, detected(run, shank, models[run.runner], degradation)) for run in runs for shank in SHANKS
    ]


def detected(run: Trial, placement: Placement, model: ShankModel, degradation: Degradation) -> list[Contact]:
    """One leg through the product's own detector."""
    detector = ShankDetector(placement, degradation.rate_hz, model)
    return [contact for block in blocks(run, placement, degradation, SEED) for contact in detector.feed(block)]


def score(run: Trial, placement: Placement, contacts: Sequence[Contact]) -> Leg:
    """Beside the truth."""
    truth = run.contacts_s[run.left == placement.endswith("left")]
    end_s = len(run.accel_g[placement]) / run.rate_hz
    asked = (truth[:, 0] > EDGE_S) & (truth[:, 1] < end_s - EDGE_S)
    pairs, false = matched(truth, contacts)
    pairs = {k: contact for k, contact in pairs.items() if asked[k]}
    true, found = truth[list(pairs)], list(pairs.values())
    span_s = true[:, 1] - true[:, 0]
    late_s = np.array([x.declared_s for x in found]) - true[:, 1]
    return Leg(
        trial=run,
        side=placement.rpartition("-")[2],
        missed=int(np.sum(asked)) - len(pairs),
        false=false,
        error_ms=(np.array([x.contact_s for x in found]) - span_s) * 1e3,
        begun_ms=(np.array([x.initial_contact_s for x in found]) - true[:, 0]) * 1e3,
        left_ms=(np.array([x.toe_off_s for x in found]) - true[:, 1]) * 1e3,
        true_ms=span_s * 1e3,
        late_ms=late_s[true[:, 0] > SETTLED_S] * 1e3,
    )


def guessed(runs: Sequence[Trial], *features: Callable[[Trial], float]) -> list[Leg]:
    """What no sensor at all achieves: contact time guessed from features of the run, fitted on the other runners."""
    design = np.array([[1.0, *(feature(run) for feature in features)] for run in runs])
    mean_s = np.array([float(np.mean(run.contacts_s[:, 1] - run.contacts_s[:, 0])) for run in runs])
    legs: list[Leg] = []
    for run, row in zip(runs, design, strict=True):
        others = np.array([other.runner != run.runner for other in runs])
        guess_s = float(row @ np.linalg.lstsq(design[others], mean_s[others], rcond=None)[0])
        for shank in SHANKS:
            truth = run.contacts_s[run.left == shank.endswith("left")]
            span_ms = (truth[:, 1] - truth[:, 0]) * 1e3
            error_ms, none = guess_s * 1e3 - span_ms, np.empty(0)
            legs.append(Leg(run, shank.rpartition("-")[2], 0, 0, error_ms, none, none, span_ms, none))
    return legs


def calibrated(legs: Sequence[Leg], at_mps: float | None = None) -> list[Floats]:
    """Errors after one constant of the leg's own, from twenty steps at one speed, at the runner's other speeds."""
    return [
        leg.dated_ms - known.dated_ms[:CALIBRATION_STEPS].mean()
        for leg in legs
        for known in legs
        if (known.trial.runner, known.side) == (leg.trial.runner, leg.side)
        and known.trial.speed_mps != leg.trial.speed_mps
        and at_mps in (None, known.trial.speed_mps)
    ]


def rmse(errors: Iterable[Floats]) -> float:
    """Over all steps that have a value."""
    return float(np.sqrt(np.nanmean(np.concatenate(list(errors)) ** 2)))
