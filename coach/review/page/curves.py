"""Which curves the report draws, and what lies behind them: band, walking and standing, cues, states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coach.clock import clock
from coach.events import Floats, Foot, State, Status, Step
from coach.review.page.marks import Mark
from coach.review.page.plot import Frame, Plot
from coach.review.page.thin import smooth
from coach.review.readings import LIFE_S, Heart
from coach.review.sounded import Sounded, sounded
from coach.review.stretches import LONGEST_STEP_S, state_stretches
from coach.review.summary import Summary

FEET: Sequence[Foot] = ("unknown", "left", "right")
_SHADED: frozenset[State] = frozenset({"walking", "standing", "paused", "sensor-lost", "drawn-out", "bouncy"})
_USUAL: frozenset[State] = frozenset({"learning", "good"})
_LEAST_USUAL = 40


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over the run."""

    title: str
    unit: str
    read: Callable[[Step], float | None]
    decimals: int = 1
    height: float = 130.0
    main: bool = False
    """The one with own normal, cues and states."""
    sink: bool = False
    """Drawn with the band in which it lay while stance was good."""
    gap_s: float = LONGEST_STEP_S
    """Values further apart than this are not joined."""


def measured(name: str) -> Callable[[Step], float | None]:
    """Reader of one of `Step.values`."""
    return lambda step: step.values.get(name)


HEART = Curve("Heart rate", "/min", lambda _: None, decimals=0, gap_s=LIFE_S)
"""Of no foot; drawn below the others."""
CURVES = (
    Curve("Contact time", "ms", lambda step: step.contact_s * 1e3, height=270.0, main=True),
    Curve("Sink: ankle", "°", measured("sink_deg"), sink=True),
    Curve("Sink: trunk", "cm", measured("sink_cm"), decimals=2, sink=True),
    Curve("Heel-rise, a proxy for sink", "% of stance", measured("heel_rise_percent"), sink=True),
    Curve("Cadence", "steps/min", measured("cadence_spm")),
    Curve("Left share of contact", "%", measured("balance_percent"), decimals=2),
    Curve("Speed", "m/s", measured("speed_mps"), decimals=2, height=90.0),
)
"""In the order of the page; a curve without a believed value is left out."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a curve shows, in order: mostly believed running steps that have the measure."""

    curve: Curve
    feet: Sequence[Foot]
    """Of which foot each value is; empty where it is of none."""
    t_s: Floats
    y: Floats
    course: Floats
    """`y` smoothed; NaN where too few steps were near."""


def series(steps: Sequence[Step], heart: Heart = ()) -> Iterator[Series]:
    """Of every curve that has anything to show."""
    yield from _of_steps(steps)
    if len(heart) > 1:
        t_s, bpm = (np.array(column) for column in zip(*heart, strict=True))
        yield Series(HEART, (), t_s, bpm, bpm)


def _of_steps(steps: Sequence[Step]) -> Iterator[Series]:
    believed = [step for step in steps if step.valid and step.activity == "run"]
    believed.sort(key=lambda step: step.initial_contact_s)
    for curve in CURVES:
        pairs = [(step, value) for step in believed if (value := curve.read(step)) is not None]
        if pairs:
            shown = [step for step, _ in pairs]
            t_s = np.array([step.initial_contact_s for step in shown])
            y = np.array([value for _, value in pairs], dtype=np.float64)
            left, right = (np.array([step.foot == side for step in shown]) for side in ("left", "right"))
            yield Series(curve, [step.foot for step in shown], t_s, y, smooth(t_s, y, left, right, LONGEST_STEP_S))


def draw(shown: Series, summary: Summary, steps: Sequence[Step], statuses: Sequence[Status]) -> str:
    """SVG of one curve."""
    curve = shown.curve
    stretches = state_stretches(statuses, summary.end_s)
    own = _known_band(statuses, summary.end_s) if curve.main else []
    usual = _usual_band(shown, stretches) if curve.sink else None
    levels = [level for _, lower, upper, _ in own for level in (*lower, *upper)] + list(usual or ())
    low, high = _scale([*_core(shown.y), *levels])
    plot = Plot(curve.title, curve.unit, Frame(summary.start_s, summary.end_s, low, high, curve.height))
    for state, from_s, to_s in stretches:
        if state in _SHADED:
            plot.shade(from_s, to_s, state)
    for t_s, lower, upper, until_s in own:
        plot.band(t_s, lower, upper, until_s)
    if usual is not None:
        plot.band([summary.start_s], [usual[0]], [usual[1]], summary.end_s)
    if curve.main:
        plot.marks(cue_marks(summary))  # behind the curve, whose peaks are where they stand
        plot.rug(np.array([step.initial_contact_s for step in steps if step.activity == "run" and not step.valid]))
    feet = np.array(shown.feet)
    for foot in FEET if shown.feet else ():
        plot.dots(shown.t_s[feet == foot], shown.y[feet == foot], foot)
    plot.line(shown.t_s, shown.course, curve.gap_s)
    if curve.main:
        plot.ribbon(stretches)
    return plot.svg()


def cue_marks(summary: Summary) -> list[Mark]:
    """What sounded, numbered as in the cue table."""
    return [_mark(one, summary.start_s) for one in sounded(summary)]


def _mark(one: Sounded, start_s: float) -> Mark:
    cue = one.cue
    title = f"{clock(cue.heard_s - start_s)} {one.words}" + (f" ({cue.because})" if cue.because else "")
    return Mark(cue.heard_s, one.number, cue.words, title, one.until_s)


Band = tuple[list[float], list[float], list[float], float]
"""Times, lower edge, upper edge, end."""


def _known_band(statuses: Sequence[Status], end_s: float) -> list[Band]:
    """Own normal and limit as the coach knew them then; stretches in which it did not are left out."""
    bands: list[Band] = []
    known: list[tuple[float, float, float]] = []
    for status in (*statuses, Status(end_s, "waiting", "")):
        if status.normal_s is not None and status.limit_s is not None:
            known.append((status.at_s, status.normal_s * 1e3, status.limit_s * 1e3))
        elif known:
            t_s, lower, upper = (list(column) for column in zip(*known, strict=True))
            bands.append((t_s, lower, upper, status.at_s))
            known = []
    return bands


def _usual_band(shown: Series, stretches: Sequence[tuple[State, float, float]]) -> tuple[float, float] | None:
    """Where the middle two thirds lay while stance was good; None with too few steps to tell."""
    good = np.zeros(len(shown.t_s), dtype=bool)
    for state, from_s, to_s in stretches:
        if state in _USUAL:
            good |= (shown.t_s >= from_s) & (shown.t_s < to_s)
    if good.sum() < _LEAST_USUAL:
        return None
    low, high = np.percentile(shown.y[good], (16.0, 84.0)).tolist()
    return low, high


def _core(y: Floats) -> list[float]:
    """Where nearly all values lie, so that one stumble does not flatten the curve."""
    return np.percentile(y, (0.5, 99.5)).tolist()


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max(0.08 * (high - low), 0.01 * abs(high), 0.05)
    return low - room, high + room
