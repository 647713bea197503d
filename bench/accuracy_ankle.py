"""Sink in degrees from foot and shank against optical dorsiflexion, each sensor mounted its own way.

Truth is the recording's ankle angle, highest in stance minus at initial contact, read between its frames: the ankle
turns so fast at landing that the next frame, as in the recording's own step table, is 0.6 deg off, more or less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bench.accuracy_foot import FAULTS
from bench.accuracy_foot import folds as foot_folds
from bench.accuracy_shank import folds as shank_folds
from bench.data import Trial, trials
from bench.degrade import Degradation, blocks
from bench.goal import HEADER, Goal, goals
from bench.guess import GUESSES, guesses
from bench.score_foot import matched
from bench.score_shank import SEED, detected
from bench.table import Table
from coach.events import Block, Contact, Floats
from coach.gait.ankle import AnkleMeter
from coach.gait.foot.detector import FootDetector

Side = Literal["left", "right"]
Events = Callable[[Trial, Side, Degradation], Sequence[Contact]]
SIDES: tuple[Side, Side] = ("left", "right")
PLATE_LATE_S = 0.02
"""The plate's events are told this long after toe-off, as a sensor's would be."""

# fmt: off
SINK = Table(
    title="Ankle: sink, deg (foot and shank, 104 Hz)",
    header=("condition", "RMSE", "bias", "between legs", "within", "r in a leg", "90 %", "r in a run", "measured"),
    rows=(),
    note="r: median over runs of the step-by-step correlation, of one leg and of both together; 90 %: exceeded by "
    "so many legs. Detectors and models have not seen the runner; a run's first four seconds are not measured. "
    "No sensor: the legs' mean sink guessed from the other runners' speed and cadence.",
)
GOALS = Table("Ankle: goals", HEADER, ())
# fmt: on


@dataclass(frozen=True, slots=True)
class Ankle:
    """One run and leg: measured and true sink of the steps that have both, deg."""

    run: str
    measured: Floats
    true: Floats
    steps: int

    @property
    def error(self) -> Floats:
        """Measured minus true."""
        return self.measured - self.true

    @property
    def r(self) -> float:
        """Correlation step by step."""
        return float(np.corrcoef(self.measured, self.true)[0, 1])


def tables(*, quick: bool) -> Iterator[Table]:
    """By whose events the steps are cut, then what clocks, rates and faults do."""
    runs = list(trials())
    shanks, feet = shank_folds(runs), foot_folds(runs, FAULTS)

    def by_shank(run: Trial, side: Side, degradation: Degradation) -> Sequence[Contact]:
        return detected(run, "shank-left" if side == "left" else "shank-right", shanks[run.runner], degradation)

    def by_foot(run: Trial, side: Side, degradation: Degradation) -> Sequence[Contact]:
        placement = "foot-left" if side == "left" else "foot-right"
        detector = FootDetector(placement, degradation.rate_hz, None, feet[run.runner])
        return [c for block in blocks(run, placement, degradation, SEED) for c in detector.feed(block)]

    plain = Degradation()
    own = _all(runs, by_foot, plain)
    rows = [
        _row("the foot's events", own),
        _row("the shank's events", _all(runs, by_shank, plain)),
        _row("the force plate's events", _all(runs, _by_plate, plain)),
    ]
    if not quick:
        for late_s in (0.003, -0.003, 0.01):
            name = f"foot's clock {abs(late_s) * 1e3:.0f} ms {'late' if late_s > 0 else 'early'}"
            rows.append(_row(name, _all(runs, by_foot, plain, late_s)))
        for name, degradation in {
            "2 % lost": Degradation(loss=0.02),
            "52 Hz": Degradation(rate_hz=52.0),
            "208 Hz": Degradation(rate_hz=208.0),
            "ringing 10 g, gains 3 %, moved 4 cm": Degradation(ringing_g=10.0, scale=0.03, shift_m=0.04),
        }.items():
            rows.append(_row(f"foot's events, {name}", _all(runs, by_foot, degradation)))
    yield replace(SINK, rows=[*rows, *_guess_rows(runs)])
    yield goals(
        GOALS,
        [
            Goal("own events and mountings: RMSE, deg", 1.7, _rmse(own), decimals=2),
            Goal("own events and mountings: r in a run, median", 0.85, _run_r(own), least=True, decimals=2),
            Goal("own events and mountings: r in a leg, median", 0.85, _leg_r(own), least=True, decimals=2),
        ],
    )


def _all(runs: Sequence[Trial], events: Events, degradation: Degradation, late_s: float = 0.0) -> list[Ankle]:
    return [_ankle(run, side, events(run, side, degradation), degradation, late_s) for run in runs for side in SIDES]


def _ankle(run: Trial, side: Side, contacts: Sequence[Contact], degradation: Degradation, late_s: float) -> Ankle:
    meter = AnkleMeter(side)
    foot: list[Block] = blocks(run, "foot-left" if side == "left" else "foot-right", degradation, SEED)
    shank = blocks(run, "shank-left" if side == "left" else "shank-right", degradation, SEED)
    streams = [*(replace(block, t_s=block.t_s + late_s) for block in foot), *shank]
    told = [c for block in streams for c in meter.feed(block)]
    told += [c for contact in contacts for c in meter.contact(_later(contact, late_s))]
    truth = run.contacts_s[run.left == (side == "left")]
    pairs, _ = matched(truth, [c for c in told if "sink_deg" in c.extras])
    true = np.array([true_sink_deg(run, side, *truth[k]) for k in pairs])
    return Ankle(run.name, np.array([c.extras["sink_deg"] for c in pairs.values()]), true, len(truth))


def _later(contact: Contact, late_s: float) -> Contact:
    """As a detector would tell it whose sensor's clock is late."""
    return replace(
        contact,
        initial_contact_s=contact.initial_contact_s + late_s,
        toe_off_s=contact.toe_off_s + late_s,
        declared_s=contact.declared_s + late_s,
    )


def true_sink_deg(run: Trial, side: Side, touch_s: float, leave_s: float) -> float:
    """Of the optical ankle angle."""
    angle = run.dorsiflexion_deg[side]
    stance = np.interp(np.linspace(touch_s, leave_s, 200) * run.rate_hz, np.arange(len(angle)), angle)
    return float(stance.max() - stance[0])


def _by_plate(run: Trial, side: Side, _: Degradation) -> Sequence[Contact]:
    placement = "foot-left" if side == "left" else "foot-right"
    end_s = len(run.accel_g[placement]) / run.rate_hz - 2 * PLATE_LATE_S
    truth = run.contacts_s[(run.left == (side == "left")) & (run.contacts_s[:, 1] < end_s)]
    return [Contact(placement, side, touch, leave, leave + PLATE_LATE_S, leave - touch, 0.0) for touch, leave in truth]


def _row(name: str, legs: Sequence[Ankle]) -> list[str]:
    error = np.concatenate([leg.error for leg in legs])
    bias = np.array([leg.error.mean() for leg in legs])
    return [
        name,
        f"{_rmse(legs):.2f}",
        f"{error.mean():+.2f}",
        f"{bias.std():.2f}",
        f"{np.median([leg.error.std() for leg in legs]):.2f}",
        f"{_leg_r(legs):.2f}",
        f"{np.quantile([leg.r for leg in legs], 0.1):.2f}",
        f"{_run_r(legs):.2f}",
        f"{sum(len(leg.true) for leg in legs) / sum(leg.steps for leg in legs):.0%}",
    ]


def _guess_rows(runs: Sequence[Trial]) -> Iterator[list[str]]:
    true = [
        np.array([true_sink_deg(run, side, *contact) for contact in run.contacts_s[run.left == (side == "left")]])
        for run in runs
        for side in SIDES
    ]
    means = np.array([np.concatenate(both).mean() for both in zip(true[::2], true[1::2], strict=True)])
    for name, features in GUESSES.items():
        guess = np.repeat(guesses(runs, means, features), len(SIDES))
        errors = [g - t for g, t in zip(guess, true, strict=True)]
        everything = np.concatenate(errors)
        yield [
            name,
            f"{np.sqrt(np.mean(everything**2)):.2f}",
            f"{everything.mean():+.2f}",
            f"{np.std([e.mean() for e in errors]):.2f}",
            f"{np.median([e.std() for e in errors]):.2f}",
            *["–"] * 4,
        ]


def _rmse(legs: Sequence[Ankle]) -> float:
    return float(np.sqrt(np.mean(np.concatenate([leg.error for leg in legs]) ** 2)))


def _leg_r(legs: Sequence[Ankle]) -> float:
    return float(np.median([leg.r for leg in legs]))


def _run_r(legs: Sequence[Ankle]) -> float:
    """Of both legs of a run together."""
    both = [
        Ankle(left.run, np.append(left.measured, right.measured), np.append(left.true, right.true), 0)
        for left, right in zip(legs[::2], legs[1::2], strict=True)
    ]
    return float(np.median([leg.r for leg in both]))
