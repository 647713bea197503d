"""One moment of the run in the words and places that a page shows: made once, whoever looks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.clock import clock
from coach.devices.charge import LOW_PERCENT
from coach.events import Guide, State
from coach.screen.band import band
from coach.screen.figures import UNKNOWN, Figure, figures
from coach.screen.view import CueView, ScreenView, SensorView
from coach.screen.words import (
    STATES,
    about_state,
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
)

ICONS: Mapping[State, str] = {
    "waiting": "hourglass_empty",
    "learning": "school",
    "good": "check_circle",
    "drawn-out": "south",
    "bouncy": "height",
    "walking": "directions_walk",
    "standing": "accessibility_new",
    "sensor-lost": "sensors_off",
    "paused": "pause_circle",
    "drill": "fitness_center",
}
"""Sign of each state; the word comes first, the colour third."""
SENSORS: Mapping[str, str] = {"heard": "sensors", "waiting": "hourglass_empty", "silent": "more_horiz"}
Tone = Literal["plain", "good", "long", "bad"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """Places on the band, in % of its length."""

    at: float | None
    normal: float
    limit: float
    normal_ms: str
    limit_ms: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One line about a part of the equipment: a sign, words, whether they are good news, and more of both."""

    icon: str
    text: str
    tone: Tone = "plain"
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """The newest cue in words."""

    words: str
    because: str
    when: str
    fresh: bool
    """So new that it is being said."""


@dataclass(frozen=True, slots=True)
class Led:
    """Where a led routine is."""

    part: str
    number: str
    unit: str
    note: str
    left: str
    next: str


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
    tiles: tuple[Figure, ...]
    cue: Said | None
    metronome: str
    metronome_spm: float | None
    sensors: tuple[Chip, ...]
    sound: Chip
    belt: str
    paused: bool
    begun: bool
    muted: bool
    steps: int
    led: Led | None = None


def picture(view: ScreenView) -> Picture:
    """What the page shows of a view."""
    over = is_over(view, view.contact_s)
    return Picture(
        state=view.state,
        word=STATES[view.state],
        icon=ICONS[view.state],
        text=about_state(view),
        time=clock(view.elapsed_s),
        contact_ms=UNKNOWN if view.contact_s is None else f"{view.contact_s * 1e3:.0f}",
        verdict=against_own(view),
        tone="long" if over else "good" if view.normal_s and view.contact_s else "plain",
        gauge=_gauge(view),
        tiles=figures(view),
        cue=None if view.cue is None else _said(view.cue, view.elapsed_s),
        metronome="" if view.metronome_spm is None else f"{view.metronome_spm:.0f}/min",
        metronome_spm=view.metronome_spm,
        sensors=tuple(map(_sensor, view.sensors)),
        sound=_sound(view),
        belt=UNKNOWN if view.speed_mps is None else f"{view.speed_mps * 3.6:.1f}",
        paused=view.state == "paused",
        begun=view.begun,
        muted=view.muted,
        steps=view.steps,
        led=None if view.guide is None else _led(view.guide),
    )


def _led(guide: Guide) -> Led:
    number, unit = guide_number(guide)
    return Led(capital(guide.part), number, unit, capital(guide.note), guide_left(guide), guide_next(guide))


def _gauge(view: ScreenView) -> Gauge | None:
    own = band(view)
    if own is None or view.normal_s is None or view.limit_s is None:
        return None
    return Gauge(
        at=None if own.at is None else round(1e2 * own.at, 1),
        normal=round(1e2 * own.normal, 1),
        limit=round(1e2 * own.limit, 1),
        normal_ms=f"{view.normal_s * 1e3:.0f}",
        limit_ms=f"{view.limit_s * 1e3:.0f}",
    )


# ── cue, sensors, sound ───────────────────────────────────────────────────────────────────────────────────────


def _said(cue: CueView, now_s: float) -> Said:
    return Said(f"“{cue.words}”", capital(cue.because), *cue_when(cue, now_s))


def _sensor(sensor: SensorView) -> Chip:
    told = ((_battery_icon(sensor), battery_words(sensor)), (_signal_icon(sensor), signal_words(sensor)))
    more = tuple((icon, words) for icon, words in told if words)
    low = sensor.battery_percent is not None and sensor.battery_percent <= LOW_PERCENT
    tone: Tone = "plain" if sensor.state == "waiting" else "bad" if low or sensor.state != "heard" else "good"
    return Chip(SENSORS.get(sensor.state, "sensors_off"), " · ".join(place_words(sensor)), tone, more)


def _battery_icon(sensor: SensorView) -> str:
    percent = sensor.battery_percent or 0
    return (
        "battery_alert"
        if percent <= LOW_PERCENT
        else f"battery_{min(percent // 15, 6)}_bar"
        if percent < 95
        else "battery_full"
    )


def _signal_icon(sensor: SensorView) -> str:
    return "signal_cellular_connected_no_internet_0_bar" if is_weak(sensor) else "network_cell"


def _sound(view: ScreenView) -> Chip:
    sounds = view.audio == "on" and not view.muted
    return Chip("volume_up" if sounds else "volume_off", sound_words(view), "good" if sounds else "bad")
