"""Months of coached sessions, many at once: the drawn-out rule in lockstep, contact that sinks and recovers by itself.

What matters is in it: cues fall where contact happens to be long, and it would have fallen again without them. One step
is one row, one session one column; the running median is a mean here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from coach.coaching.response import AFTER_STEPS, BEFORE_STEPS, Trial
from coach.coaching.words import PUSH
from coach.events import Floats

STEP_S = 0.36
QUIET, HOLD, COOLDOWN = (round(s / STEP_S) for s in (360.0, 12.0, 60.0))
WINDOW = 9
TRIGGER_MS = 9.6
HEARD, LASTS = 8, 120
"""Steps until a cue is answered, and for how long it is."""
BATCH = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What a month is made of."""

    sessions: int = 12
    minutes: float = 45.0
    withhold: float = 0.2
    noise_ms: float = 3.5
    """Of single steps."""
    wander_ms: float = 5.0
    """Slow ups and downs, half gone after `wander_s`."""
    wander_s: float = 20.0
    sink_ms: float = 16.0
    sinks_every_s: float = 300.0
    sinks_for_s: float = 40.0
    """Stretches of long contact that come and go by themselves."""


def months(count: int, effects_ms: Sequence[float], seed: int, plan: Plan | None = None) -> list[list[Trial]]:
    """Trials of each month; the cues of PUSH come by turns and change contact by so much."""
    plan = plan or Plan()
    generator = np.random.default_rng(seed)
    found: list[list[Trial]] = []
    while len(found) < count:
        found += _batch(min(BATCH, count - len(found)), np.array(effects_ms), generator, plan)
    return found


@dataclass(slots=True)
class _Dues:
    """Cues that came due: which step of which session, which cue, and whether it was given."""

    rows: list[int] = field(default_factory=list[int])
    columns: list[int] = field(default_factory=list[int])
    cues: list[int] = field(default_factory=list[int])
    given: list[bool] = field(default_factory=list[bool])

    def add(self, row: int, column: int, cue: int, *, given: bool) -> None:
        """One more."""
        self.rows.append(row)
        self.columns.append(column)
        self.cues.append(cue)
        self.given.append(given)


def _batch(count: int, effects_ms: Floats, generator: np.random.Generator, plan: Plan) -> list[list[Trial]]:
    lanes, steps = count * plan.sessions, round(60.0 * plan.minutes / STEP_S)
    own = uncued(steps, lanes, generator, plan)
    turn = generator.integers(0, len(effects_ms), lanes)
    contact = np.zeros((steps, lanes))  # holds what cues do until a step is taken, and the step's contact from then on
    held, free, total = np.zeros(lanes, int), np.full(lanes, QUIET), np.zeros(lanes)
    dues = _Dues()
    for k in range(steps - AFTER_STEPS[1] - 1):
        contact[k] += own[k]
        total += contact[k] - (contact[k - WINDOW] if k >= WINDOW else 0.0)
        held = np.where(total > TRIGGER_MS * WINDOW, held + 1, 0)
        for lane in np.flatnonzero((held >= HOLD) & (k >= free)).tolist():
            free[lane] = k + COOLDOWN
            cue, given = int(turn[lane] % len(effects_ms)), bool(generator.random() >= plan.withhold)
            turn[lane] += 1
            dues.add(k, lane, cue, given=given)
            if given:
                contact[k + HEARD : k + LASTS, lane] = effects_ms[cue]
    return _trials(contact, dues, count, plan)


def uncued(steps: int, lanes: int, generator: np.random.Generator, plan: Plan) -> Floats:
    """(steps, lanes) contact above own normal in ms, without any cue."""
    from scipy.signal import lfilter

    keep = 0.5 ** (STEP_S / plan.wander_s)
    rough = generator.normal(0.0, plan.wander_ms * (1.0 - keep**2) ** 0.5, (steps, lanes))
    wander = np.asarray(lfilter([1.0], [1.0, -keep], rough, axis=0), dtype=np.float64)
    begins = generator.random((steps, lanes)) < STEP_S / plan.sinks_every_s
    sinks = np.zeros((steps, lanes))
    for k, lane in zip(*np.nonzero(begins), strict=True):
        sinks[k : k + round(generator.exponential(plan.sinks_for_s) / STEP_S), lane] = plan.sink_ms
    return wander + sinks + generator.normal(0.0, plan.noise_ms, (steps, lanes))


def _trials(contact: Floats, dues: _Dues, count: int, plan: Plan) -> list[list[Trial]]:
    """Medians before and after each cue, month by month, as `coach.coaching.response` takes them."""
    rows, columns = np.array(dues.rows), np.array(dues.columns)
    before = np.median([contact[rows - n, columns] for n in range(BEFORE_STEPS)], axis=0)
    after = np.median([contact[rows + n, columns] for n in range(AFTER_STEPS[0] + 1, AFTER_STEPS[1] + 1)], axis=0)
    found: list[list[Trial]] = [[] for _ in range(count)]
    for n, column in enumerate(dues.columns):
        trial = Trial(
            at_s=STEP_S * dues.rows[n],
            cue=PUSH[dues.cues[n]],
            given=dues.given[n],
            before_ms=float(before[n]),
            change_ms=float(after[n] - before[n]),
        )
        found[column // plan.sessions].append(trial)
    return found
