"""The table as a picture: contact against own normal, drawn-out stretches, and each setting's cues below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from coach.app.tune.outcome import Outcome
from coach.clock import clock
from coach.coaching.gauge import Reading
from coach.coaching.hindsight import Stretch

WIDTH, LEFT, RIGHT = 1000.0, 150.0, 12.0
CURVE, ROW, GAP = 150.0, 18.0, 46.0
_LOW, _HIGH = -0.15, 0.30
"""Excess over own normal that the curve shows."""
_TICKS_S = (30, 60, 120, 300, 600, 900, 1800, 3600)
_LEGEND = "curve: contact against own normal · shaded: drawn-out in hindsight · dots: cues, red where it was not"
_STYLE = """
svg { font: 12px system-ui, sans-serif; background: #fff; } text { fill: #333; } .faint { fill: #777; }
.long { fill: #e08a1e33; } .curve { stroke: #2a6fb0; fill: none; stroke-width: 1; } .line { stroke: #ccc; }
.good { fill: #2a8a4a; } .false { fill: #c0392b; } .present { font-weight: 700; } .now { fill: #2a6fb018; }
.clock { text-anchor: middle; }
@media (prefers-color-scheme: dark) {
  svg { background: #16191d; } text { fill: #ddd; } .faint { fill: #999; } .line { stroke: #444; }
  .curve { stroke: #7ab3ea; } .good { fill: #5fc686; } .false { fill: #f07a6c; }
}"""


@dataclass(frozen=True, slots=True)
class Panel:
    """One recording."""

    name: str
    span_s: tuple[float, float]
    readings: Sequence[Reading]
    found: Sequence[Stretch]
    outcomes: Sequence[Outcome]
    """Of each setting, in the order of the table."""


def draw(title: str, settings: Sequence[str], present: int, panels: Sequence[Panel]) -> str:
    """A self-contained SVG; `present` is the row of the settings in force."""
    tall = 40.0
    parts: list[str] = [
        f'<text x="12" y="24" class="present">{escape(title)}</text>',
        f'<text x="{WIDTH - RIGHT:.0f}" y="24" class="faint" text-anchor="end">{_LEGEND}</text>',
    ]
    for panel in panels:
        parts.append(f'<g transform="translate(0 {tall:.0f})">{"".join(_panel(panel, settings, present))}</g>')
        tall += CURVE + ROW * len(settings) + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {tall:.0f}" role="img" '
        f'aria-label="{escape(title)}"><style>{_STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _panel(panel: Panel, settings: Sequence[str], present: int) -> Iterator[str]:
    start_s, end_s = panel.span_s
    per_s = (WIDTH - LEFT - RIGHT) / max(end_s - start_s, 1.0)

    def x(at_s: float) -> float:
        return LEFT + (at_s - start_s) * per_s

    bottom = CURVE + ROW * len(settings)
    for stretch in panel.found:
        width = (stretch.end_s - stretch.start_s) * per_s
        yield f'<rect class="long" x="{x(stretch.start_s):.1f}" y="0" width="{width:.1f}" height="{bottom:.0f}"/>'
    for share in (0.0, 0.1, 0.2):
        yield f'<path class="line" d="M{LEFT:.0f},{_y(share):.1f}H{WIDTH - RIGHT:.0f}"/>'
        place = f'x="{LEFT - 8:.0f}" y="{_y(share) + 4:.1f}"'
        yield f'<text class="faint" {place} text-anchor="end">{100 * share:+.0f} %</text>'
    yield f'<text class="faint" x="12" y="14">{escape(panel.name)}</text>'
    yield f'<path class="curve" d="{_curve(panel.readings, x(start_s), per_s, start_s)}"/>'
    for number, (setting, outcome) in enumerate(zip(settings, panel.outcomes, strict=True)):
        y = CURVE + ROW * number
        if number == present:
            yield f'<rect class="now" x="0" y="{y:.0f}" width="{WIDTH:.0f}" height="{ROW:.0f}"/>'
        style = ' class="present"' if number == present else ""
        yield f'<text{style} x="{LEFT - 8:.0f}" y="{y + 13:.0f}" text-anchor="end">{escape(setting)}</text>'
        wrong = set(outcome.false_s(panel.found))
        for at_s in outcome.cues_s:
            kind = "false" if at_s in wrong else "good"
            title = f"<title>{clock(at_s - start_s)}</title>"
            yield f'<circle class="{kind}" cx="{x(at_s):.1f}" cy="{y + 9:.0f}" r="4">{title}</circle>'
    step_s = next((step for step in _TICKS_S if (end_s - start_s) / step <= 12), _TICKS_S[-1])
    for at_s in range(0, int(end_s - start_s - 0.3 * step_s) + 1, step_s):
        yield f'<text class="faint clock" x="{x(start_s + at_s):.1f}" y="{bottom + 16:.0f}">{clock(at_s)}</text>'


def _y(share: float) -> float:
    return CURVE * (_HIGH - min(max(share, _LOW), _HIGH)) / (_HIGH - _LOW)


def _curve(readings: Sequence[Reading], left: float, per_s: float, start_s: float) -> str:
    """The running median, one point for each pixel at most; broken where running is."""
    path: list[str] = []
    last_s, last_x = -1e9, -1e9
    for reading in readings:
        if reading.median is None:
            continue
        x = left + (reading.at_s - start_s) * per_s
        if x - last_x < 1.0:
            continue
        path.append(f"{'M' if reading.at_s - last_s > 4.0 + 2.0 / per_s else 'L'}{x:.1f},{_y(reading.median):.1f}")
        last_s, last_x = reading.at_s, x
    return "".join(path)
