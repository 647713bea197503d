"""What becomes of a press: an event like any other, recorded before anything follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.events import Event, Key, Reload, Speed
from coach.screen.controls import CONTROLS, Press
from coach.screen.view import ScreenView

if TYPE_CHECKING:
    from coach.screen.web.messages import Settings

FIRST_KMH = 10.0
"""Where nothing is known of the speed, the belt begins here."""
SLOWEST_KMH, FASTEST_KMH = 0.5, 30.0
WHEN = {control.press: control.when for control in CONTROLS}


@dataclass(frozen=True, slots=True)
class Pressed:
    """Something was pressed or tuned, and when; it waits its turn among the events."""

    at_s: float
    what: Press | Settings


def event_of(pressed: Pressed, view: ScreenView) -> Event | None:
    """The event of a press whose turn has come; None for one that means nothing here, as a skip in a run.

    A belt speed counts from what is shown now, in steps of 0.1 km/h.
    """
    at_s, press = pressed.at_s, pressed.what
    if not isinstance(press, Press):
        return Reload(at_s, press.text)
    if WHEN.get(press, "always") not in {"always", "run" if view.guide is None else "drills"}:
        return None
    if press.action != "speed":
        return Key(at_s, press.action)
    shown_mps = view.speed_mps if view.speed_mps is not None else view.values.get("speed_mps")
    kmh = FIRST_KMH if shown_mps is None else round(3.6 * shown_mps + press.step_kmh, 1)
    return Speed(at_s, min(max(kmh, SLOWEST_KMH), FASTEST_KMH) / 3.6, "typed")
