"""Shank sensor, never-seen runner: both models fitted on the other fourteen, scored through the streaming detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from bench.data import Trial, trials
from bench.degrade import LEGS, NOMINAL, Degradation
from bench.goal import HEADER, Goal, goals
from bench.guess import GUESSES
from bench.score_shank import Leg, calibrated, guessed, rmse, score_all
from bench.table import Table
from bench.train_shank import lessons, train
from coach.gait.shank.model import ShankModel

CONDITIONS = LEGS | {"gyro 500 deg/s": Degradation(gyro_limit_dps=500.0)}

# fmt: off
CONTACT = Table(
    title="Shank: contact time, ms",
    header=(
        "condition", "RMSE", "bias: median |.|", "90 %", "largest", "within-run SD", "rear/mid/fore",
        "2.5/3.5/4.5 m/s", "calibrated", "at 3.5",
    ),
    rows=(),
    note="Bias is per run and leg. `calibrated` takes away one constant per leg, from twenty steps at one speed, "
    "and scores the runner's other speeds; `at 3.5` from 3.5 m/s only. The seven features were chosen on these "
    "runners: choosing them anew without the scored one costs 0.7 ms.",
)
EVENTS = Table(
    title="Shank: steps found, events, ms",
    header=("condition", "steps", "F1", "not dated", "IC", "TO", "declared after TO: median", "95 %", "step r"),
    rows=(),
    note="IC and TO are RMSE of the events; `step r` is the median correlation with true contact time in a run.",
)
ANATOMY = Table("Shank: worst legs at 104 Hz, ms", ("run and leg", "strike", "contact", "from IC", "from TO"), ())
GOALS = Table("Shank: goals", HEADER, ())
# fmt: on


def tables(*, quick: bool) -> Iterator[Table]:
    """Contact time under each condition, what is found and when, and where the error comes from."""
    runs = list(trials())
    models = folds(runs)
    conditions = {NOMINAL: CONDITIONS[NOMINAL]} if quick else CONDITIONS
    scored = {name: score_all(runs, models, degradation) for name, degradation in conditions.items()}
    unsensed = {name: guessed(runs, *features) for name, features in GUESSES.items()}
    yield replace(CONTACT, rows=[_contact_row(name, legs) for name, legs in (scored | unsensed).items()])
    yield replace(EVENTS, rows=[_event_row(name, legs) for name, legs in scored.items()])
    yield _anatomy(scored[NOMINAL])
    cold = scored[NOMINAL]
    yield goals(
        GOALS,
        [
            Goal("cold: RMSE, ms", 8.0, rmse(leg.error_ms for leg in cold), decimals=2),
            Goal("calibrated: RMSE, ms", 6.0, rmse(calibrated(cold)), decimals=2),
            Goal("calibrated at 3.5 m/s: RMSE, ms", 6.0, rmse(calibrated(cold, at_mps=3.5)), decimals=2),
        ],
    )


def folds(runs: Sequence[Trial]) -> dict[str, ShankModel]:
    """For each runner the model fitted on all others."""
    taught = lessons(runs)
    return {runner: train(taught, without=runner) for runner in sorted({run.runner for run in runs})}


def _contact_row(name: str, legs: Sequence[Leg]) -> list[str]:
    bias = np.abs([np.mean(leg.dated_ms) for leg in legs])
    strikes = ("Rearfoot", "Midfoot", "Forefoot")
    within = float(np.median([np.std(leg.dated_ms) for leg in legs]))
    return [
        name,
        f"{rmse(leg.error_ms for leg in legs):.2f}",
        *(f"{x:.1f}" for x in (np.median(bias), np.quantile(bias, 0.9), np.max(bias), within)),
        "/".join(f"{rmse(leg.error_ms for leg in legs if leg.strike == strike):.1f}" for strike in strikes),
        "/".join(f"{rmse(x.error_ms for x in legs if x.trial.speed_mps == v):.1f}" for v in (2.5, 3.5, 4.5)),
        f"{rmse(calibrated(legs)):.2f}",
        f"{rmse(calibrated(legs, at_mps=3.5)):.2f}",
    ]


def _event_row(name: str, legs: Sequence[Leg]) -> list[str]:
    found, wrong = sum(len(leg.error_ms) for leg in legs), sum(leg.missed + leg.false for leg in legs)
    dated = sum(len(leg.dated_ms) for leg in legs)
    late = np.concatenate([leg.late_ms for leg in legs])
    return [
        name,
        f"{found}",
        f"{2 * found / (2 * found + wrong):.4f}",
        f"{1 - dated / found:.1%}",
        f"{rmse(leg.begun_ms[np.isfinite(leg.error_ms)] for leg in legs):.1f}",
        f"{rmse(leg.left_ms[np.isfinite(leg.error_ms)] for leg in legs):.1f}",
        f"{np.median(late):.0f}",
        f"{np.quantile(late, 0.95):.0f}",
        f"{np.median([_step_r(leg) for leg in legs]):.2f}",
    ]


def _step_r(leg: Leg) -> float:
    true = leg.true_ms[np.isfinite(leg.error_ms)]
    return float(np.corrcoef(true, true + leg.dated_ms)[0, 1])


def _anatomy(legs: Sequence[Leg]) -> Table:
    """The legs that are most wrong, and which event is to blame."""
    worst = sorted(legs, key=lambda leg: -abs(float(np.mean(leg.dated_ms))))[:8]
    return replace(
        ANATOMY,
        rows=[
            [
                f"{leg.trial.name} {leg.side}",
                leg.strike,
                f"{np.mean(leg.dated_ms):+.1f}",
                f"{-np.mean(leg.begun_ms):+.1f}",
                f"{np.mean(leg.left_ms):+.1f}",
            ]
            for leg in worst
        ],
    )
