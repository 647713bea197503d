"""One moment of the run in the words and places that a page shows: made once, whoever looks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from coach.clock import clock
from coach.events import Placement, State
from coach.screen.state import CueView, ScreenView, SensorView

UNKNOWN = "–"
FRESH_S = 12.0
"""A cue so new is shown as being said now."""
STATES: Mapping[State, tuple[str, str]] = {
    "waiting": ("Waiting", "hourglass_empty"),
    "learning": ("Learning", "school"),
    "good": ("Good", "check_circle"),
    "drawn-out": ("Drawn-out", "south"),
    "bouncy": ("Bouncy", "height"),
    "walking": ("Walking", "directions_walk"),
    "standing": ("Standing", "accessibility_new"),
    "sensor-lost": ("Sensor lost", "sensors_off"),
    "paused": ("Paused", "pause_circle"),
    "drill": ("Drill", "sports_gymnastics"),
}
"""Word and sign of each state; the colour comes third."""
SENSORS: Mapping[str, str] = {"heard": "sensors", "waiting": "hourglass_empty", "silent": "more_horiz"}
PLACES: Mapping[Placement, str] = {
    "foot-left": "Left foot",
    "foot-right": "Right foot",
    "shank-left": "Left shank",
    "shank-right": "Right shank",
    "waist": "Waist",
    "chest": "Chest",
}
SOURCES = {"typed": "belt, typed in", "treadmill": "belt, treadmill", "footpod": "footpod", "phone": "phone"}
Tone = Literal["plain", "good", "long", "bad"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """Places on the band, in % of its length."""

    at: float | None
    normal: float
    limit: float
    caption: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure."""

    label: str
    value: str = UNKNOWN
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One line about a part of the equipment: a sign, words, and whether they are good news."""

    icon: str
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Said:
    """The newest cue in words."""

    words: str
    because: str
    when: str
    fresh: bool
    """So new that it is being said."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything but the curve."""

    state: State
    word: str
    icon: str
    text: str
    time: str
    contact_ms: str
    verdict: str
    tone: Tone
    gauge: Gauge | None
    tiles: tuple[Tile, ...]
    cue: Said | None
    metronome: str
    metronome_spm: float | None
    sensors: tuple[Chip, ...]
    sound: Chip
    belt: str
    paused: bool
    muted: bool
    steps: int


def picture(view: ScreenView) -> Picture:
    """What the page shows of a view."""
    word, icon = STATES[view.state]
    over = view.contact_s is not None and view.limit_s is not None and view.contact_s > view.limit_s
    return Picture(
        state=view.state,
        word=word,
        icon=icon,
        text="" if view.text == view.state else _capital(view.text),
        time=clock(view.elapsed_s),
        contact_ms=UNKNOWN if view.contact_s is None else f"{view.contact_s * 1e3:.0f}",
        verdict=_verdict(view),
        tone="long" if over else "good" if view.normal_s and view.contact_s else "plain",
        gauge=_gauge(view),
        tiles=_tiles(view),
        cue=None if view.cue is None else _said(view.cue, view.elapsed_s),
        metronome="" if view.metronome_spm is None else f"{view.metronome_spm:.0f}/min",
        metronome_spm=view.metronome_spm,
        sensors=tuple(map(_sensor, view.sensors)),
        sound=_sound(view),
        belt=UNKNOWN if view.speed_mps is None else f"{view.speed_mps * 3.6:.1f}",
        paused=view.state == "paused",
        muted=view.muted,
        steps=view.steps,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _verdict(view: ScreenView) -> str:
    """Contact against the runner's own normal, in words."""
    if view.contact_s is None or not view.normal_s:
        return ""
    percent = round(1e2 * (view.contact_s / view.normal_s - 1.0))
    if percent == 0:
        return "just your own"
    return f"{abs(percent)} % {'above' if percent > 0 else 'below'} your own"


def _gauge(view: ScreenView) -> Gauge | None:
    if view.normal_s is None or view.limit_s is None:
        return None
    low, high = 0.90 * view.normal_s, max(1.06 * view.limit_s, 1.10 * view.normal_s)

    def place(seconds: float) -> float:
        return round(1e2 * min(max((seconds - low) / (high - low), 0.0), 1.0), 1)

    return Gauge(
        at=None if view.contact_s is None else place(view.contact_s),
        normal=place(view.normal_s),
        limit=place(view.limit_s),
        caption=f"your own {view.normal_s * 1e3:.0f} ms, drawn-out above {view.limit_s * 1e3:.0f} ms",
    )


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────


def _tiles(view: ScreenView) -> tuple[Tile, ...]:
    values = view.values
    return (
        _sink(values),
        _figure(values.get("cadence_spm"), "{:.0f}", Tile("Cadence", unit="/min", note="both feet")),
        _figure(values.get("balance_percent"), "{:.1f}", Tile("Balance", unit="%", note="left of both")),
        _figure(values.get("duty_factor"), "{:.2f}", Tile("Duty factor", note="of the stride")),
        _speed(view),
    )


def _figure(value: float | None, form: str, tile: Tile) -> Tile:
    return replace(tile, unit="") if value is None else replace(tile, value=form.format(value))


def _sink(values: Mapping[str, float]) -> Tile:
    """The best that the worn sensors know about sinking."""
    if "sink_deg" in values:
        return Tile("Sink", f"{values['sink_deg']:.1f}°", "", "at the ankle")
    if "sink_cm" in values:
        return Tile("Sink", f"{values['sink_cm']:.1f}", "cm", "of the trunk")
    if "heel_rise_percent" in values:
        return Tile("Heel-rise", f"{values['heel_rise_percent']:.0f}", "%", "of stance, in lieu of sink")
    return Tile("Sink", note="not measured here")


def _speed(view: ScreenView) -> Tile:
    speed_mps, note = view.speed_mps, SOURCES.get(view.speed_source, view.speed_source)
    if speed_mps is None:
        speed_mps, note = view.values.get("speed_mps"), "by the sensors"
    if speed_mps is None:
        return Tile("Speed", note="not known")
    pace = f"{clock(1000.0 / speed_mps)} /km, " if speed_mps > 0.5 else ""
    return Tile("Speed", f"{speed_mps * 3.6:.1f}", "km/h", pace + note)


# ── cue, sensors, sound ───────────────────────────────────────────────────────────────────────────────────────


def _said(cue: CueView, now_s: float) -> Said:
    ago_s = now_s - cue.at_s
    fresh = ago_s < FRESH_S
    return Said(f"“{cue.words}”", _capital(cue.because), "now" if fresh else f"{clock(ago_s)} ago", fresh)


def _sensor(sensor: SensorView) -> Chip:
    parts = [PLACES[sensor.placement]]
    if sensor.state != "heard":
        parts.append(sensor.state)
    if sensor.battery_percent is not None:
        parts.append(f"{sensor.battery_percent} %")
    if sensor.signal_dbm is not None:
        parts.append(f"{sensor.signal_dbm} dBm".replace("-", "−"))
    tone: Tone = "good" if sensor.state == "heard" else "plain" if sensor.state == "waiting" else "bad"
    return Chip(SENSORS.get(sensor.state, "sensors_off"), " · ".join(parts), tone)


def _sound(view: ScreenView) -> Chip:
    if view.muted:
        return Chip("volume_off", "Sound is off", "bad")
    if view.audio != "on":
        return Chip("volume_off", view.audio, "bad")
    if view.sound_delay_s is None:
        return Chip("volume_up", "Sound on", "good")
    return Chip("volume_up", f"Sound on · {view.sound_delay_s * 1e3:.0f} ms after the decision", "good")
