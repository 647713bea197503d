"""The rows of the terminal's picture, as text with styles. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rich.text import Text

from coach.clock import clock
from coach.events import State
from coach.screen.band import band
from coach.screen.digits import large
from coach.screen.figures import Figure, figures
from coach.screen.view import ScreenView
from coach.screen.words import (
    STATES,
    against_own,
    battery_words,
    capital,
    cue_when,
    guide_left,
    guide_next,
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
KEY_GAP = " · "
"""Between the keys of the hint."""
_LABEL = 12
_DOTS = {"heard": ("●", "green"), "waiting": ("○", "bright_black"), "silent": ("○", "yellow"), "lost": ("✕", "red")}


def number(view: ScreenView) -> str:
    """What is shown large: contact in ms, or the count of a led routine."""
    if view.guide is not None:
        return guide_number(view.guide)[0] or "---"
    return "---" if view.contact_s is None else f"{view.contact_s * 1e3:.0f}"


def wrapped(words: str, width: int, style: str) -> list[Text]:
    """Words in as many lines as they need, one column from the left; none where there are no words."""
    lines = textwrap.wrap(words, max(width - 1, 1), subsequent_indent=" ") if words.strip() else []
    return [Text(line, style=style) for line in lines]


def flow(parts: Iterable[Text], width: int) -> list[Text]:
    """Parts one after the other, in as many lines as they need."""
    lines: list[Text] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) <= width:
            lines[-1].append_text(part)
        else:
            lines.append(part.copy())
    return lines


def banner(view: ScreenView, width: int) -> Text:
    """The state, and the time."""
    word = STATES[view.state].upper()
    spaced = " ".join(word) if width >= 40 else word
    time = clock(view.elapsed_s)
    gap = max(width - len(spaced) - len(time) - 4, 1)
    return Text(f"  {spaced}{' ' * gap}{time}  ", style=f"bold {STYLES[view.state]}")


def tall(line: Text) -> list[Text]:
    """The same, three lines high."""
    edge = Text(" " * len(line), style=line.style)
    return [edge, line, edge.copy()]


def contact(view: ScreenView, scale: int, *, beside: bool) -> list[Text]:
    """Contact time, or a led routine's count, as large as the window lets it be, with the other figures beside it."""
    ms, style, own = number(view), _verdict(view), against_own(view)
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


def one_by_one(view: ScreenView) -> Iterable[Text]:
    """The figures one after the other, where there is no room beside the digits."""
    for figure in filter(_has_name, figures(view)):
        value = f"{figure.value} {figure.unit}".strip()
        yield Text.assemble((f" {figure.label} ", "dim"), (f"{value}  ", "bold"))
    if metronome := _metronome(view):
        yield Text(" ").append_text(metronome)


def _has_name(figure: Figure) -> bool:
    return bool(figure.label)


def _metronome(view: ScreenView) -> Text | None:
    return None if view.metronome_spm is None else Text(f"♪ {view.metronome_spm:.0f}/min", style="bold cyan")


def band_line(view: ScreenView, width: int) -> Text:
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


def cue(view: ScreenView, width: int) -> list[Text]:
    """The newest cue, and why it was given; nothing before the first."""
    if view.cue is None:
        return []
    when, fresh = cue_when(view.cue, view.elapsed_s)
    head = Text.assemble(" ", (f" “{view.cue.words}” ", "bold black on cyan" if fresh else "bold cyan"))
    head.append(f" {when}", style="dim")
    because = view.cue.because
    if not because or len(head) + len(because) + 2 <= width:
        return [head.append(f"  {because}")]
    return [head, *wrapped(f"  {because}", width, "")]


def what_follows(view: ScreenView) -> str:
    """What a led routine wants after this."""
    guide = view.guide
    if guide is None:
        return " "
    return " " + ". ".join(filter(None, (capital(guide.note), guide_next(guide))))


def sensors(view: ScreenView) -> Iterable[Text]:
    """Each sensor: how it is, its battery and its signal."""
    for sensor in view.sensors:
        sign, style = _DOTS[sensor.state]
        signal = signal_words(sensor)
        weak = "weak" if signal and is_weak(sensor) else ""
        place, *more = [*place_words(sensor), battery_words(sensor), signal, weak]
        yield Text.assemble((f" {sign} ", style), place, (f" {' '.join(filter(None, more))} ", "dim"))


def files(view: ScreenView) -> Iterable[Text]:
    """How the sound is, and where the recording is written."""
    if sound := sound_words(view):
        yield Text(f" {sound} ")
    if view.recording:
        yield Text.assemble((" recording ", "dim"), f"{view.recording} ")


def keys_of(view: ScreenView, keys: str) -> Iterable[Text]:
    """What can be pressed now."""
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
