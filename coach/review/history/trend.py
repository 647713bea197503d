"""Sessions to trends: one value for each session, and how the last weeks compare with the weeks before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from coach.coaching.drills import TEST
from coach.config import Dose
from coach.review.history.drills import Drill
from coach.review.history.session import Session

WEEKS = timedelta(days=28)
_LEAST = 2
"""Sessions in either span of weeks before they are compared."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something worth following over months."""

    name: str
    unit: str
    decimals: int
    read: Callable[[Session, float], float | None]
    """Of a session, at the reference speed in m/s."""


MEASURES = (
    Measure("contact", "ms", 0, lambda s, at_mps: None if (c := s.contact_at(at_mps)) is None else 1e3 * c),
    Measure("sink, ankle", "°", 1, lambda s, _: s.sink_deg),
    Measure("sink, trunk", "cm", 1, lambda s, _: s.sink_cm),
    Measure("cadence", "/min", 0, lambda s, _: s.cadence_spm),
    Measure("drawn-out", "% of running", 1, lambda s, _: s.drawn_out_percent),
    Measure("cues needed", "an hour", 1, lambda s, _: s.due_per_hour),
)


_TEST = Measure("pogo test", "RSI", 2, lambda _session, _at_mps: None)


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over the sessions that have it."""

    measure: Measure
    at: tuple[datetime, ...]
    values: tuple[float, ...]
    recent: float
    """Median of the last four weeks that have any."""
    change: float | None
    """Against the four weeks before; None with too few sessions in either."""


def trends(sessions: Sequence[Session], speed_mps: float) -> list[Trend]:
    """Of every measure that any session has."""
    found: list[Trend] = []
    for measure in MEASURES:
        known = [(s.began, value) for s in sessions if (value := measure.read(s, speed_mps)) is not None]
        if known:
            at, values = zip(*known, strict=True)
            found.append(_trend(measure, at, values))
    return found


def tests(drills: Sequence[Drill]) -> Trend | None:
    """The reactive test, each against one's own others; None where it was never done."""
    found = sorted((one.began, one.rsi) for one in drills if one.drill == TEST and one.rsi is not None)
    if not found:
        return None
    at, values = zip(*found, strict=True)
    return _trend(_TEST, at, values)


def _trend(measure: Measure, at: Sequence[datetime], values: Sequence[float]) -> Trend:
    newest = at[-1]
    recent = [value for when, value in zip(at, values, strict=True) if newest - when < WEEKS]
    before = [value for when, value in zip(at, values, strict=True) if WEEKS <= newest - when < 2 * WEEKS]
    change = median(recent) - median(before) if min(len(recent), len(before)) >= _LEAST else None
    return Trend(measure, tuple(at), tuple(values), median(recent), change)


@dataclass(frozen=True, slots=True)
class Week:
    """Cued running, in the seven days up to now and the seven before."""

    dose_s: float
    before_s: float
    limit_s: float
    """What is fine this week."""


def week(sessions: Sequence[Session], now: datetime, settings: Dose) -> Week:
    """`now` carries a zone. The limit is that of `coach.coaching.dose`."""
    days = timedelta(days=7)

    def within(at: datetime, weeks_ago: int) -> bool:
        return weeks_ago * days <= now - at < (weeks_ago + 1) * days

    before_s = sum(s.dose_s for s in sessions if within(s.began, 1))
    return Week(
        dose_s=sum(s.dose_s for s in sessions if within(s.began, 0)),
        before_s=before_s,
        limit_s=max(60.0 * settings.week_min, before_s * (1.0 + 0.01 * settings.ramp_percent)),
    )
