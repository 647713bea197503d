"""The terminal's picture of a run: rows by importance, so that a small window shows the most important ones. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from rich.text import Text

from coach.clock import clock
from coach.events import State
from coach.screen.digits import large
from coach.screen.state import ScreenView

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
    "drill": "black on bright_cyan",
}
"""The word carries the meaning; the colour only helps."""
FIGURES = (
    ("cadence_spm", "cadence", "{:.0f}/min"),
    ("sink_deg", "sink", "{:.0f}°"),
    ("sink_cm", "sink", "{:.1f} cm"),
    ("balance_percent", "left", "{:.1f} %"),
    ("duty_factor", "duty", "{:.2f}"),
    ("speed_mps", "speed", "{:.1f} m/s"),
)
_OTHERS = 9
"""Lines of a full picture without the large digits."""
_BARS = "▁▂▃▄▅▆▇█"
_DOTS = {"heard": ("●", "green"), "waiting": ("○", "bright_black"), "silent": ("○", "yellow"), "lost": ("✕", "red")}


@dataclass(frozen=True, slots=True)
class Row:
    """Lines that stand or fall together; the highest `weight` is the last to go."""

    weight: int
    lines: list[Text]


def picture(view: ScreenView, width: int, height: int, keys: str = "") -> list[Text]:
    """At most `height` lines of at most `width` characters."""
    scale = _scale(view, width, height)
    rows = [
        Row(9, _banner(view, width, tall=_OTHERS + 2 + 5 * scale <= height)),
        Row(7, [Text(f" {view.text}", style="bold")]),
        Row(8, _contact(view, scale)),
        Row(6, [_figures(view)]),
        Row(8, [_band(view, width)]),
        Row(4, [_minute(view, width)]),
        Row(5, _cue(view)),
        Row(3, [_sensors(view)]),
        Row(2, [_files(view)]),
        Row(1, [Text(f" {keys}", style="dim")]),
    ]
    rows = _fit([row for row in rows if any(line.plain.strip() for line in row.lines)], height)
    spare = height - sum(len(row.lines) for row in rows)
    lines: list[Text] = []
    for n, row in enumerate(rows):
        air = [Text()] if 0 < n <= spare else []
        lines += [*air, *row.lines]
    for line in lines:
        line.truncate(max(width, 1), overflow="ellipsis")
    return lines[:height]


def _fit(rows: list[Row], height: int) -> list[Row]:
    while len(rows) > 1 and sum(len(row.lines) for row in rows) > height:
        rows.remove(min(rows, key=lambda row: row.weight))
    return rows


def _scale(view: ScreenView, width: int, height: int) -> int:
    """How large the digits may be without driving anything else away; 0 = as small as all other words."""
    digits = len(_ms(view.contact_s))
    return next((s for s in (3, 2, 1) if height >= _OTHERS + 5 * s and width >= 8 * s * digits + 22), 0)


def _ms(seconds: float | None) -> str:
    return "---" if seconds is None else f"{seconds * 1e3:.0f}"


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _banner(view: ScreenView, width: int, *, tall: bool) -> list[Text]:
    word = view.state.upper()
    spaced = " ".join(word) if width >= 40 else word
    time = clock(view.elapsed_s)
    gap = max(width - len(spaced) - len(time) - 4, 1)
    style = f"bold {STYLES[view.state]}"
    edge = [Text(" " * width, style=style)] if tall else []
    return [*edge, Text(f"  {spaced}{' ' * gap}{time}  ", style=style), *edge]


def _contact(view: ScreenView, scale: int) -> list[Text]:
    """Contact time as large as the window lets it be."""
    ms, style = _ms(view.contact_s), _verdict(view, view.contact_s)
    if not scale:
        return [Text.assemble(" ", (f"{ms} ms", f"bold {style}"), " contact", (_against(view), "dim"))]
    lines = [Text(f"  {line}", style=style) for line in large(ms, scale)]
    lines[-2].append("  ms contact", style="bold default")
    lines[-1].append(f" {_against(view)}", style="dim default")
    return lines


def _against(view: ScreenView) -> str:
    return "" if view.normal_s is None else f" own normal {_ms(view.normal_s)}"


def _figures(view: ScreenView) -> Text:
    values = dict(view.values)
    if view.speed_mps is not None:
        values["speed_mps"] = view.speed_mps
    line = Text()
    for name, word, form in FIGURES:
        if name in values:
            line.append(f" {word} ", style="dim").append(form.format(values[name]), style="bold").append("  ")
    if view.metronome_spm is not None:
        line.append(f" ♪ {view.metronome_spm:.0f}/min ", style="bold cyan")
    return line


def _band(view: ScreenView, width: int) -> Text:
    """Contact as a point on a line that shows own normal and limit."""
    if view.normal_s is None or view.limit_s is None:
        return Text()
    cells = max(width - 12, 8)
    low, high = 0.90 * view.normal_s, max(1.06 * view.limit_s, 1.10 * view.normal_s)

    def cell(seconds: float) -> int:
        return round(min(max((seconds - low) / (high - low), 0.0), 1.0) * (cells - 1))

    normal, limit = cell(view.normal_s), cell(view.limit_s)
    line = Text("━" * cells, style="green")
    line.stylize("yellow", limit)
    marks = {limit: ("┃", "bold yellow"), normal: ("┃", "bold green")}
    if view.contact_s is not None:
        marks[cell(view.contact_s)] = ("●", f"bold {_verdict(view, view.contact_s)}")
    for at, (sign, style) in marks.items():
        line = Text.assemble(line[:at], (sign, style), line[at + 1 :])
    return Text.assemble(f" {low * 1e3:>3.0f} ", line, f" {high * 1e3:.0f} ms")


def _minute(view: ScreenView, width: int) -> Text:
    """The last minute's contact times, oldest left."""
    if not view.recent:
        return Text()
    columns = max(min(width - 14, 60), 5)
    bins: list[list[float]] = [[] for _ in range(columns)]
    for ago_s, contact_s, _ in view.recent:
        bins[columns - 1 - min(int(ago_s / 60.0 * columns), columns - 1)].append(contact_s)
    levels = [median(values) if values else None for values in bins]
    real = [level for level in levels if level is not None]
    middle, room = 0.5 * (min(real) + max(real)), max(max(real) - min(real), 0.04 * median(real))
    line = Text().append(" last minute ", style="dim")
    for level in levels:
        if level is None:
            line.append(" ")
        else:
            share = (level - middle) / room + 0.5
            line.append(_BARS[min(max(int(share * len(_BARS)), 0), len(_BARS) - 1)], style=_verdict(view, level))
    return line


def _cue(view: ScreenView) -> list[Text]:
    if view.cue is None:
        return []
    when = clock(view.cue.at_s)
    return [Text.assemble((f" {when} ", "dim"), (f"“{view.cue.words}”", "bold cyan"), f"  {view.cue.because}")]


def _sensors(view: ScreenView) -> Text:
    line = Text()
    for sensor in view.sensors:
        sign, style = _DOTS[sensor.state]
        line.append(f" {sign} ", style=style).append(sensor.placement)
        line.append(f" {sensor.state} " if sensor.state != "heard" else " ", style=style)
        if sensor.battery_percent is not None:
            line.append(f"{sensor.battery_percent} % ", style="dim")
    return line


def _files(view: ScreenView) -> Text:
    parts = (("sound", _sound(view)), ("recording", view.recording))
    line = Text()
    for name, value in parts:
        if value:
            line.append(f" {name} ", style="dim").append(f"{value}  ")
    return line


def _sound(view: ScreenView) -> str:
    if view.muted:
        return "switched off"
    delay = "" if view.sound_delay_s is None else f", {view.sound_delay_s * 1e3:.0f} ms after the decision"
    return view.audio + delay if view.audio else ""


def _verdict(view: ScreenView, contact_s: float | None) -> str:
    if contact_s is None or view.limit_s is None:
        return "bright_black" if contact_s is None else "default"
    return "yellow" if contact_s > view.limit_s else "green"
