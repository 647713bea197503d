"""A curve over time as inline SVG. Knows pixels and nothing of running; colours come from the page's style sheet.

What lies on the time axis is drawn into inner pictures as wide as `SPAN`; the page's script zooms by moving their view.
Words and numbers stay outside, carry their place as `data-x`, and are moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from coach.clock import clock
from coach.events import Floats
from coach.review.page.marks import Mark, places
from coach.review.page.thin import extremes, middles

WIDTH = 1000.0
LEFT, RIGHT = 46.0, 22.0
SPAN = WIDTH - LEFT - RIGHT
_RIBBON, _CLOCK, _LANE = 22.0, 24.0, 17.0
_TICKS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_HOUR_S = 3600.0
_LEVEL = 34.0
"""Pixels between two levels of the grid, or more."""
_UNIT = 0.06
"""Share of the time axis that its unit takes."""
_FEW = 150
"""So few dots are drawn larger."""
LETTER = 6.6
"""Width of a letter of the labels in pixels, for what fits where."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plot shows: seconds from left to right, values from bottom to top, pixels high."""

    start_s: float
    end_s: float
    low: float
    high: float
    height: float

    def xs(self, t_s: Floats) -> Floats:
        """Pixels of the inner picture; what lies outside stands on the edge."""
        return np.clip((t_s - self.start_s) / self.length_s, 0.0, 1.0) * SPAN

    def ys(self, y: Floats) -> Floats:
        """Pixels from the top; what lies outside stands on the edge."""
        return np.clip((self.high - y) / (self.high - self.low), 0.0, 1.0) * self.height

    def x(self, t_s: float) -> float:
        """One of `xs`."""
        return float(self.xs(np.array([t_s]))[0])

    def y(self, y: float) -> float:
        """One of `ys`."""
        return float(self.ys(np.array([y]))[0])

    @property
    def length_s(self) -> float:
        """At least a second."""
        return max(self.end_s - self.start_s, 1.0)


class Plot:
    """Draw layer after layer, the first at the back; `svg()` gives the whole."""

    def __init__(self, name: str, unit: str, frame: Frame) -> None:
        self._name, self._unit, self._frame = name, unit, frame
        self._above, self._below = 12.0, 0.0
        self._layers: list[str] = []
        self._outside: list[str] = []

    # ── layers ────────────────────────────────────────────────────────────────────────────────────────────────

    def shade(self, from_s: float, to_s: float, style: str) -> None:
        """Tint a stretch of time over the whole height."""
        left, right = self._frame.x(from_s), self._frame.x(to_s)
        size = f'x="{left:.1f}" y="0" width="{right - left:.1f}" height="{self._frame.height:.0f}"'
        self._layers.append(f'<rect class="shade {style}" {size}/>')

    def band(self, t_s: Sequence[float], lower: Sequence[float], upper: Sequence[float], until_s: float) -> None:
        """A band whose edges hold until they change."""
        if not t_s:
            return
        x = self._frame.xs(np.array([*t_s, until_s]))
        _, rows = np.unique(np.floor(x[:-1]), return_index=True)
        x = np.append(x[rows], x[-1])
        low = _steps(x, self._frame.ys(np.array(lower)[rows]))
        high = _steps(x, self._frame.ys(np.array(upper)[rows]))
        self._layers.append(f'<path class="band" d="M{"L".join([*low, *reversed(high)])}Z"/>')
        self._layers.append(f'<path class="normal" d="M{"L".join(low)}"/><path class="limit" d="M{"L".join(high)}"/>')

    def dots(self, t_s: Floats, y: Floats, style: str) -> None:
        """One dot each; beyond the scale they lie on its edge."""
        x, y_px = self._frame.xs(t_s), self._frame.ys(y)
        rows = extremes(x, y_px)
        path = "".join(f"M{a:.1f},{b:.1f}h0" for a, b in zip(x[rows].tolist(), y_px[rows].tolist(), strict=True))
        few = " few" if len(rows) < _FEW else ""
        self._layers.append(f'<path class="dots {style}{few}" d="{path}"/>')

    def line(self, t_s: Floats, y: Floats, longest_gap_s: float) -> None:
        """Join the values, except over gaps in time; this is the curve that a pointer reads."""
        real = np.isfinite(y)
        t_s, y = t_s[real], y[real]
        x, y_px = self._frame.xs(t_s), self._frame.ys(y)
        rows = middles(x, y_px)
        jumps = np.diff(t_s[rows], prepend=-np.inf) > max(longest_gap_s, 3.0 * self._frame.length_s / WIDTH)
        path = "".join(
            f"{'M' if jump else 'L'}{a:.1f},{b:.1f}"
            for a, b, jump in zip(x[rows].tolist(), y_px[rows].tolist(), jumps.tolist(), strict=True)
        )
        self._layers.append(f'<path class="curve" d="{path}"/>')

    def rug(self, t_s: Floats) -> None:
        """Short strokes on the time axis: something was here that has no believable height."""
        columns = np.unique(np.floor(self._frame.xs(t_s))).tolist()
        path = "".join(f"M{x:.0f},{self._frame.height:.0f}v-6" for x in columns)
        self._layers.append(f'<path class="rug" d="{path}"/>')

    def ribbon(self, stretches: Iterable[tuple[str, float, float]]) -> None:
        """Named stretches of time under the curve; a name is written where it fits."""
        self._below = _RIBBON
        top = self._frame.height + 5
        bars: list[str] = []
        for name, from_s, to_s in stretches:
            left, width = self._frame.x(from_s), self._frame.x(to_s) - self._frame.x(from_s)
            title = escape(f"{name} {clock(from_s - self._frame.start_s)} to {clock(to_s - self._frame.start_s)}")
            bars.append(
                f'<rect class="{escape(name)}" x="{left:.1f}" y="0" width="{max(width - 0.8, 0.6):.1f}" height="15">'
                f"<title>{title}</title></rect>"
            )
            place_px, fits = LEFT + left + width / 2, width > LETTER * len(name) + 8
            self._outside.append(
                f'<text class="state" data-x="{left + width / 2:.1f}" data-from="{left:.1f}" data-width="{width:.1f}" '
                f'x="{place_px:.1f}" y="{top + 11:.0f}"{"" if fits else _HIDDEN}>{escape(name)}</text>'
            )
        self._outside.insert(0, _inner("ribbon", top, 15.0, bars))

    def marks(self, marks: Sequence[Mark]) -> None:
        """Numbered lines from above the curve, in order; labels without room are shown by the script when zoomed in."""
        xs = [self._frame.x(mark.at_s) for mark in marks]
        heads: list[str] = []
        for mark, x, place in zip(marks, xs, places(xs, [LETTER * len(m.label) for m in marks], SPAN), strict=True):
            self._above = max(self._above, _LANE * (place.lane + 1) + 8)
            y = -_LANE * (place.lane + 0.5) - 4
            until = self._frame.x(mark.until_s) if mark.until_s else x
            self._layers.append(
                f'<path class="mark" d="M{x:.1f},{self._frame.height:.0f}V0"/>'
                f'<rect class="mark" x="{x:.1f}" y="0" width="{until - x:.1f}" height="4"/>'
            )
            flag = f'<g class="flag" data-x="{x:.1f}" data-y="{y:.1f}" transform="translate({LEFT + x:.1f} {y:.1f})">'
            style = place.side if place.fits else f"{place.side} tight"
            self._outside.append(f'{flag}<path d="M0,0V{-y:.1f}"/></g>')
            heads.append(
                f'{flag}<title>{escape(mark.title)}</title><circle r="8"/>'
                f'<text class="number" y="3.6">{mark.number}</text>'
                f'<text class="{style}" x="{_AWAY[place.side]}" y="4">{escape(mark.label)}</text></g>'
            )
        self._outside += heads

    # ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────

    def svg(self) -> str:
        """The picture, as wide as the page lets it be."""
        frame = self._frame
        tall = self._above + frame.height + self._below + _CLOCK
        return (
            f'<svg class="plot" viewBox="0 {-self._above:.0f} {WIDTH:.0f} {tall:.0f}" role="img" '
            f'aria-label="{escape(self._name)}" data-name="{escape(self._name)}" data-unit="{escape(self._unit)}" '
            f'data-low="{frame.low:.4f}" data-high="{frame.high:.4f}" data-height="{frame.height:.0f}" '
            f'data-foot="{frame.height + self._below + 17:.0f}">'
            f"{self._grid()}{_inner('time', 0.0, frame.height, self._layers)}{''.join(self._outside)}"
            f'<g class="clock">{self._clock()}</g>'
            f'<rect class="chosen" y="0" height="{frame.height:.0f}" visibility="hidden"/>'
            '<g class="pointer" visibility="hidden"><path/><circle r="4"/><text/></g></svg>'
        )

    def _grid(self) -> str:
        frame = self._frame
        step = nice_step((frame.high - frame.low) / max(round(frame.height / _LEVEL), 3))
        decimals = 0 if step >= 1 else 1
        values = np.arange(np.ceil(frame.low / step) * step, frame.high, step).tolist()
        return "".join(
            f'<path class="grid" d="M{LEFT:.0f},{y:.1f}H{WIDTH - RIGHT:.0f}"/>'
            f'<text class="y" x="{LEFT - 7:.0f}" y="{y + 4:.1f}">{value:.{decimals}f}</text>'
            for value, y in ((value, frame.y(value)) for value in values)
        )

    def _clock(self) -> str:
        frame = self._frame
        step = next((s for s in _TICKS_S if frame.length_s / s <= 10), _TICKS_S[-1])
        y = frame.height + self._below + 17
        unit = "h:min:s" if frame.length_s >= _HOUR_S else "min:s"
        ticks = "".join(
            f'<text class="x" x="{LEFT + frame.x(frame.start_s + t):.1f}" y="{y:.0f}">{clock(t)}</text>'
            for t in range(0, int(frame.length_s * (1.0 - _UNIT)) + 1, step)
        )
        return f'{ticks}<text class="unit" x="{WIDTH - RIGHT:.0f}" y="{y:.0f}">{unit}</text>'


_AWAY = {"after": 12, "before": -12}
_HIDDEN = ' visibility="hidden"'


def _inner(style: str, y: float, height: float, layers: Iterable[str]) -> str:
    """A picture in the picture whose view the script moves to zoom in."""
    return (
        f'<svg class="{style}" x="{LEFT:.0f}" y="{y:.0f}" width="{SPAN:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {SPAN:.0f} {height:.0f}" preserveAspectRatio="none">{"".join(layers)}</svg>'
    )


def _steps(x: Floats, y: Floats) -> list[str]:
    corners = zip(x[:-1].tolist(), x[1:].tolist(), y.tolist(), strict=True)
    return [f"{at:.1f},{level:.1f}" for left, right, level in corners for at in (left, right)]


def nice_step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 … at or above `rough`."""
    power = 10.0 ** np.floor(np.log10(rough))
    return float(next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1 - 1e-9)))
