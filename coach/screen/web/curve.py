"""The last minutes' contact times as a drawing (SVG in a few lines of HTML). Pure.

The line lies in an inner drawing that stretches with its place; words and signs keep their size. The names of the two
levels stand at the right, where the line ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

from coach.events import Step

_Place = Callable[[float], float]
BIN_S = 2.0
"""Each point of the line is the median of so long: about six steps, so that it is calm."""
GAP_S = 5.0
"""A pause so long breaks the line."""
LEAST_SPAN_MS = 30.0
SIGNS = {
    "cue": "M-7-12H7L0 0Z",
    "chime": "M0-12a6 6 0 1 0 .01 0Z",
    "new": "M-7-12H7L0 0Z",
    "dropped": "M-5-11L5-1M5-11L-5-1",
    "key": "M-5 0V-14H8L4-9.5L8-5H-5Z",
    "wrong": "M-6-12L6 0M6-12L-6 0",
}
"""What happened → its sign, drawn upwards from a point: cue ▼, new ▽, chime ●, dropped and wrong ✕, key ⚑."""
_SIGN = 'width="1em" height="1em" viewBox="0 0 20 20" overflow="visible"'
"""Signs are as large as the words beside them."""
_TOP, _HEIGHT = 26.0, 56.0
"""Where the inner drawing lies, in % of the whole."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, above or on the line."""

    at_s: float
    kind: str
    """One of `SIGNS`."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """What is drawn: a stretch of time and the runner's band."""

    now_s: float
    span_s: float
    normal_s: float | None
    limit_s: float | None
    letter_percent: float = 0.9
    """Width of a letter. Where the words of two marks would run into each other, the older one keeps its sign alone."""


def curve(steps: Sequence[Step], window: Window, marks: Iterable[Mark] = ()) -> str:
    """HTML of the believed running steps and the marks inside the window."""
    runs = _runs(steps, window)
    low, high = _range(runs, window)

    def x(at_s: float) -> float:
        return 1e2 * (1.0 - (window.now_s - at_s) / window.span_s)

    def y(ms: float) -> float:
        return 1e2 * (1.0 - (ms - low) / (high - low))

    lines = ["M" + "L".join(f"{10.0 * x(at_s):.0f} {y(ms):.1f}" for at_s, ms in run) for run in runs]
    inner = (
        f'<svg y="{_TOP}%" width="100%" height="{_HEIGHT}%" viewBox="0 0 1000 100" preserveAspectRatio="none">'
        f"{''.join(_band(window, lines, y))}</svg>"
    )
    outer = f'<svg class="curve">{inner}{"".join([*_minutes(window, x), *_marks(marks, window, x)])}</svg>'
    return f'<div class="plot"><div class="canvas">{outer}</div><div class="levels">{_levels(window, y)}</div></div>'


def _runs(steps: Sequence[Step], window: Window) -> list[list[tuple[float, float]]]:
    """Medians of each bin, in ms, split where there was no running."""
    bins: defaultdict[int, list[float]] = defaultdict(list)
    for step in reversed(steps):
        if step.toe_off_s < window.now_s - window.span_s:
            break
        if step.valid and step.activity == "run":
            bins[int(step.toe_off_s // BIN_S)].append(1e3 * step.contact_s)
    runs: list[list[tuple[float, float]]] = []
    newest_s = -GAP_S
    for number in sorted(bins):
        at_s = (number + 0.5) * BIN_S
        if not runs or at_s - newest_s > GAP_S:
            runs.append([])
        runs[-1].append((min(max(at_s, window.now_s - window.span_s), window.now_s), median(bins[number])))
        newest_s = at_s
    return runs


def _range(runs: Sequence[Sequence[tuple[float, float]]], window: Window) -> tuple[float, float]:
    """Lowest and highest ms of the drawing, in tens, so that it does not twitch."""
    levels = [ms for run in runs for _, ms in run] + [1e3 * s for s in (window.normal_s, window.limit_s) if s]
    if not levels:
        return 200.0, 300.0
    low, high = min(levels) - 4.0, max(levels) + 4.0
    if high - low < LEAST_SPAN_MS:
        middle = 0.5 * (low + high)
        low, high = middle - 0.5 * LEAST_SPAN_MS, middle + 0.5 * LEAST_SPAN_MS
    return 10.0 * (low // 10.0), 10.0 * (high // 10.0 + 1.0)


def _band(window: Window, lines: Sequence[str], y: _Place) -> list[str]:
    """Above the limit stance is drawn-out, and the line is drawn once more in its colour; dashed is own normal."""
    parts: list[str] = []
    limit = min(max(y(1e3 * window.limit_s), 0.0), 100.0) if window.limit_s else 0.0
    if window.limit_s:
        parts.append(f'<rect class="beyond" width="1000" height="{limit:.1f}"/>')
        parts.append(f'<path class="limit" d="M0 {limit:.1f}H1000"/>')
    if window.normal_s:
        parts.append(f'<path class="normal" d="M0 {y(1e3 * window.normal_s):.1f}H1000"/>')
    parts += [f'<path class="line" d="{line}"/>' for line in lines]
    if limit >= 0.1:
        over = "".join(f'<path class="over" d="{line}"/>' for line in lines)
        size = f'width="1000" height="{limit:.1f}" viewBox="0 0 1000 {limit:.1f}"'
        parts.append(f'<svg {size} preserveAspectRatio="none">{over}</svg>')
    return parts


def _levels(window: Window, y: _Place) -> str:
    """The two lines' names; the limit's stands a little above its line, own normal's below: they never meet."""
    parts: list[str] = []
    for level_s, kind, name in ((window.limit_s, "limit", "drawn-out"), (window.normal_s, "normal", "your own")):
        if level_s:
            at = _TOP + _HEIGHT * min(max(y(1e3 * level_s), 0.0), 100.0) / 1e2
            parts.append(f'<div class="{kind}" style="top: {at:.1f}%"><b>{1e3 * level_s:.0f}</b> {name}</div>')
    return "".join(parts)


def _minutes(window: Window, x: _Place) -> list[str]:
    minutes = int(window.span_s // 60.0)
    words = [(m, f"{m} min" if m == minutes else f"{m}") for m in range(minutes, 0, -1 if minutes <= 6 else -2)]
    ticks = [(x(window.now_s - 60.0 * m), word, "start" if m == minutes else "middle") for m, word in words]
    return [
        f'<text class="minute" x="{at:.1f}%" y="100%" dy="-0.3em" text-anchor="{anchor}">{word}</text>'
        for at, word, anchor in [*ticks, (100.0, "now", "end")]
    ]


def _marks(marks: Iterable[Mark], window: Window, x: _Place) -> list[str]:
    shown = [mark for mark in marks if 0.0 <= window.now_s - mark.at_s <= window.span_s]
    shown.sort(key=lambda mark: -mark.at_s)
    parts: list[str] = []
    taken = 1e3
    for mark in shown:
        at = x(mark.at_s)
        width = window.letter_percent * len(mark.words)
        anchor = "end" if at > 100.0 - 0.5 * width else "start" if at < 0.5 * width else "middle"
        left = at - width * {"end": 1.0, "start": 0.0, "middle": 0.5}[anchor]
        word = ""
        if mark.words and left + width <= taken:
            word = f'<text x="{at:.1f}%" y="0" dy="1em" text-anchor="{anchor}">{escape(mark.words)}</text>'
            taken = left
        parts.append(
            f'<g class="mark {mark.kind}"><title>{escape(mark.words or mark.kind)}</title>'
            f'<line x1="{at:.1f}%" x2="{at:.1f}%" y1="{_TOP}%" y2="{_TOP + _HEIGHT}%"/>'
            f'<svg x="{at:.1f}%" y="{_TOP}%" {_SIGN}><path d="{SIGNS[mark.kind]}"/></svg>{word}</g>'
        )
    return parts
