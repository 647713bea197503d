"""Week by week: how much was cued, and how often there were drills. Weeks are those of the calendar, Monday first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.review.history.drills import Drill
from coach.review.history.session import Session
from coach.review.page.plot import nice_step

MOST = 26
"""Half a year."""
_WIDTH, _HEIGHT = 460.0, 150.0
_LEFT, _RIGHT, _TOP, _BELOW = 40.0, 10.0, 10.0, 24.0
_DATES = 4
_ROOM = 66.0
"""Pixels that a date needs."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """What a week had."""

    monday: date
    cued_min: float
    drills: int
    """Sessions of drills."""


def weekly(sessions: Sequence[Session], drills: Sequence[Drill], now: datetime) -> list[Weekly]:
    """Every week from the first with a run or a drill up to this one, the empty ones too; at most `MOST`, the last."""
    dose_s: dict[date, float] = {}
    done: dict[date, set[datetime]] = {}
    for session in sessions:
        monday = _monday(session.began.astimezone(now.tzinfo))
        dose_s[monday] = dose_s.get(monday, 0.0) + session.dose_s
    for drill in drills:
        done.setdefault(_monday(drill.began.astimezone(now.tzinfo)), set()).add(drill.began)
    this = _monday(now)
    first = min([*dose_s, *done, this])
    mondays = [first + timedelta(weeks=k) for k in range((this - first).days // 7 + 1)]
    return [Weekly(day, dose_s.get(day, 0.0) / 60.0, len(done.get(day, ()))) for day in mondays[-MOST:]]


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def bars(name: str, mondays: Sequence[date], values: Sequence[float], limit: float | None, limit_name: str) -> str:
    """SVG: a bar for each week, and the limit as a line with its name where it is near enough to matter."""
    near = limit is not None and limit < 2.5 * max(values)
    top = max([*values, limit if near and limit is not None else 0.0, 1.0]) * 1.12

    def y(value: float) -> float:
        return _TOP + (1.0 - value / top) * _HEIGHT

    wide = (_WIDTH - _LEFT - _RIGHT) / len(values)
    layers = [*_levels(top, y(0.0)), *_dates(mondays, wide)]
    layers += [
        f'<rect class="week" x="{_LEFT + k * wide + 0.12 * wide:.1f}" y="{y(value):.1f}" '
        f'width="{min(0.76 * wide, 30.0):.1f}" height="{y(0.0) - y(value):.1f}"/>'
        for k, value in enumerate(values)
        if value
    ]
    if near and limit is not None:
        layers.append(
            f'<path class="limit" d="M{_LEFT:.0f},{y(limit):.1f}H{_WIDTH - _RIGHT:.0f}"/>'
            f'<text class="level" x="{_WIDTH - _RIGHT:.0f}" y="{y(limit) - 5:.1f}">{limit_name}</text>'
        )
    size = f"0 0 {_WIDTH:.0f} {_TOP + _HEIGHT + _BELOW:.0f}"
    return f'<svg class="histogram" viewBox="{size}" role="img" aria-label="{name}">{"".join(layers)}</svg>'


def _levels(top: float, floor: float) -> Iterator[str]:
    step = max(nice_step(top / 4), 1.0)
    for k in range(int(top / step) + 1):
        y = floor - k * step / top * _HEIGHT
        yield f'<path class="grid" d="M{_LEFT:.0f},{y:.1f}H{_WIDTH - _RIGHT:.0f}"/>'
        yield f'<text class="y" x="{_LEFT - 6:.0f}" y="{y + 4:.1f}">{k * step:.0f}</text>'


def _dates(mondays: Sequence[date], wide: float) -> Iterator[str]:
    every = max(-(-len(mondays) // _DATES), int(_ROOM / wide) + 1)
    for k in range(0, len(mondays), every):
        x = _LEFT + (k + 0.12) * wide
        if x < _WIDTH - _ROOM:
            text = f"{mondays[k].day} {mondays[k]:%b %y}"
            yield f'<text x="{x:.1f}" y="{_TOP + _HEIGHT + 18:.0f}">{text}</text>'
