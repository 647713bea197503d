"""Which curves the report draws, and what lies behind them: band, walking and standing, cues, states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.events import State, Status, Step
from coach.review.plot import Mark, Plot
from coach.review.summary import LONGEST_STEP_S, Summary, state_stretches
from coach.review.tables import CueRow
from coach.review.thin import running_median
from coach.review.words import clock

WINDOW_STEPS = 9
_SHADED: frozenset[State] = frozenset({"walking", "standing", "paused", "sensor-lost", "drawn-out", "bouncy"})


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over the run."""

    title: str
    unit: str
    read: Callable[[Step], float | None]
    height: float = 150.0
    main: bool = False
    """The one with own band, cues and states."""


def measured(name: str) -> Callable[[Step], float | None]:
    """Reader of one of `Step.values`."""
    return lambda step: step.values.get(name)


CURVES = (
    Curve("Contact time", "ms", lambda step: step.contact_s * 1e3, height=270.0, main=True),
    Curve("Cadence", "steps/min", measured("cadence_spm")),
    Curve("Sink: ankle", "°", measured("sink_deg")),
    Curve("Sink: trunk", "cm", measured("sink_cm")),
    Curve("Heel-rise (proxy for sink)", "% of stance", measured("heel_rise_percent")),
)
"""In the order of the page; a curve without a believed value is left out."""


def draw(curve: Curve, summary: Summary, steps: Sequence[Step], statuses: Sequence[Status]) -> str:
    """SVG of one curve, or nothing where nothing was measured."""
    believed = [step for step in steps if step.valid and step.activity == "run"]
    t_s = np.array([step.initial_contact_s for step in believed])
    read = (curve.read(step) for step in believed)
    y = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
    real = np.isfinite(y)
    if not real.any():
        return ""
    feet = np.array([step.foot for step in believed])[real]
    t_s, y = t_s[real], y[real]
    known = [s for s in statuses if s.normal_s is not None and s.limit_s is not None] if curve.main else []
    levels = [ms * 1e3 for s in known for ms in (s.normal_s, s.limit_s) if ms is not None]
    plot = Plot(curve.title, curve.unit, (summary.start_s, summary.end_s), _scale([*_core(y), *levels]), curve.height)
    stretches = state_stretches(statuses, summary.end_s)
    for state, from_s, to_s in stretches:
        if state in _SHADED:
            plot.shade(from_s, to_s, state)
    if curve.main:
        _band(plot, statuses, summary.end_s)
        plot.rug(np.array([step.initial_contact_s for step in steps if step.activity == "run" and not step.valid]))
    for foot in ("unknown", "left", "right"):
        plot.dots(t_s[feet == foot], y[feet == foot], foot)
    plot.line(t_s, running_median(t_s, y, WINDOW_STEPS, LONGEST_STEP_S), LONGEST_STEP_S)
    if curve.main:
        plot.ribbon(stretches)
        plot.marks(cue_marks(summary))
    return plot.svg()


def cue_marks(summary: Summary) -> list[Mark]:
    """Played cues, numbered from 1 in the order of the cue table."""
    return [_mark(n, cue, summary.start_s) for n, cue in enumerate(summary.outcome("played"), start=1)]


def _mark(number: int, cue: CueRow, start_s: float) -> Mark:
    at_s = cue.decided_s if cue.started_s is None else cue.started_s
    words = cue.wording or cue.cue
    title = f"{clock(at_s - start_s)} {words}" + (f" ({cue.because})" if cue.because else "")
    return Mark(at_s, number, words, title, cue.until_s)


def _band(plot: Plot, statuses: Sequence[Status], end_s: float) -> None:
    """Own normal and limit as the coach knew them then; stretches in which it did not are left out."""
    known: list[tuple[float, float, float]] = []
    for status in (*statuses, Status(end_s, "waiting", "")):
        if status.normal_s is not None and status.limit_s is not None:
            known.append((status.at_s, status.normal_s * 1e3, status.limit_s * 1e3))
        elif known:
            t_s, lower, upper = zip(*known, strict=True)
            plot.band(t_s, lower, upper, status.at_s)
            known = []


def _core(y: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    """Where nearly all values lie, so that one stumble does not flatten the curve."""
    return np.percentile(y, (0.5, 99.5)).tolist()


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max(0.08 * (high - low), 0.01 * abs(high), 0.05)
    return low - room, high + room
