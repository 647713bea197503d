"""Fit the foot model's frozen constants on the force-plate runs and write the table that ships.

`python -m bench.train_foot` trains on all runners and writes `coach/gait/foot/foot.json`; `bench/accuracy_foot.py` fits
the same way with the scored runner left out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.data import trials
from bench.degrade import Degradation
from bench.watch_foot import LANDING_GRID_MS, LEAVING_GRID_MS, STEP_MS, Stances, watch
from coach.events import Floats
from coach.gait.foot.model import AHEAD_G, CLIPPED_SD, PITCH_DPS, UP_G, FootModel, Ridge

TABLE = Path(__file__).parents[1] / "coach" / "gait" / "foot" / "foot.json"
STRANGE_MARGIN, SPEED_MARGIN = 1.2, 0.1
"""How far beyond the training runs a signal or a speed still counts as known."""

FAULTS = (
    Degradation(),
    Degradation(),
    Degradation(rate_hz=208.0),
    Degradation(ringing_g=10.0, scale=0.02, accel_limit_g=10.0),
)
"""What the model for 80 Hz and more is trained on: every run, once with each (noise and mounting drawn anew)."""
SLOW_FAULTS = (
    Degradation(rate_hz=52.0),
    Degradation(rate_hz=52.0),
    Degradation(rate_hz=52.0, ringing_g=10.0, scale=0.02, accel_limit_g=10.0),
)
SLOW_BELOW_HZ = 80.0


@dataclass(frozen=True, slots=True)
class Window:
    """What one regression looks at, and how strongly its weights are held back."""

    channels: tuple[int, ...]
    offsets_ms: Floats
    penalty: float


LANDING = Window((PITCH_DPS, UP_G), np.arange(-40.0, 41.0, 10.0), 0.03)
PUSH = Window((PITCH_DPS, UP_G, AHEAD_G), np.arange(-20.0, 61.0, 20.0), 0.03)
LEAVING = Window((PITCH_DPS, UP_G, AHEAD_G), np.linspace(-120.0, -10.0, 11), 0.03)
CHAIN = (PUSH, LEAVING, LEAVING)
"""The last window ends 10 ms before toe-off: later is a little better and declares later."""


def fit(seen: Stances) -> FootModel:
    """All regressions, each run weighing the same; later stages of the chain start from what earlier ones said."""
    _, index, count = np.unique(seen.run, return_inverse=True, return_counts=True)
    weight = 1.0 / count[index] / np.mean(1.0 / count[index])
    at_landing = _at(seen.landing, LANDING_GRID_MS, np.zeros(len(weight)), LANDING)
    landing = regress(LANDING, at_landing, seen.initial_contact_ms, weight)
    strange = [_strange(landing, at_landing)]
    leaving: list[Ridge] = []
    estimate = np.zeros(len(weight))
    for window in CHAIN:
        here = _at(seen.leaving, LEAVING_GRID_MS, estimate, window)
        leaving.append(regress(window, here, seen.toe_off_ms - estimate, weight))
        strange.append(_strange(leaving[-1], here))
        estimate = estimate + _predicted(leaving[-1], here)
    ratio = seen.speed_ratio[np.isfinite(seen.speed_ratio)]
    return FootModel(
        landing=landing,
        leaving=tuple(leaving),
        strange_limit=STRANGE_MARGIN * float(np.max(strange)),
        fallback_landing_ms=float(np.average(seen.initial_contact_ms, weights=weight)),
        fallback_leaving_ms=float(np.average(seen.toe_off_ms, weights=weight)),
        uncertainty_ms=0.0,
        fallback_uncertainty_ms=0.0,
        speed_gain=float(np.median(ratio)),
        slowest_mps=(1.0 - SPEED_MARGIN) * float(np.min(seen.speed_mps)),
        fastest_mps=(1.0 + SPEED_MARGIN) * float(np.max(seen.speed_mps)),
        speed_uncertainty=1.4826 * float(np.median(np.abs(ratio / np.median(ratio) - 1.0))),
    )


def fit_with_uncertainty(seen: Stances) -> FootModel:
    """As `fit`, with the root mean square errors of runners left out one at a time."""
    errors: list[Floats] = []
    landmarks: list[Floats] = []
    for runner in np.unique(seen.runner):
        model = fit(seen.where(seen.runner != runner))
        left_out = seen.where(seen.runner == runner)
        true_ms = left_out.toe_off_ms - left_out.initial_contact_ms
        errors.append(_contact_ms(model, left_out) - true_ms)
        landmarks.append(model.fallback_leaving_ms - model.fallback_landing_ms - true_ms)
    rms, fallback_rms = (float(np.sqrt(np.mean(np.concatenate(e) ** 2))) for e in (errors, landmarks))
    return replace(fit(seen), uncertainty_ms=rms, fallback_uncertainty_ms=fallback_rms)


def _contact_ms(model: FootModel, seen: Stances) -> Floats:
    """Contact time less that between the two landmarks, as the detector would say."""
    nowhere = np.zeros(len(seen.run))
    landing = _predicted(model.landing, _at(seen.landing, LANDING_GRID_MS, nowhere, LANDING))
    lead = nowhere
    for ridge, window in zip(model.leaving, CHAIN, strict=True):
        lead = lead + _predicted(ridge, _at(seen.leaving, LEAVING_GRID_MS, lead, window))
    return lead - landing


def regress(window: Window, features: Floats, wanted_ms: Floats, weight: Floats) -> Ridge:
    """Weighted ridge regression on clipped z-scores; `features` is (stances, channels, offsets)."""
    mean, sd = np.mean(features, axis=0), np.std(features, axis=0) + 1e-3
    z = np.clip((features - mean) / sd, -CLIPPED_SD, CLIPPED_SD).reshape(len(features), -1)
    centre, level = weight @ z / len(z), float(np.mean(weight * wanted_ms))
    weighted = (z - centre) * weight[:, None]
    covariance = weighted.T @ (z - centre) / len(z) + window.penalty * np.eye(z.shape[1])
    weights = np.asarray(np.linalg.solve(covariance, weighted.T @ (wanted_ms - level) / len(z)), dtype=np.float64)
    return Ridge(
        channels=window.channels,
        offsets_s=window.offsets_ms / 1e3,
        mean=mean,
        sd=sd,
        weights_ms=weights.reshape(mean.shape),
        constant_ms=level - float(centre @ weights),
    )


def _predicted(ridge: Ridge, features: Floats) -> Floats:
    z = np.clip((features - ridge.mean) / ridge.sd, -CLIPPED_SD, CLIPPED_SD)
    return np.sum((z * ridge.weights_ms).reshape(len(z), -1), axis=1) + ridge.constant_ms


def _strange(ridge: Ridge, features: Floats) -> float:
    """Distance of the strangest training stance from the mean, in SD."""
    z = (features - ridge.mean) / ridge.sd
    return float(np.sqrt(np.max(np.mean((z * z).reshape(len(z), -1), axis=1))))


def _at(grid: Floats, grid_ms: Floats, centre_ms: Floats, window: Window) -> Floats:
    """(stances, channels, offsets) read by linear interpolation around each stance's own centre."""
    position = (centre_ms[:, None] + window.offsets_ms - grid_ms[0]) / STEP_MS
    below = np.clip(position.astype(np.intp), 0, grid.shape[2] - 2)[:, None, :]
    share = np.clip(position[:, None, :] - below, 0.0, 1.0)
    chosen = grid[:, window.channels]
    lower = np.take_along_axis(chosen, below, axis=2)
    return lower * (1.0 - share) + np.take_along_axis(chosen, below + 1, axis=2) * share


def _entry(model: FootModel) -> dict[str, Any]:
    """A model as JSON, rounded to what matters."""
    entry = asdict(model)
    for ridge in (entry["landing"], *entry["leaving"]):
        ridge["offsets_ms"] = (ridge.pop("offsets_s") * 1e3).round(3).tolist()
        for name in ("mean", "sd", "weights_ms"):
            ridge[name] = ridge[name].round(6).tolist()
    return {name: round(x, 6) if isinstance(x, float) else x for name, x in entry.items()}


def main() -> None:
    """Train on all runners and write the table."""
    runs = list(trials())
    slow, fast = (fit_with_uncertainty(watch(runs, faults)) for faults in (SLOW_FAULTS, FAULTS))
    table = {
        "provenance": {
            "made_by": "bench/train_foot.py",
            "data": "Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi 10.6084/m9.figshare.4543435, CC BY 4.0",
            "subjects": f"{len({run.runner for run in runs})} runners, {len(runs)} treadmill runs at 2.5, 3.5, 4.5 m/s",
            "truth": "vertical force above 50 N",
            "units": "pitch rate deg/s toe-up positive; acceleration g along gravity (up) and travel (ahead)",
        },
        "models": [
            {"below_hz": SLOW_BELOW_HZ, "model": _entry(slow)},
            {"below_hz": 1e9, "model": _entry(fast)},
        ],
    }
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(runs)} runs; RMSE of runners left out {fast.uncertainty_ms:.2f} ms")
    print(f"below {SLOW_BELOW_HZ:.0f} Hz {slow.uncertainty_ms:.2f} ms")


if __name__ == "__main__":
    main()
