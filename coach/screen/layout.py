"""The terminal's picture of a run: rows by importance, so that a small window shows the most important ones. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rich.text import Text

from coach.clock import clock
from coach.events import State
from coach.screen.band import band
from coach.screen.chart import chart
from coach.screen.digits import large
from coach.screen.figures import Figure, figures
from coach.screen.view import ScreenView
from coach.screen.words import (
    STATES,
    about_state,
    against_own,
    battery_words,
    capital,
    guide_left,
    guide_number,
    is_over,
    is_weak,
    place_words,
    signal_words,
    sound_words,
    speed_of,
)

STYLES: dict[State, str] = {
    "waiting": "black on bright_black",
    "learning": "black on bright_blue",
    "good": "black on green",
    "drawn-out": "black on yellow",
    "bouncy": "black on magenta",
    "walking": "black on white",
    "standing": "black on white",
    "sensor-lost": "white on red",
    "paused": "black on white",
    "drill": "black on bright_blue",
}
"""The word carries the meaning; the colour only helps."""
FRESH_S = 12.0
"""A cue so new is shown as being said now."""
KEY_GAP = " · "
"""Between the keys of the hint."""
_OTHERS = 9
"""Lines of a full picture without the large digits."""
_BESIDE = 32
"""Columns that the figures need beside the digits; two lines of them go with digits of at least twice the size."""
_LABEL = 12
_CHART = 4
_DOTS = {"heard": ("●", "green"), "waiting": ("○", "bright_black"), "silent": ("○", "yellow"), "lost": ("✕", "red")}


@dataclass(frozen=True, slots=True)
class Row:
    """Lines that stand or fall together; the highest `weight` is the last to go, the highest `air` gets room first."""

    weight: int
    lines: list[Text]
    air: int = 0


def picture(view: ScreenView, width: int, height: int, keys: str = "") -> list[Text]:
    """At most `height` lines of at most `width` characters."""
    scale = _scale(view, width, height)
    beside = scale > 1 and width >= 8 * scale * len(_number(view)) + _BESIDE
    words = f" {about_state(view)}"
    rows = [
        Row(9, [_banner(view, width)]),
        Row(7, _wrapped(words, width, "bold"), air=3),
        Row(8, _contact(view, scale, beside=beside), air=5),
        Row(6, [] if beside else _flow(_figures(view), width)),
        Row(8, [_band(view, width)], air=4),
        Row(4, [] if view.guide else chart(view, width, 1), air=2),
        Row(5, _cue(view, width), air=1),
        Row(7, _wrapped(_next(view), width, "")),
        Row(3, _flow(_sensors(view), width)),
        Row(2, _flow(_files(view), width)),
        Row(1, _flow(_keys(view, keys), width)),
    ]
    rows = _fit([row for row in rows if any(line.plain.strip() for line in row.lines)], height)
    spare = height - sum(len(row.lines) for row in rows)
    if spare >= _CHART - 1 and not view.guide and (larger := chart(view, width, _CHART)):
        rows = [replace(row, lines=larger) if row.weight == 4 else row for row in rows]
        spare -= _CHART - 1
    if spare >= 2:
        rows[0] = Row(9, _tall(rows[0].lines[0]))
        spare -= 2
    airy = {row.air for row in sorted(rows, key=lambda row: -row.air)[:spare] if row.air}
    lines = [line for row in rows for line in ([Text()] if row.air in airy else []) + row.lines]
    for line in lines:
        line.truncate(max(width, 1), overflow="ellipsis")
    return lines[:height]


def _fit(rows: list[Row], height: int) -> list[Row]:
    """The most important first lines, then the most important rows."""
    rows = list(rows)
    for row in sorted(rows, key=lambda row: row.weight):
        if sum(len(row.lines) for row in rows) > height and row.weight != 8:
            rows[rows.index(row)] = replace(row, lines=row.lines[:1])
    while len(rows) > 1 and sum(len(row.lines) for row in rows) > height:
        rows.remove(min(rows, key=lambda row: row.weight))
    return rows


def _scale(view: ScreenView, width: int, height: int) -> int:
    """How large the digits may be without driving anything else away; 0 = as small as all other words."""
    digits = len(_number(view))
    return next((s for s in (3, 2, 1) if height >= _OTHERS + 5 * s and width >= 8 * s * digits + 22), 0)


def _number(view: ScreenView) -> str:
    """What is shown large: contact in ms, or the count of a led routine."""
    if view.guide is not None:
        return guide_number(view.guide)[0] or "---"
    return "---" if view.contact_s is None else f"{view.contact_s * 1e3:.0f}"


def _wrapped(words: str, width: int, style: str) -> list[Text]:
    lines = textwrap.wrap(words, max(width - 1, 1), subsequent_indent=" ") if words.strip() else []
    return [Text(line, style=style) for line in lines]


def _flow(parts: Iterable[Text], width: int) -> list[Text]:
    """Parts one after the other, in as many lines as they need."""
    lines: list[Text] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) <= width:
            lines[-1].append_text(part)
        else:
            lines.append(part.copy())
    return lines


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _banner(view: ScreenView, width: int) -> Text:
    word = STATES[view.state].upper()
    spaced = " ".join(word) if width >= 40 else word
    time = clock(view.elapsed_s)
    gap = max(width - len(spaced) - len(time) - 4, 1)
    return Text(f"  {spaced}{' ' * gap}{time}  ", style=f"bold {STYLES[view.state]}")


def _tall(banner: Text) -> list[Text]:
    edge = Text(" " * len(banner), style=banner.style)
    return [edge, banner, edge.copy()]


def _contact(view: ScreenView, scale: int, *, beside: bool) -> list[Text]:
    """Contact time, or a led routine's count, as large as the window lets it be, with the other figures beside it."""
    ms, style, own = _number(view), _verdict(view), against_own(view)
    unit = "ms contact time"
    if view.guide is not None:
        style, own, unit = "bright_blue", guide_left(view.guide) or view.guide.note, guide_number(view.guide)[1]
    if not scale:
        return [Text.assemble(" ", (ms, f"bold {style}"), f" {unit} ", (own, "dim"))]
    lines = [Text(f"  {line}", style=style) for line in large(ms, scale)]
    about = [Text(unit, style="bold default"), Text(own, style=f"bold {style}")]
    if beside:
        about = [*about, Text(), *_table(view), *filter(None, [_metronome(view)])]
    for line, words in zip(lines[max(len(lines) - len(about), 0) :], about, strict=False):
        line.append("   ").append_text(words)
    return lines


def _table(view: ScreenView) -> Iterable[Text]:
    for figure in filter(_has_name, figures(view)):
        value = f"{figure.value} {figure.unit}".strip()
        yield Text.assemble((f"{figure.label:<{_LABEL}}", "dim default"), (value, "bold default"))
    _, who = speed_of(view)
    if view.guide is None:
        yield Text(f"{'':<{_LABEL}}{who}", style="dim default")


def _figures(view: ScreenView) -> Iterable[Text]:
    for figure in filter(_has_name, figures(view)):
        value = f"{figure.value} {figure.unit}".strip()
        yield Text.assemble((f" {figure.label} ", "dim"), (f"{value}  ", "bold"))
    if metronome := _metronome(view):
        yield Text(" ").append_text(metronome)


def _has_name(figure: Figure) -> bool:
    return bool(figure.label)


def _metronome(view: ScreenView) -> Text | None:
    return None if view.metronome_spm is None else Text(f"♪ {view.metronome_spm:.0f}/min", style="bold cyan")


def _band(view: ScreenView, width: int) -> Text:
    """Contact as a point on a line that shows own normal and limit."""
    own = band(view)
    if own is None:
        return Text()
    cells = max(width - 12, 8)
    limit, normal = round(own.limit * (cells - 1)), round(own.normal * (cells - 1))
    line = Text("━" * cells, style="green")
    line.stylize("yellow", limit)
    marks = {limit: ("┃", "bold yellow"), normal: ("┃", "bold green")}
    if own.at is not None:
        marks[round(own.at * (cells - 1))] = ("●", f"bold {_verdict(view)}")
    for at, (sign, style) in marks.items():
        line = Text.assemble(line[:at], (sign, style), line[at + 1 :])
    return Text.assemble(f" {own.low_s * 1e3:>3.0f} ", line, f" {own.high_s * 1e3:.0f} ms")


def _cue(view: ScreenView, width: int) -> list[Text]:
    if view.cue is None:
        return []
    ago_s = view.elapsed_s - view.cue.at_s
    fresh = ago_s < FRESH_S
    head = Text.assemble(" ", (f" “{view.cue.words}” ", "bold black on cyan" if fresh else "bold cyan"))
    head.append(" now" if fresh else f" {clock(ago_s)} ago", style="dim")
    because = view.cue.because
    if not because or len(head) + len(because) + 2 <= width:
        return [head.append(f"  {because}")]
    return [head, *_wrapped(f"  {because}", width, "")]


def _next(view: ScreenView) -> str:
    """What a led routine wants after this."""
    guide = view.guide
    if guide is None:
        return " "
    return " " + ". ".join(filter(None, (capital(guide.note), f"Next: {guide.next}" if guide.next else "")))


def _sensors(view: ScreenView) -> Iterable[Text]:
    for sensor in view.sensors:
        sign, style = _DOTS[sensor.state]
        signal = signal_words(sensor)
        weak = "weak" if signal and is_weak(sensor) else ""
        place, *more = [*place_words(sensor), battery_words(sensor), signal, weak]
        yield Text.assemble((f" {sign} ", style), place, (f" {' '.join(filter(None, more))} ", "dim"))


def _files(view: ScreenView) -> Iterable[Text]:
    if sound := sound_words(view):
        yield Text(f" {sound} ")
    if view.recording:
        yield Text.assemble((" recording ", "dim"), f"{view.recording} ")


def _keys(view: ScreenView, keys: str) -> Iterable[Text]:
    word = "pause" if view.state != "paused" else "go on" if view.begun else "start"
    if view.guide is not None:
        keys = keys.replace("↑↓ belt", f"n skip{KEY_GAP}r again")
    for key in keys.replace("space pause", f"space {word}").split(KEY_GAP):
        yield Text(f" {key} ", style="bold" if key.startswith("space") and word != "pause" else "dim")


def _verdict(view: ScreenView) -> str:
    """Of contact now."""
    if view.contact_s is None:
        return "bright_black"
    return "default" if view.limit_s is None else "yellow" if is_over(view, view.contact_s) else "green"
