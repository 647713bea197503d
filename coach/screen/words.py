"""The words of a run on every screen: states, places, who tells the speed, how the sound is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coach.clock import clock
from coach.devices.charge import LOW_PERCENT
from coach.events import Guide, Placement, State
from coach.screen.view import CueView, ScreenView, SensorView

STATES: Mapping[State, str] = {
    "waiting": "Waiting",
    "learning": "Learning",
    "good": "Good",
    "drawn-out": "Drawn-out",
    "bouncy": "Bouncy",
    "walking": "Walking",
    "standing": "Standing",
    "sensor-lost": "Sensor lost",
    "paused": "Paused",
    "drill": "Drill",
}
PLACES: Mapping[Placement, str] = {
    "foot-left": "Left foot",
    "foot-right": "Right foot",
    "shank-left": "Left shank",
    "shank-right": "Right shank",
    "waist": "Waist",
    "chest": "Chest",
}
QUIET: Mapping[State, str] = {
    "walking": "Nothing is said while you walk",
    "standing": "Nothing is said while you stand",
    "paused": "Nothing is said until you go on",
}
"""Where the coach has no more to say than the state's own name."""
START = "Press start when you are ready"
UNITS = {"s": "seconds", "m": "metres", "hops": "hops"}
"""Of what is left of a part of a led routine."""
SOURCES = {
    "typed": "typed in",
    "treadmill": "treadmill",
    "footpod": "footpod",
    "phone": "phone",
    "own": "by the sensors",
}
KEYS = {
    "mark": "marked",
    "wrong-cue": "you said that the cue was wrong",
    "skip": "left out",
    "repeat": "once more",
    "stop": "stopped",
}
SOUND_KEY = {True: "sound switched off", False: "sound switched on"}
FRESH_S = 3.0
"""A speed that was told within this time is news; an older one says how old it is."""
NEW_CUE_S = 12.0
"""A cue so new is shown as being said now."""
WEAK_DBM = -85


def capital(text: str) -> str:
    """Only the first letter is changed."""
    return text[:1].upper() + text[1:]


def about_state(view: ScreenView) -> str:
    """What there is to say beside the name of the state."""
    if not view.begun:
        return START
    if view.state == "sensor-lost":
        return _missing([sensor for sensor in view.sensors if sensor.state in {"lost", "silent"}])
    return QUIET.get(view.state, "") if view.text in {"", view.state} else capital(view.text)


def _missing(sensors: Iterable[SensorView]) -> str:
    quiet = [(PLACES[sensor.placement].lower(), sensor.quiet_s or 0.0) for sensor in sensors]
    if not quiet:
        return "Looking for it; the recording goes on"
    where = " and ".join(filter(None, (", ".join(place for place, _ in quiet[:-1]), quiet[-1][0])))
    return f"{capital(where)} not heard for {clock(max(quiet_s for _, quiet_s in quiet))}; the recording goes on"


def against_own(view: ScreenView) -> str:
    """Contact against the runner's own normal; empty where either is not known."""
    if view.contact_s is None or not view.normal_s:
        return ""
    percent = round(1e2 * (view.contact_s / view.normal_s - 1.0))
    if percent == 0:
        return "just your own"
    return f"{abs(percent)} % {'above' if percent > 0 else 'below'} your own"


def is_over(view: ScreenView, contact_s: float | None) -> bool:
    """Whether this contact time counts as drawn-out."""
    return contact_s is not None and view.limit_s is not None and contact_s > view.limit_s


def speed_of(view: ScreenView) -> tuple[float | None, str]:
    """Speed in m/s, and who says so, with its age where it is not of just now."""
    if view.speed_mps is None:
        own_mps = view.values.get("speed_mps")
        return own_mps, "not known" if own_mps is None else SOURCES["own"]
    who, age_s = SOURCES.get(view.speed_source, view.speed_source), view.speed_age_s
    if age_s < FRESH_S or (view.speed_source == "typed" and age_s < 60.0):
        return view.speed_mps, who
    return view.speed_mps, f"{who}, {f'{age_s:.0f} s' if age_s < 60.0 else f'{age_s / 60.0:.0f} min'} ago"


def cue_when(cue: CueView, now_s: float) -> tuple[str, bool]:
    """How long ago it was, and whether it is so new that it is being said."""
    ago_s = now_s - cue.at_s
    return ("now", True) if ago_s < NEW_CUE_S else (f"{clock(ago_s)} ago", False)


def place_words(sensor: SensorView) -> list[str]:
    """Where it is worn, and how it is where that is not as it should be."""
    return [PLACES[sensor.placement], *([] if sensor.state == "heard" else [sensor.state])]


def battery_words(sensor: SensorView) -> str:
    """Empty where it is not known."""
    if sensor.battery_percent is None:
        return ""
    return f"{sensor.battery_percent} %{', low' if sensor.battery_percent <= LOW_PERCENT else ''}"


def signal_words(sensor: SensorView) -> str:
    """Empty where it is not known, or no longer true."""
    if sensor.signal_dbm is None or sensor.state != "heard":
        return ""
    return f"{sensor.signal_dbm} dBm".replace("-", "−")


def is_weak(sensor: SensorView) -> bool:
    """Whether a step more may lose it."""
    return sensor.signal_dbm is not None and sensor.signal_dbm <= WEAK_DBM


def sound_words(view: ScreenView) -> str:
    """Whether there is sound, where it goes, and how late it is."""
    if view.muted:
        return "Sound is off"
    if view.audio != "on":
        return view.audio
    where = f"Sound on {view.output}" if view.output else "Sound on"
    return where if view.sound_delay_s is None else f"{where} · {view.sound_delay_s * 1e3:.0f} ms after the decision"


def guide_number(guide: Guide) -> tuple[str, str]:
    """What is counted, else what is left, and which of the two it is; nothing where only the runner ends the part."""
    if guide.count is not None:
        return f"{guide.count}", "counted"
    return ("", "") if guide.remaining is None else (_remaining(guide), " ".join(filter(None, (_unit(guide), "left"))))


def guide_left(guide: Guide) -> str:
    """What is left beside what is counted."""
    if guide.count is None or guide.remaining is None:
        return ""
    return " ".join(filter(None, (_remaining(guide), _unit(guide), "left")))


def guide_next(guide: Guide) -> str:
    """What follows; empty where nothing does."""
    return f"Next: {guide.next}" if guide.next else ""


def _by_the_clock(guide: Guide) -> bool:
    """Whether it is so many seconds that minutes are easier to read."""
    return guide.unit == "s" and (guide.remaining or 0.0) >= 60.0


def _remaining(guide: Guide) -> str:
    remaining = guide.remaining or 0.0
    return clock(remaining) if _by_the_clock(guide) else f"{remaining:.0f}"


def _unit(guide: Guide) -> str:
    if _by_the_clock(guide):
        return ""
    return UNITS[guide.unit].removesuffix("s") if guide.remaining == 1.0 else UNITS[guide.unit]
