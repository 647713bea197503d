"""Reproduces the frozen constants of `coach/gait/shank/constants.py`: python -m bench.train_shank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.data import Trial, trials
from bench.degrade import Degradation, blocks
from coach.dsp.filters import low_pass_delay_s
from coach.events import Floats, Placement
from coach.gait.shank.landmarks import Landmarks, Stance
from coach.gait.shank.model import Linear, ShankModel, initial_contact_features, toe_off_features
from coach.gait.shank.mounting import Mounting
from coach.gait.shank.signal import CUTOFF_HZ, ShankSignal

SHANKS: tuple[Placement, ...] = ("shank-left", "shank-right")
_ANY_FAULT = Degradation(scale=0.03, ringing_g=10.0, shift_m=0.04)
TAUGHT_ON: tuple[tuple[Degradation, int], ...] = (
    (Degradation(), 11),
    (Degradation(rate_hz=208.0), 12),
    (_ANY_FAULT, 13),
    (_ANY_FAULT, 14),
    (_ANY_FAULT, 15),
)
"""Conditions and seeds; the benchmark scores with other seeds."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One stance with its truth, s relative to the landmark that each model is relative to."""

    runner: str
    initial_contact: tuple[float, ...]
    toe_off: tuple[float, ...]
    initial_contact_s: float
    toe_off_s: float


def main() -> None:
    """Print the table."""
    model = train(lessons(trials()))
    for name, linear in (("initial_contact", model.initial_contact), ("toe_off", model.toe_off)):
        print(f"    {name}=Linear(")
        print(f"        mean_s={linear.mean_s:.5f},")
        for field in ("centre", "spread", "slope"):
            values: tuple[float, ...] = getattr(linear, field)
            print(f"        {field}=({', '.join(f'{v:.5g}' for v in values)}),")
        print("    ),")


def lessons(runs: Iterable[Trial]) -> list[Lesson]:
    """All stances of all conditions."""
    return [
        lesson
        for trial in runs
        for placement in SHANKS
        for degradation, seed in TAUGHT_ON
        for lesson in _lessons(trial, placement, degradation, seed)
    ]


def train(taught: Sequence[Lesson], without: str = "") -> ShankModel:
    """Both models, without one runner if wanted."""
    kept = [one for one in taught if one.runner != without]
    return ShankModel(
        initial_contact=_fitted([(one.initial_contact, one.initial_contact_s) for one in kept]),
        toe_off=_fitted([(one.toe_off, one.toe_off_s) for one in kept]),
    )


def _fitted(pairs: list[tuple[tuple[float, ...], float]]) -> Linear:
    """Least squares of times on features."""
    features = np.array([row for row, _ in pairs])
    time_s = np.array([t for _, t in pairs])
    centre, spread, mean_s = features.mean(axis=0), features.std(axis=0), float(time_s.mean())
    standard: Floats = (features - centre) / spread
    rest_s: Floats = time_s - mean_s
    slope = np.linalg.lstsq(standard, rest_s, rcond=None)[0] / spread
    return Linear(mean_s, *(tuple(float(v) for v in row) for row in (centre, spread, slope)))


def _lessons(trial: Trial, placement: Placement, degradation: Degradation, seed: int) -> list[Lesson]:
    truth = trial.contacts_s[trial.left if placement == "shank-left" else ~trial.left]
    found: list[Lesson] = []
    for block in blocks(trial, placement, degradation, seed):
        signal = ShankSignal(block.rate_hz, Mounting())
        landmarks = Landmarks(signal, block.rate_hz)
        signal.feed(block)
        for stance in landmarks.find():
            landing_s = block.t_s + stance.landing / block.rate_hz - low_pass_delay_s(block.rate_hz, CUTOFF_HZ)
            lesson = _lesson(trial.runner, stance, landing_s, truth)
            if lesson is not None:
                found.append(lesson)
    return found


def _lesson(runner: str, stance: Stance, landing_s: float, truth: Floats) -> Lesson | None:
    nearest = truth[np.argmin(np.abs(truth[:, 0] - landing_s))] - landing_s
    if abs(nearest[0]) > 0.1:
        return None
    return Lesson(
        runner=runner,
        initial_contact=initial_contact_features(stance),
        toe_off=toe_off_features(stance),
        initial_contact_s=float(nearest[0]),
        toe_off_s=float(nearest[1]) - stance.tipped_s,
    )


if __name__ == "__main__":
    main()
