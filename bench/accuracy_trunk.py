"""Waist and chest, never-seen runner: every constant fitted on the other fourteen, scored through the detector.

The sensor is a virtual one on the pelvis; nobody has published force truth for a raw chest signal, so the chest's own
constants are scored there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bench.data import Trial, trials
from bench.degrade import COMMON, NOMINAL, Degradation, blocks
from bench.goal import HEADER, Goal, goals
from bench.guess import GUESSES
from bench.score_trunk import (
    CALIBRATED_AT_MPS,
    CALIBRATION_STEPS,
    SEED,
    SETTLED_STEPS,
    Run,
    calibrated,
    folds,
    guessed,
    mean,
    measured,
    rmse,
    score,
    slopes,
    spread,
)
from bench.table import Table
from coach.gait.trunk import TrunkDetector
from coach.gait.trunk.constants import CHEST, WAIST, Site

CONDITIONS = COMMON | {"104 Hz, all faults": Degradation(scale=0.03, ringing_g=1.0, shift_m=0.04)}
_GYRO, _TAP = "gyroscope, ", "accelerometer only, one tap "
_TAPS = {"on the dot": 0.0, "0.12 s late": 0.12}
_CHEST = "chest constants on the pelvis, speed"

# fmt: off
CONTACT = Table(
    title="Trunk: contact time, ms",
    header=(
        "condition", "RMSE", "bias: median |.|", "90 %", "within-run SD", f"calibrated at {CALIBRATED_AT_MPS}",
        "change per 1 m/s", "rear/mid/fore", "2.5/3.5/4.5 m/s", "F1",
    ),
    rows=(),
    note=f"Bias is per run. `calibrated` takes one constant from {CALIBRATION_STEPS} steps at {CALIBRATED_AT_MPS} m/s "
    "and scores the other speeds. `change per 1 m/s` is the error (mean ± SD) of the change between a runner's "
    "neighbouring speeds.",
)
ANATOMY = Table(
    title=f"Waist: where the error sits (speed known, {NOMINAL}), bias in ms",
    header=("runner", "strike", "2.5 m/s", "3.5 m/s", "4.5 m/s"),
    rows=(),
    note="The five runners with the largest bias.",
)
TREND = Table(
    title="Chest: what may be believed",
    header=("condition", "cadence within", "contact shorter when faster"),
    rows=(),
)
SIDES = Table(
    title=f"Trunk: left or right, from step {SETTLED_STEPS + 1}",
    header=("condition", "right, of told", "told, of all"),
    rows=(),
    note="With a sensor on each leg the side is the placement's, and always right.",
)
GOALS = Table("Trunk: goals", HEADER, ())
# fmt: on


def tables(*, quick: bool) -> Iterator[Table]:
    """Contact time under each condition, where the error sits, what the chest is worth, and the sides."""
    runs = list(trials())
    waist, chest = folds(runs, WAIST), folds(runs, CHEST)
    plain = CONDITIONS[NOMINAL]
    conditions = {NOMINAL: plain} if quick else CONDITIONS
    scored = {f"waist, speed, {name}": _waist(runs, waist, x) for name, x in conditions.items()}
    cold = scored[f"waist, speed, {NOMINAL}"]
    scored[f"waist, no speed, {NOMINAL}"] = [measured(run, waist[run.runner], plain, speed=False) for run in runs]
    straps = [measured(run, chest[run.runner], plain, speed=True, placement="chest") for run in runs]
    scored[_CHEST] = straps
    unsensed = {name: guessed(runs, features) for name, features in GUESSES.items()}
    yield replace(CONTACT, rows=[_contact_row(name, x) for name, x in (scored | unsensed).items()])
    yield _anatomy(cold)
    cadence_percent = max(abs(run.cadence_error_percent) for run in straps)
    shorter = float(np.mean(slopes(straps, lambda run: mean(run.contact_error_ms + run.contact_truth_ms)) < 0))
    yield replace(TREND, rows=[[_CHEST, f"{cadence_percent:.2f} %", f"{shorter:.0%} of changes"]])
    sides = {f"{_GYRO}{name}": [measured(run, WAIST, x, speed=True) for run in runs] for name, x in conditions.items()}
    sides |= {f"{_TAP}{name}": [_tapped(run, s) for run in runs] for name, s in _TAPS.items()}
    yield replace(SIDES, rows=[_sides_row(name, x) for name, x in sides.items()])
    changes = np.sqrt(np.mean(slopes(cold, lambda run: mean(run.contact_error_ms)) ** 2))
    yield goals(
        GOALS,
        [
            Goal("waist, speed known, cold: RMSE, ms", 13.0, rmse(run.contact_error_ms for run in cold)),
            Goal("waist, speed known, calibrated: RMSE, ms", 7.0, rmse(calibrated(cold))),
            Goal("waist, change per 1 m/s between speeds: RMS of its error, ms", 5.0, float(changes)),
            Goal("chest, cadence within, %", 1.0, cadence_percent, decimals=2),
            Goal("chest, shorter when faster, % of changes", 100.0, 100.0 * shorter, least=True, decimals=0),
            Goal("side with a gyroscope, no tap, % right", 99.0, _worst_side(sides, _GYRO), least=True, decimals=2),
            Goal("side by accelerometer and one tap, % right", 95.0, _worst_side(sides, _TAP), least=True, decimals=2),
        ],
    )


def _waist(runs: Sequence[Trial], sites: Mapping[str, Site], degradation: Degradation) -> list[Run]:
    return [measured(run, sites[run.runner], degradation, speed=True) for run in runs]


def _contact_row(name: str, runs: Sequence[Run]) -> list[str]:
    bias = np.abs([mean(run.contact_error_ms) for run in runs])
    change = slopes(runs, lambda run: mean(run.contact_error_ms))
    strikes = (_rmse_where(runs, [run.strike == x for run in runs]) for x in ("Rearfoot", "Midfoot", "Forefoot"))
    speeds = (_rmse_where(runs, [run.speed_mps == x for run in runs]) for x in (2.5, 3.5, 4.5))
    found, wrong = sum(run.found for run in runs), sum(run.false + run.missed for run in runs)
    return [
        name,
        f"{rmse(run.contact_error_ms for run in runs):.1f}",
        f"{np.median(bias):.1f}",
        f"{np.percentile(bias, 90):.1f}",
        f"{np.median([spread(run.contact_error_ms) for run in runs]):.1f}",
        f"{rmse(calibrated(runs)):.1f}",
        f"{change.mean():+.1f} ± {change.std():.1f}",
        "/".join(f"{x:.1f}" for x in strikes),
        "/".join(f"{x:.1f}" for x in speeds),
        f"{2 * found / (2 * found + wrong):.4f}" if found else "–",
    ]


def _rmse_where(runs: Sequence[Run], chosen: Sequence[bool]) -> float:
    return rmse(run.contact_error_ms for run, yes in zip(runs, chosen, strict=True) if yes)


def _anatomy(runs: Sequence[Run]) -> Table:
    """The error is a runner's own, much the same at all speeds."""
    own: dict[str, dict[float, float]] = {}
    strikes: dict[str, str] = {}
    for run in sorted(runs, key=lambda run: -abs(mean(run.contact_error_ms))):
        own.setdefault(run.runner, {})[run.speed_mps] = mean(run.contact_error_ms)
        strikes[run.runner] = run.strike
    return replace(
        ANATOMY,
        rows=[
            [runner, strikes[runner], *(f"{bias[v]:+.0f}" if v in bias else "–" for v in (2.5, 3.5, 4.5))]
            for runner, bias in list(own.items())[:5]
        ],
    )


def _tapped(run: Trial, late_s: float) -> Run:
    """Accelerometer only; the runner taps once, at the sixth left foot."""
    detector = TrunkDetector("waist", 104.0)
    detector.tap("left", float(run.contacts_s[run.left][5, 0]) + late_s)
    stream = blocks(run, "waist", Degradation(), SEED)
    return score(run, [c for block in stream for c in detector.feed(replace(block, gyro_dps=None))])


def _sides_row(name: str, runs: Sequence[Run]) -> list[str]:
    everything = sum(run.found - SETTLED_STEPS for run in runs)
    return [name, f"{_side_right(runs):.2%}", f"{sum(run.feet_told for run in runs) / everything:.2%}"]


def _side_right(runs: Sequence[Run]) -> float:
    return 1.0 - sum(run.feet_wrong for run in runs) / sum(run.feet_told for run in runs)


def _worst_side(sides: Mapping[str, Sequence[Run]], how: str) -> float:
    return 100.0 * min(_side_right(runs) for name, runs in sides.items() if name.startswith(how))
