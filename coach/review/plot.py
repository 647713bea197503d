"""A curve over time as inline SVG. Knows pixels and nothing of running; colours come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from coach.events import Floats
from coach.review.thin import extremes, middles
from coach.review.words import clock

WIDTH = 1000.0
_LEFT, _RIGHT = 46.0, 22.0
_RIBBON, _CLOCK = 22.0, 24.0
_LANE = 17.0
_TICKS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_LETTER = 6.6
"""Width of a letter of the labels in pixels, for what fits where."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a line: numbered, named, with a longer text for those who point at it."""

    at_s: float
    number: int
    label: str
    title: str
    until_s: float | None = None


class Plot:
    """Draw layer after layer, the first at the back; `svg()` gives the whole."""

    def __init__(self, name: str, unit: str, span_s: tuple[float, float], values: tuple[float, float], height: float):
        self._name, self._unit = name, unit
        self._start_s, self._end_s = span_s[0], max(span_s[1], span_s[0] + 1.0)
        self._low, self._high = values
        self._height = height
        self._above, self._below = 12.0, 0.0
        self._layers: list[str] = []

    # ── layers ────────────────────────────────────────────────────────────────────────────────────────────────

    def shade(self, from_s: float, to_s: float, style: str) -> None:
        """Tint a stretch of time over the whole height."""
        left, right = self._x(from_s), self._x(to_s)
        self._layers.append(
            f'<rect class="shade {style}" x="{left:.1f}" y="0" width="{right - left:.1f}" height="{self._height:.0f}"/>'
        )

    def band(self, t_s: Sequence[float], lower: Sequence[float], upper: Sequence[float], until_s: float) -> None:
        """A band whose edges hold until they change, its lower edge drawn as a line."""
        if not t_s:
            return
        x = self._xs(np.array([*t_s, until_s]))
        _, rows = np.unique(np.floor(x[:-1]), return_index=True)
        x = np.append(x[rows], x[-1])
        low = self._steps(x, self._ys(np.array(lower)[rows]))
        high = self._steps(x, self._ys(np.array(upper)[rows]))
        self._layers.append(f'<path class="band" d="M{"L".join([*low, *reversed(high)])}Z"/>')
        self._layers.append(f'<path class="normal" d="M{"L".join(low)}"/><path class="limit" d="M{"L".join(high)}"/>')

    def dots(self, t_s: Floats, y: Floats, style: str) -> None:
        """One dot each; beyond the scale they lie on its edge."""
        x, y_px = self._xs(t_s), self._ys(y)
        rows = extremes(x, y_px)
        path = "".join(f"M{a:.1f},{b:.1f}h0" for a, b in zip(x[rows].tolist(), y_px[rows].tolist(), strict=True))
        self._layers.append(f'<path class="dots {style}" d="{path}"/>')

    def line(self, t_s: Floats, y: Floats, longest_gap_s: float) -> None:
        """Join the values, except over gaps in time; this is the curve that a pointer reads."""
        real = np.isfinite(y)
        t_s, y = t_s[real], y[real]
        x, y_px = self._xs(t_s), self._ys(y)
        rows = middles(x, y_px)
        jumps = np.diff(t_s[rows], prepend=-np.inf) > max(longest_gap_s, 3.0 * (self._end_s - self._start_s) / WIDTH)
        path = "".join(
            f"{'M' if jump else 'L'}{a:.1f},{b:.1f}"
            for a, b, jump in zip(x[rows].tolist(), y_px[rows].tolist(), jumps.tolist(), strict=True)
        )
        self._layers.append(f'<path class="curve" d="{path}"/>')

    def rug(self, t_s: Floats) -> None:
        """Short strokes on the time axis: something was here that has no believable height."""
        columns = np.unique(np.floor(self._xs(t_s))).tolist()
        path = "".join(f"M{x:.0f},{self._height:.0f}v-6" for x in columns)
        self._layers.append(f'<path class="rug" d="{path}"/>')

    def ribbon(self, stretches: Iterable[tuple[str, float, float]]) -> None:
        """Named stretches of time under the curve; a name is written where it fits."""
        self._below = _RIBBON
        for name, from_s, to_s in stretches:
            left, width = self._x(from_s), self._x(to_s) - self._x(from_s)
            top = self._height + 5
            title = escape(f"{name} {clock(from_s - self._start_s)} to {clock(to_s - self._start_s)}")
            text = f'<text x="{left + width / 2:.1f}" y="{top + 11:.0f}">{escape(name)}</text>'
            self._layers.append(
                f'<g class="ribbon {escape(name)}"><title>{title}</title>'
                f'<rect x="{left:.1f}" y="{top:.0f}" width="{max(width - 0.8, 0.6):.1f}" height="15" rx="3"/>'
                f"{text if width > _LETTER * len(name) + 8 else ''}</g>"
            )

    def marks(self, marks: Sequence[Mark]) -> None:
        """Numbered lines from above the curve; labels that would cover each other go to other lanes or are left out."""
        lanes: list[list[tuple[float, float]]] = [[], [], []]
        flags: list[str] = []
        for mark in marks:
            x = self._x(mark.at_s)
            lane, side, label = _place(lanes, x, mark.label)
            self._above = max(self._above, _LANE * (lane + 1) + 8)
            y = -_LANE * (lane + 0.5) - 4
            until = self._x(mark.until_s) if mark.until_s else x
            self._layers.append(
                f'<g class="mark"><path d="M{x:.1f},{self._height:.0f}V{y:.1f}"/>'
                f'<rect x="{x:.1f}" y="0" width="{until - x:.1f}" height="4"/></g>'
            )
            flags.append(
                f'<g class="mark"><title>{escape(mark.title)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="8"/>'
                f'<text class="number" x="{x:.1f}" y="{y + 3.6:.1f}">{mark.number}</text>'
                f'<text class="{side}" x="{x + (12 if side == "after" else -12):.1f}" y="{y + 4:.1f}">{escape(label)}'
                "</text></g>"
            )
        self._layers += flags

    # ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────

    def svg(self) -> str:
        """The picture, as wide as the page lets it be."""
        tall = self._above + self._height + self._below + _CLOCK
        frame = f"{_LEFT:.0f} {WIDTH - _RIGHT:.0f} 0 {self._height:.0f}"
        return (
            f'<svg class="plot" viewBox="0 {-self._above:.0f} {WIDTH:.0f} {tall:.0f}" role="img" '
            f'aria-label="{escape(self._name)}" data-unit="{escape(self._unit)}" data-frame="{frame}" '
            f'data-values="{self._low:.3f} {self._high:.3f}" data-seconds="{self._end_s - self._start_s:.3f}">'
            f"{self._grid()}{''.join(self._layers)}{self._clock()}"
            '<g class="pointer" visibility="hidden"><path/><circle r="4"/><text/></g></svg>'
        )

    def _grid(self) -> str:
        step = nice_step((self._high - self._low) / 4)
        decimals = 0 if step >= 1 else 1
        values = np.arange(np.ceil(self._low / step) * step, self._high, step).tolist()
        return "".join(
            f'<path class="grid" d="M{_LEFT:.0f},{y:.1f}H{WIDTH - _RIGHT:.0f}"/>'
            f'<text class="y" x="{_LEFT - 7:.0f}" y="{y + 4:.1f}">{value:.{decimals}f}</text>'
            for value, y in ((value, self._y(value)) for value in values)
        )

    def _clock(self) -> str:
        length_s = self._end_s - self._start_s
        step = next((s for s in _TICKS_S if length_s / s <= 10), _TICKS_S[-1])
        y = self._height + self._below + 17
        return "".join(
            f'<text class="x" x="{self._x(self._start_s + t):.1f}" y="{y:.0f}">{clock(t)}</text>'
            for t in range(0, int(length_s) + 1, step)
        )

    # ── pixels ────────────────────────────────────────────────────────────────────────────────────────────────

    def _xs(self, t_s: Floats) -> Floats:
        share = np.clip((t_s - self._start_s) / (self._end_s - self._start_s), 0.0, 1.0)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def _ys(self, y: Floats) -> Floats:
        return np.clip((self._high - y) / (self._high - self._low), 0.0, 1.0) * self._height

    def _x(self, t_s: float) -> float:
        return float(self._xs(np.array([t_s]))[0])

    def _y(self, y: float) -> float:
        return float(self._ys(np.array([y]))[0])

    @staticmethod
    def _steps(x: Floats, y: Floats) -> list[str]:
        corners = zip(x[:-1].tolist(), x[1:].tolist(), y.tolist(), strict=True)
        return [f"{at:.1f},{level:.1f}" for left, right, level in corners for at in (left, right)]


def nice_step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 … at or above `rough`."""
    power = 10.0 ** np.floor(np.log10(rough))
    return float(next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1 - 1e-9)))


def _place(lanes: Sequence[list[tuple[float, float]]], x: float, label: str) -> tuple[int, str, str]:
    """The lowest lane with room for number and label, on either side of the line; else a number alone."""
    width = 16.0 + _LETTER * len(label)
    for lane, taken in enumerate(lanes):
        for side, left, right in (("after", x - 9, x + width), ("before", x - width, x + 9)):
            if left >= 0.0 and right <= WIDTH and not any(a < right and left < b for a, b in taken):
                taken.append((left, right))
                return lane, side, label
    return 0, "after", ""
