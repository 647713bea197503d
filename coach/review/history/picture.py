"""One trend as a picture: a dot for each run, a line through the medians of five."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median

import numpy as np

from coach.review.history.trend import WEEKS, Trend
from coach.review.page.plot import nice_step

_WIDTH, _HEIGHT = 460.0, 150.0
_LEFT, _RIGHT, _TOP, _BELOW = 40.0, 10.0, 10.0, 24.0
_SMOOTH = 5
_DATES = ("start", "middle", "middle", "end")


def picture(own: Trend | None, watch: Trend | None) -> str:
    """SVG of a measure as coach and watch saw it; one of the two at least."""
    shown = [trend for trend in (watch, own) if trend is not None]
    at = [when for trend in shown for when in trend.at]
    values = [value for trend in shown for value in trend.values]
    first, last = min(at), max([*at, min(at) + timedelta(days=1)])
    room = max(0.1 * (max(values) - min(values)), 0.02 * abs(max(values)), 0.1)
    low, high = min(values) - room, max(values) + room

    def x(when: datetime) -> float:
        return _LEFT + (when - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * _HEIGHT

    layers = [*_levels(low, high, y), *_dates(first, last, x)]
    if own is not None and watch is not None:
        layers += _names(own, watch, x, y)
    for trend in shown:
        layers += _drawn(trend, "watch" if trend is watch else "own", x, y)
    size = f"0 0 {_WIDTH:.0f} {_TOP + _HEIGHT + _BELOW:.0f}"
    name = shown[-1].measure.name
    return f'<svg class="histogram" viewBox="{size}" role="img" aria-label="{name}">{"".join(layers)}</svg>'


def _levels(low: float, high: float, y: Callable[[float], float]) -> Iterator[str]:
    step = nice_step((high - low) / 4)
    decimals = 0 if step >= 1 else 1
    levels: list[float] = (np.arange(np.ceil(low / step), high / step) * step).tolist()
    for level in levels:
        yield f'<path class="grid" d="M{_LEFT:.0f},{y(level):.1f}H{_WIDTH - _RIGHT:.0f}"/>'
        yield f'<text class="y" x="{_LEFT - 6:.0f}" y="{y(level) + 4:.1f}">{level + 0.0:.{decimals}f}</text>'


def _dates(first: datetime, last: datetime, x: Callable[[datetime], float]) -> Iterator[str]:
    for part, anchor in enumerate(_DATES):
        when = first + (last - first) * part / (len(_DATES) - 1)
        place = f'x="{x(when):.1f}" y="{_TOP + _HEIGHT + 18:.0f}" style="text-anchor:{anchor}"'
        yield f"<text {place}>{when.day} {when:%b %y}</text>"


def _names(own: Trend, watch: Trend, x: Callable[[datetime], float], y: Callable[[float], float]) -> Iterator[str]:
    """Which line is whose, at their beginnings, above the higher and below the lower."""
    for trend, other, style, name in ((own, watch, "own", "coach"), (watch, own, "watch", "watch")):
        below = trend.values[0] < other.values[0]
        place = f'x="{x(trend.at[0]) + 4:.1f}" y="{y(trend.values[0]) + (18 if below else -9):.1f}"'
        yield f'<text class="level begin {style}" {place}>{name}</text>'


def _drawn(trend: Trend, kind: str, x: Callable[[datetime], float], y: Callable[[float], float]) -> Iterator[str]:
    dots = "".join(f"M{x(when):.1f},{y(value):.1f}h0" for when, value in zip(trend.at, trend.values, strict=True))
    line = ""
    for n, when in enumerate(trend.at):
        joined = n > 0 and when - trend.at[n - 1] < WEEKS
        line += f"{'L' if joined else 'M'}{x(when):.1f},{y(median(trend.values[max(n - _SMOOTH + 1, 0) : n + 1])):.1f}"
    yield f'<path class="dots few {kind}" d="{dots}"/><path class="curve {kind}" d="{line}"/>'
