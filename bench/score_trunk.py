"""Trunk contacts beside their truth, and what is made of the difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bench.data import Trial
from bench.degrade import Degradation, blocks
from bench.guess import Feature, guesses
from bench.train_trunk import MATCH_S, lessons, train
from coach.events import Contact, Floats, Placement
from coach.gait.trunk import TrunkDetector
from coach.gait.trunk.constants import Site

SEED = 1
SETTLED_STEPS = 8
"""Steps of a run that are not scored for side: nobody has been told yet."""
CALIBRATION_STEPS = 20
CALIBRATED_AT_MPS = 3.5
SOFT = {"no-speed"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run's steps beside their truth; arrays over matched steps, NaN where not measured or not believed."""

    runner: str
    speed_mps: float
    strike: str
    contact_error_ms: Floats
    contact_truth_ms: Floats
    sink_error_cm: Floats
    sink_truth_cm: Floats
    oscillation_error_cm: Floats
    feet_wrong: int
    feet_told: int
    found: int
    false: int
    missed: int
    cadence_error_percent: float


def score(trial: Trial, contacts: Sequence[Contact]) -> Run:
    """Match contacts with the truth between the first and the last of them."""
    truth = trial.contacts_s
    height = trial.sacrum_height_mm / 10.0
    rows: list[tuple[float, ...]] = []
    wrong = told = false = 0
    matched: set[int] = set()
    for number, contact in enumerate(contacts):
        i = int(np.argmin(np.abs(truth[:, 0] - contact.initial_contact_s)))
        if abs(truth[i, 0] - contact.initial_contact_s) > MATCH_S or i in matched:
            false += 1
            continue
        matched.add(i)
        if number >= SETTLED_STEPS and contact.foot != "unknown":
            told += 1
            wrong += (contact.foot == "left") != bool(trial.left[i])
        sink_cm, oscillation_cm = _travelled(height, trial.rate_hz, truth, i)
        believed = not set(contact.faults) - SOFT
        contact_ms = contact.contact_s * 1e3 if believed else math.nan
        truth_ms = float(truth[i, 1] - truth[i, 0]) * 1e3
        extras = contact.extras
        rows.append(
            (
                contact_ms - truth_ms,
                truth_ms,
                extras.get("sink_cm", math.nan) - sink_cm,
                sink_cm,
                extras.get("oscillation_cm", math.nan) - oscillation_cm,
            )
        )
    columns = np.array(rows).T
    first, last = min(matched), max(matched)
    step_s = (contacts[-1].initial_contact_s - contacts[0].initial_contact_s) / (len(contacts) - 1)
    true_step_s = float(truth[last, 0] - truth[first, 0]) / (last - first)
    return Run(
        trial.runner,
        trial.speed_mps,
        trial.strike["left"],
        columns[0],
        columns[1],
        columns[2],
        columns[3],
        columns[4],
        feet_wrong=wrong,
        feet_told=told,
        found=len(matched),
        false=false,
        missed=last - first + 1 - len(matched),
        cadence_error_percent=100.0 * (true_step_s / step_s - 1.0),
    )


def _travelled(height_cm: Floats, rate_hz: float, truth: Floats, i: int) -> tuple[float, float]:
    """Sink and oscillation of the sacrum marker in contact `i`; NaN oscillation for the last."""
    begun, ended = float(truth[i, 0]) * rate_hz, float(truth[i, 1]) * rate_hz
    touch = float(np.interp(begun, np.arange(len(height_cm)), height_cm))
    sink = touch - float(height_cm[math.ceil(begun) : int(ended) + 1].min())
    if i + 1 == len(truth):
        return sink, math.nan
    step = height_cm[int(begun) : int(truth[i + 1, 0] * rate_hz)]
    return sink, float(step.max() - step.min())


def measured(trial: Trial, site: Site, degradation: Degradation, *, speed: bool, placement: Placement = "waist") -> Run:
    """One run through the product's own detector."""
    detector = TrunkDetector(placement, degradation.rate_hz, site)
    if speed:
        detector.speed(0.0, trial.speed_mps)
    found = [c for block in blocks(trial, "waist", degradation, SEED) for c in detector.feed(block)]
    return score(trial, found)


def folds(runs: Sequence[Trial], site: Site) -> dict[str, Site]:
    """Runner → the site's constants, fitted without that runner."""
    taught = list(lessons(runs, site))
    return {runner: train(taught, site, without=runner) for runner in {trial.runner for trial in runs}}


def guessed(runs: Sequence[Trial], features: Sequence[Feature]) -> list[Run]:
    """What no sensor at all achieves: each run's means guessed from features, fitted on the other runners."""
    spans_ms = [(trial.contacts_s[:, 1] - trial.contacts_s[:, 0]) * 1e3 for trial in runs]
    travelled = [_all_travelled(trial) for trial in runs]
    truths = [spans_ms, [t[:, 0] for t in travelled], [t[:, 1] for t in travelled]]
    spans, sinks, swings = (guesses(runs, np.array([mean(t) for t in truth]), features) for truth in truths)
    return [
        Run(
            trial.runner,
            trial.speed_mps,
            trial.strike["left"],
            spans[k] - spans_ms[k],
            spans_ms[k],
            sinks[k] - travelled[k][:, 0],
            travelled[k][:, 0],
            swings[k] - travelled[k][:, 1],
            feet_wrong=0,
            feet_told=0,
            found=0,
            false=0,
            missed=0,
            cadence_error_percent=0.0,
        )
        for k, trial in enumerate(runs)
    ]


def _all_travelled(trial: Trial) -> Floats:
    """(n, 2) sink and oscillation of all contacts, cm."""
    height_cm = trial.sacrum_height_mm / 10.0
    count = len(trial.contacts_s)
    return np.array([_travelled(height_cm, trial.rate_hz, trial.contacts_s, i) for i in range(count)])


def rmse(errors: Iterable[Floats]) -> float:
    """Over all steps that have a value."""
    return float(np.sqrt(np.nanmean(np.concatenate(list(errors)) ** 2)))


def spread(x: Floats) -> float:
    """Standard deviation of the steps that have a value; NaN where none has."""
    known = x[~np.isnan(x)]
    return float(known.std()) if len(known) else math.nan


def mean(x: Floats) -> float:
    """Mean of the steps that have a value; NaN where none has."""
    known = x[~np.isnan(x)]
    return float(known.mean()) if len(known) else math.nan


def correlation(run: Run) -> float:
    """Between measured and true sink, over the steps of one run."""
    known = ~np.isnan(run.sink_error_cm)
    truth = run.sink_truth_cm[known]
    return float(np.corrcoef(truth + run.sink_error_cm[known], truth)[0, 1])


def slopes(runs: Sequence[Run], value: Callable[[Run], float]) -> Floats:
    """Change of a run's value per 1 m/s, between each runner's neighbouring speeds."""
    out: list[float] = []
    for runner in sorted({run.runner for run in runs}):
        own = sorted((run for run in runs if run.runner == runner), key=lambda run: run.speed_mps)
        for slow, fast in pairwise(own):
            out.append((value(fast) - value(slow)) / (fast.speed_mps - slow.speed_mps))
    return np.array(out)


def calibrated(runs: Sequence[Run]) -> list[Floats]:
    """Contact errors at the other speeds, after one offset from the first steps at one speed."""
    out: list[Floats] = []
    for run in runs:
        for known in runs:
            if known.runner == run.runner and known.speed_mps == CALIBRATED_AT_MPS != run.speed_mps:
                steps = known.contact_error_ms[~np.isnan(known.contact_error_ms)]
                out.append(run.contact_error_ms - steps[:CALIBRATION_STEPS].mean())
    return out
