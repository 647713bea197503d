"""Reproduces the frozen constants of `coach/gait/trunk/constants.py`: python -m bench.train_trunk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from bench.data import Trial, trials
from bench.degrade import Degradation, blocks
from coach.gait.trunk.constants import CHEST, WAIST, ContactTime, Lead, Site, TrunkModel
from coach.gait.trunk.model import half_sine_s
from coach.gait.trunk.steps import TrunkStep, TrunkSteps

TAUGHT_ON: tuple[tuple[Degradation, int], ...] = (
    (Degradation(), 21),
    (Degradation(rate_hz=208.0), 22),
    (Degradation(rate_hz=52.0, scale=0.03), 23),
    (Degradation(scale=0.03, ringing_g=1.0, shift_m=0.04), 24),
    (Degradation(rate_hz=400.0, scale=0.03, shift_m=0.04), 25),
)
"""Conditions and seeds; the benchmark scores with other seeds."""
SETTLED_STEPS = 6
"""Steps of a run before its shapes are means of six."""
USUAL_LEAD_S = 0.027
MATCH_S = 0.1


@dataclass(frozen=True, slots=True)
class Lesson:
    """One step with its truth; all in s but for the speed and the skew in g."""

    runner: str
    trial: str
    ln_speed: float
    half_sine_s: float
    release_s: float
    centre_s: float
    skew_g: float
    contact_s: float
    lead_s: float


def main() -> None:
    """Print the table."""
    runs = list(trials())
    for name, site in (("WAIST", WAIST), ("CHEST", CHEST)):
        print(f"{name} = {train(list(lessons(runs, site)), site)}")


def lessons(runs: Iterable[Trial], site: Site) -> Iterator[Lesson]:
    """All steps of all conditions."""
    for trial in runs:
        for degradation, seed in TAUGHT_ON:
            for block in blocks(trial, "waist", degradation, seed):
                steps = TrunkSteps(block.t_s, block.rate_hz, site, has_gyro=True)
                for step in list(steps.feed(block))[SETTLED_STEPS:]:
                    yield from _lesson(trial, step)


def train(taught: Sequence[Lesson], site: Site, without: str = "") -> Site:
    """The site's models fitted anew, without one runner if wanted; each run weighs the same."""
    kept = [one for one in taught if one.runner != without]
    return replace(site, with_speed=_model(kept, speed=True), without_speed=_model(kept, speed=False))


def _model(kept: Sequence[Lesson], *, speed: bool) -> TrunkModel:
    per_run: dict[str, int] = {}
    for one in kept:
        per_run[one.trial] = per_run.get(one.trial, 0) + 1
    weight = np.sqrt([1.0 / per_run[one.trial] for one in kept])
    table = np.array([astuple(one)[2:] for one in kept])
    ln_speed, half, release, centre, skew, contact, lead = table.T
    known = [ln_speed] if speed else []

    def fitted(truth: np.ndarray, *features: np.ndarray) -> list[float]:
        design = np.column_stack([np.ones(len(truth)), *known, *features])
        solved = np.linalg.lstsq(design * weight[:, None], truth * weight, rcond=None)[0]
        constant, *slopes = (round(float(value), 5) for value in solved)
        return [constant, *([] if speed else [0.0]), *slopes]

    return TrunkModel(ContactTime(*fitted(contact, half, release)), Lead(*fitted(lead, centre, half, skew)))


def _lesson(trial: Trial, step: TrunkStep) -> Iterator[Lesson]:
    begun_s = trial.contacts_s[:, 0]
    nearest = int(np.argmin(np.abs(begun_s - (step.loading_s - USUAL_LEAD_S))))
    lead_s = step.loading_s - float(begun_s[nearest])
    if step.pulse is None or math.isnan(step.release_s) or abs(lead_s - USUAL_LEAD_S) > MATCH_S:
        return
    yield Lesson(
        runner=trial.runner,
        trial=trial.name,
        ln_speed=math.log(trial.speed_mps),
        half_sine_s=half_sine_s(step.pulse),
        release_s=step.release_s,
        centre_s=step.pulse.centre_s,
        skew_g=step.pulse.skew_g,
        contact_s=float(trial.contacts_s[nearest, 1] - begun_s[nearest]),
        lead_s=lead_s,
    )


if __name__ == "__main__":
    main()
