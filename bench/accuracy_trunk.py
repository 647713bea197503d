"""How right the waist is on runners it has never seen: python -m bench.accuracy_trunk.

Leave one runner out: every constant is fitted on the other fourteen. Truth is a force threshold of 50 N, the sensor a
virtual one on the pelvis, degraded as `bench/degrade.py` says. Beside it stands what no sensor at all achieves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bench.data import Trial, trials
from bench.degrade import Degradation, blocks
from bench.score_trunk import (
    CALIBRATED_AT_MPS,
    CALIBRATION_STEPS,
    SEED,
    SETTLED_STEPS,
    Run,
    calibrated,
    correlation,
    folds,
    guessed,
    mean,
    measured,
    rmse,
    score,
    slopes,
    spread,
)
from coach.gait.trunk import TrunkDetector
from coach.gait.trunk.constants import CHEST, WAIST

CONDITIONS = {
    "104 Hz": Degradation(),
    "104 Hz, 2 % lost": Degradation(loss=0.02),
    "52 Hz": Degradation(rate_hz=52.0),
    "208 Hz": Degradation(rate_hz=208.0),
    "104 Hz, all faults": Degradation(scale=0.03, ringing_g=1.0, shift_m=0.04),
}


def main() -> None:
    """Print all tables."""
    runs = list(trials())
    _contact_tables(runs)
    _sink_table(runs)
    _sides_table(runs)


def _contact_tables(runs: Sequence[Trial]) -> None:
    print("contact time, ms (RMSE of all steps; bias per run: median and 90 % of absolute; calibrated: one offset from")
    print(f"{CALIBRATION_STEPS} steps at {CALIBRATED_AT_MPS} m/s, scored at the other speeds; change: per 1 m/s)")
    print(f"{'':34}RMSE bias50 bias90 within calib change   R/M/F            2.5/3.5/4.5        F1")
    waist, chest = folds(runs, WAIST), folds(runs, CHEST)
    _contact_row("no sensor: speed", guessed(runs, _ln_speed))
    _contact_row("no sensor: speed, cadence", guessed(runs, _ln_speed, _cadence_hz))
    for name, degradation in CONDITIONS.items():
        scored = [measured(trial, waist[trial.runner], degradation, speed=True) for trial in runs]
        _contact_row(f"waist, speed, {name}", scored)
        if degradation == Degradation():
            _worst(scored)
    plain = Degradation()
    scored = [measured(trial, waist[trial.runner], plain, speed=False) for trial in runs]
    _contact_row("waist, no speed, 104 Hz", scored)
    scored = [measured(trial, chest[trial.runner], plain, speed=True, placement="chest") for trial in runs]
    _contact_row("chest model on the pelvis, speed", scored)
    worst = max(abs(run.cadence_error_percent) for run in scored)
    trend = slopes(scored, lambda run: mean(run.contact_error_ms + run.contact_truth_ms))
    print(f"chest model: cadence within {worst:.2f} %; shorter when faster in {np.mean(trend < 0):.0%} of changes\n")


def _worst(runs: Sequence[Run]) -> None:
    """The error's anatomy: it is a runner's own, the same at all speeds."""
    own: dict[str, list[str]] = {}
    for run in sorted(runs, key=lambda run: -abs(mean(run.contact_error_ms))):
        own.setdefault(run.runner, []).append(f"{mean(run.contact_error_ms):+.0f} at {run.speed_mps}")
    worst = "; ".join(f"{runner} {', '.join(biases)}" for runner, biases in list(own.items())[:3])
    print(f"    worst runners' biases: {worst}")


def _contact_row(name: str, runs: Sequence[Run]) -> None:
    bias = np.array([mean(run.contact_error_ms) for run in runs])
    change = slopes(runs, lambda run: mean(run.contact_error_ms))
    strikes = "/".join(
        f"{rmse([r.contact_error_ms for r in runs if r.strike == strike]):.1f}"
        for strike in ("Rearfoot", "Midfoot", "Forefoot")
    )
    speeds = "/".join(
        f"{rmse([r.contact_error_ms for r in runs if r.speed_mps == speed]):.1f}" for speed in (2.5, 3.5, 4.5)
    )
    found, wrong = sum(run.found for run in runs), sum(run.false + run.missed for run in runs)
    print(
        f"{name:34}{rmse([r.contact_error_ms for r in runs]):4.1f}"
        f"{np.median(np.abs(bias)):7.1f}{np.percentile(np.abs(bias), 90):7.1f}"
        f"{np.median([spread(run.contact_error_ms) for run in runs]):7.1f}{rmse(calibrated(runs)):6.1f}"
        f" {change.mean():+4.1f}±{change.std():<4.1f} {strikes:16} {speeds:17}"
        f" {f'{2 * found / (2 * found + wrong):.4f}' if found else '-'}"
    )


def _sink_table(runs: Sequence[Trial]) -> None:
    waist = folds(runs, WAIST)
    print("sink_cm and oscillation_cm, 104 Hz (cm)")
    print(f"{'':18}RMSE  bias within    r  change per 1 m/s (true)      oscillation: RMSE  bias  change")
    for name, speed in (("with speed", True), ("without speed", False)):
        scored = [measured(trial, waist[trial.runner], Degradation(), speed=speed) for trial in runs]
        bias = np.array([mean(run.sink_error_cm) for run in scored])
        change = slopes(scored, lambda run: mean(run.sink_error_cm))
        true_change = slopes(scored, lambda run: mean(run.sink_truth_cm))
        sway = slopes(scored, lambda run: mean(run.oscillation_error_cm))
        sway_bias = np.mean([mean(run.oscillation_error_cm) for run in scored])
        print(
            f"{name:18}{rmse([r.sink_error_cm for r in scored]):4.2f} {bias.mean():+5.2f}"
            f"{np.median([spread(run.sink_error_cm) for run in scored]):7.2f}"
            f"{np.median([correlation(run) for run in scored]):5.2f}"
            f"  {change.mean():+5.2f}±{change.std():.2f} ({true_change.mean():+.2f}±{true_change.std():.2f})"
            f"{rmse([r.oscillation_error_cm for r in scored]):20.2f} {sway_bias:+5.2f}"
            f"  {sway.mean():+5.2f}±{sway.std():.2f}"
        )
    print()


def _sides_table(runs: Sequence[Trial]) -> None:
    print(f"left/right, from step {SETTLED_STEPS + 1}: right of told, told of all")
    for name, degradation in CONDITIONS.items():
        _sides_row(f"gyroscope, {name}", [measured(trial, WAIST, degradation, speed=True) for trial in runs])
    for name, late_s in (("on the dot", 0.0), ("0.12 s late", 0.12)):
        _sides_row(f"accelerometer only, one tap {name}", [_tapped(trial, late_s) for trial in runs])


def _tapped(trial: Trial, late_s: float) -> Run:
    """Accelerometer only; the runner taps once, at the sixth left foot."""
    detector = TrunkDetector("waist", 104.0)
    detector.tap("left", float(trial.contacts_s[trial.left][5, 0]) + late_s)
    stream = blocks(trial, "waist", Degradation(), SEED)
    return score(trial, [c for block in stream for c in detector.feed(replace(block, gyro_dps=None))])


def _sides_row(name: str, runs: Sequence[Run]) -> None:
    told, wrong = sum(run.feet_told for run in runs), sum(run.feet_wrong for run in runs)
    everything = sum(run.found - SETTLED_STEPS for run in runs)
    print(f"{name:44}{1 - wrong / told:8.2%} {told / everything:8.2%}")


def _ln_speed(trial: Trial) -> float:
    return math.log(trial.speed_mps)


def _cadence_hz(trial: Trial) -> float:
    return 1.0 / float(np.diff(trial.contacts_s[:, 0]).mean())


if __name__ == "__main__":
    main()
