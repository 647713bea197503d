"""How far the trunk sinks and swings, beside the sacrum marker; never-seen runner, virtual sensor on the pelvis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from bench.data import trials
from bench.degrade import Degradation
from bench.goal import HEADER, Goal, goals
from bench.guess import GUESSES
from bench.score_trunk import Run, correlation, folds, guessed, mean, measured, rmse, slopes, spread
from bench.table import Table
from coach.events import Floats
from coach.gait.trunk.constants import WAIST

CONDITIONS = {
    "2 % lost": Degradation(loss=0.02),
    "52 Hz": Degradation(rate_hz=52.0),
    "208 Hz": Degradation(rate_hz=208.0),
}

# fmt: off
SINK = Table(
    title="Waist: sink, cm",
    header=("condition", "RMSE", "bias", "within-run SD", "r in a run", "change per 1 m/s", "true change"),
    rows=(),
    note="Truth is the sacrum marker: height at initial contact minus lowest in stance. `change per 1 m/s` is the "
    "error (mean ± SD) of the change between a runner's neighbouring speeds, `true change` the change itself.",
)
OSCILLATION = Table(
    title="Waist: oscillation, cm",
    header=("condition", "RMSE", "bias", "change per 1 m/s"),
    rows=(),
    note="Truth is the sacrum marker: highest minus lowest within a step.",
)
GOALS = Table("Waist: goals for sink", HEADER, ())
# fmt: on


def tables(*, quick: bool) -> Iterator[Table]:
    """Both, with the speed known and unknown, then under what a sensor does to its signal."""
    runs = list(trials())
    waist, plain = folds(runs, WAIST), Degradation()
    cold = [measured(run, waist[run.runner], plain, speed=True) for run in runs]
    scored = {
        "with speed, 104 Hz": cold,
        "without speed, 104 Hz": [measured(run, waist[run.runner], plain, speed=False) for run in runs],
    }
    if not quick:
        for name, degradation in CONDITIONS.items():
            scored[f"with speed, {name}"] = [measured(run, waist[run.runner], degradation, speed=True) for run in runs]
    unsensed = {name: guessed(runs, features) for name, features in GUESSES.items()}
    rows = [_sink_row(name, x) for name, x in scored.items()]
    rows += [_sink_row(name, x, r=False) for name, x in unsensed.items()]
    yield replace(SINK, rows=rows)
    yield replace(OSCILLATION, rows=[_oscillation_row(name, x) for name, x in (scored | unsensed).items()])
    change = float(np.sqrt(np.mean(_change(cold) ** 2)))
    yield goals(
        GOALS,
        [
            Goal("speed known: RMSE, cm", 0.7, rmse(run.sink_error_cm for run in cold), decimals=2),
            Goal("speed known, change per 1 m/s between speeds: RMS of its error, cm", 0.3, change, decimals=2),
        ],
    )


def _sink_row(name: str, runs: Sequence[Run], *, r: bool = True) -> list[str]:
    change, true = _change(runs), slopes(runs, lambda run: mean(run.sink_truth_cm))
    return [
        name,
        f"{rmse(run.sink_error_cm for run in runs):.2f}",
        f"{np.mean([mean(run.sink_error_cm) for run in runs]):+.2f}",
        f"{np.median([spread(run.sink_error_cm) for run in runs]):.2f}",
        f"{np.median([correlation(run) for run in runs]):.2f}" if r else "–",
        f"{change.mean():+.2f} ± {change.std():.2f}",
        f"{true.mean():+.2f} ± {true.std():.2f}",
    ]


def _oscillation_row(name: str, runs: Sequence[Run]) -> list[str]:
    change = slopes(runs, lambda run: mean(run.oscillation_error_cm))
    return [
        name,
        f"{rmse(run.oscillation_error_cm for run in runs):.2f}",
        f"{np.mean([mean(run.oscillation_error_cm) for run in runs]):+.2f}",
        f"{change.mean():+.2f} ± {change.std():.2f}",
    ]


def _change(runs: Sequence[Run]) -> Floats:
    return slopes(runs, lambda run: mean(run.sink_error_cm))
