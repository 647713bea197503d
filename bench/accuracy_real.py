"""Real sensors: one with force truth, four recordings of walks and stops, and commercial devices on one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from bench.data import DATA, Trial, trials
from bench.goal import HEADER, Goal, goals
from bench.guess import cadence_hz, ln_speed
from bench.score_real import FOOT_RECORDINGS, Outing, Sacral, foot, hip, sacral, taps
from bench.table import Table
from coach.events import Floats

# fmt: off
SACRAL = Table(
    title="Real sacral accelerometer with force truth (`sacral_grf`): mean error of contact time, ms",
    header=(
        "trial", "speed, m/s", "slope, deg", "true contact, ms", "waist, speed", "waist, no speed",
        "no sensor: speed", "no sensor: speed and cadence",
    ),
    rows=(),
    note="One runner, 500 Hz; the guesses are fitted on the fifteen treadmill runners. `left` is what one offset, from "
    "the first trial, leaves: the largest on the level, and the largest on any slope.",
)
RUNNING = Table(
    title="Valid running steps, and how many of them amid walking or standing",
    header=("recording", "sensor", "s", "steps", "valid", "amid running", "amid walking or standing", "not believed"),
    rows=(),
    note="No timing truth: the shoe's own shaking within each second tells running from walking.",
)
TAPS = Table(
    title="One tap, then changes of speed (`fukuchi_splices`, accelerometer only): feet",
    header=("run", "right", "told"),
    rows=(),
)
DEVICES = Table(
    title="What commercial devices say of one run: contact time, watch minus foot pod, ms",
    header=("run", "seconds", "bias", "SD"),
    rows=(),
    note="Neither is truth (`consumer_fit`, steady running above 2 m/s, both within 150–400 ms).",
)
GOALS = Table("Real sensors: goals", HEADER, ())
# fmt: on
_STEADY_MPS, _BELIEVABLE_MS = 2.0, (150.0, 400.0)


def tables(*, quick: bool) -> Iterator[Table]:  # noqa: ARG001  # asked of every section; this one is quick
    """All that the real recordings can tell."""
    told = list(sacral())
    yield replace(SACRAL, rows=_sacral_rows(told, list(trials())))
    outings = [hip(), *(foot(name) for name in FOOT_RECORDINGS)]
    yield replace(RUNNING, rows=[_running_row(x) for x in outings])
    yield replace(TAPS, rows=[[name, str(right), str(of)] for name, right, of in taps()])
    yield replace(DEVICES, rows=[_devices_row("watch_plus_stryd_a")])
    error = np.array([x.with_speed_ms for x in told])
    calm = sum(outing.amid_calm for outing in outings)
    yield goals(
        GOALS,
        [
            Goal("waist, speed known, cold: level of the one runner, ms", 20.0, abs(float(error.mean()))),
            Goal("waist, after one offset, on the level: largest left, ms", 6.0, _left(told, error, level=True)),
            Goal("waist, after one offset, on any slope: largest left, ms", 6.0, _left(told, error, level=False)),
            Goal("valid running steps while walking or standing", 0.0, calm, decimals=0),
        ],
    )


def _running_row(x: Outing) -> list[str]:
    counts = (str(n) for n in (x.steps, x.valid, x.amid_running, x.amid_calm))
    return [x.name, x.sensor, f"{x.seconds:.0f}", *counts, x.doubts]


def _sacral_rows(told: Sequence[Sacral], runs: Sequence[Trial]) -> list[list[str]]:
    guessed = [_guess_ms(told, runs, cadence=cadence) for cadence in (False, True)]
    true = np.array([x.contact_ms for x in told])
    columns = [
        np.array([x.with_speed_ms for x in told]),
        np.array([x.without_speed_ms for x in told]),
        *(guess - true for guess in guessed),
    ]
    rows = [
        [str(x.trial), f"{x.speed_mps:.2f}", f"{x.slope_deg:+d}", f"{x.contact_ms:.0f}"]
        + [f"{column[k]:+.1f}" for column in columns]
        for k, x in enumerate(told)
    ]
    rows.append(["mean", "", "", "", *(f"{column.mean():+.1f}" for column in columns)])
    rows.append(["left, level", "", "", "", *(f"{_left(told, column, level=True):.1f}" for column in columns)])
    rows.append(["left, any slope", "", "", "", *(f"{_left(told, column, level=False):.1f}" for column in columns)])
    return rows


def _guess_ms(told: Sequence[Sacral], runs: Sequence[Trial], *, cadence: bool) -> Floats:
    """Contact time from speed, or speed and cadence, as the treadmill runners have it."""
    count = 3 if cadence else 2
    design = np.array([[1.0, ln_speed(run), cadence_hz(run)] for run in runs])[:, :count]
    means = np.array([1e3 * np.mean(run.contacts_s[:, 1] - run.contacts_s[:, 0]) for run in runs])
    fitted = np.linalg.lstsq(design, means, rcond=None)[0]
    asked = np.array([[1.0, np.log(x.speed_mps), x.cadence_hz] for x in told])[:, :count]
    return np.asarray(asked @ fitted, dtype=np.float64)


def _left(told: Sequence[Sacral], error: Floats, *, level: bool) -> float:
    """Largest error once the first trial's is taken from all."""
    chosen = [not level or x.slope_deg == 0 for x in told]
    return float(np.max(np.abs(error[chosen] - error[0])))


def _devices_row(name: str) -> list[str]:
    table = np.genfromtxt(DATA / "consumer_fit" / f"{name}.csv.gz", delimiter=",", names=True)
    watch, pod = table["gct_watch_ms"], table["gct_stryd_ms"]
    low, high = _BELIEVABLE_MS
    steady = (table["speed_mps"] > _STEADY_MPS) & (np.minimum(watch, pod) > low) & (np.maximum(watch, pod) < high)
    apart = (watch - pod)[steady]
    return [name, str(len(apart)), f"{apart.mean():+.1f}", f"{apart.std():.1f}"]
