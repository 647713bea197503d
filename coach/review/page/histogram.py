"""How often which contact time was: left and right as outlines, own normal and limit behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.events import Floats, Step
from coach.review.page.plot import nice_step

WIDTH, HEIGHT = 460.0, 330.0
_LEFT, _RIGHT, _TOP, _BELOW = 8.0, 8.0, 24.0, 22.0
_BINS = 32
_LEAST = 30


def histogram(steps: Sequence[Step], normal_s: float | None, limit_s: float | None) -> str:
    """SVG, or nothing with fewer than thirty believed running steps."""
    sides = {
        foot: np.array([1e3 * s.contact_s for s in steps if s.valid and s.foot == foot])
        for foot in ("unknown", "left", "right")
    }
    every = np.concatenate(list(sides.values()))
    if len(every) < _LEAST:
        return ""
    low, high = np.percentile(every, (0.5, 99.5)).tolist()
    own = [1e3 * s for s in (normal_s, limit_s) if s is not None]
    low, high = min([low, *own]) - 3.0, max([high, *own]) + 3.0
    edges = np.linspace(low, high, _BINS + 1)
    counts = {foot: np.histogram(ms, edges)[0].astype(np.float64) for foot, ms in sides.items() if len(ms)}
    tallest = max(float(count.max()) for count in counts.values())

    def x(ms: float) -> float:
        return _LEFT + (ms - low) / (high - low) * (WIDTH - _LEFT - _RIGHT)

    layers = list[str]()
    if len(own) == 2:
        layers.append(
            f'<rect class="band" x="{x(own[0]):.1f}" y="{_TOP:.0f}" '
            f'width="{x(own[1]) - x(own[0]):.1f}" height="{HEIGHT:.0f}"/>'
        )
        layers += [
            f'<path class="{kind}" d="M{x(ms):.1f},{_TOP:.0f}v{HEIGHT:.0f}"/>'
            for kind, ms in zip(("normal", "limit"), own, strict=True)
        ]
        layers += [
            f'<text class="{side}" x="{x(ms):.1f}" y="{_TOP - 7:.0f}">{name} {ms:.0f}</text>'
            for side, name, ms in zip(("end", "begin"), ("your normal", "limit"), own, strict=True)
        ]
    layers += [
        f'<path class="outline {foot}" d="{_outline(count / tallest, x(low), x(high))}"/>'
        for foot, count in counts.items()
    ]
    step = nice_step((high - low) / 6)
    ticks: list[float] = np.arange(np.ceil(low / step) * step, high, step).tolist()
    bottom = _TOP + HEIGHT
    layers += [f'<text class="x" x="{x(ms):.1f}" y="{bottom + 17:.0f}">{ms:.0f}</text>' for ms in ticks]
    size = f"0 0 {WIDTH:.0f} {bottom + _BELOW:.0f}"
    return (
        f'<svg class="histogram" viewBox="{size}" role="img" aria-label="Distribution of contact time in ms">'
        f'<path class="grid" d="M{_LEFT:.0f},{bottom:.0f}H{WIDTH - _RIGHT:.0f}"/>{"".join(layers)}</svg>'
    )


def _outline(share: Floats, left: float, right: float) -> str:
    """Bars joined to one shape, from the floor to the floor."""
    bottom = _TOP + HEIGHT
    edges: list[float] = np.linspace(left, right, len(share) + 1).tolist()
    tops: list[float] = (bottom - share * HEIGHT).tolist()
    path = f"M{left:.1f},{bottom:.0f}"
    for from_px, to_px, top in zip(edges[:-1], edges[1:], tops, strict=True):
        path += f"L{from_px:.1f},{top:.1f}H{to_px:.1f}"
    return path + f"V{bottom:.0f}"
