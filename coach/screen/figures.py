"""The figures beside contact time, each with its name, unit and note: the same on every screen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.clock import clock
from coach.screen.view import ScreenView
from coach.screen.words import speed_of

UNKNOWN = "–"
SHOWN = 5
"""So many have a place."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of them."""

    label: str
    value: str = UNKNOWN
    unit: str = ""
    note: str = ""


NO_FIGURE = Figure("", "")
OF_DRILLS: Mapping[str, tuple[str, Figure]] = {
    "contact_ms": ("{:.0f}", Figure("Contact", unit="ms", note="on the ground")),
    "flight_ms": ("{:.0f}", Figure("Flight", unit="ms", note="in the air")),
    "rsi": ("{:.2f}", Figure("RSI", note="flight over contact")),
    "height_cm": ("{:.0f}", Figure("Height", unit="cm", note="of the jump")),
    "heel_deg": ("{:.0f}", Figure("Heel", unit="°", note="swing upwards")),
    "kick_dps": ("{:.0f}", Figure("Kick", unit="°/s", note="at its fastest")),
    "heel_up_percent": ("{:.0f}", Figure("Heel up", unit="%", note="of the stride")),
    "interval_s": ("{:.2f}", Figure("Interval", unit="s", note="between two")),
    "rhythm_percent": ("{:.0f}", Figure("Unevenness", unit="%", note="of the rhythm")),
}
"""Of a repetition's values, those that are shown, and how."""


def figures(view: ScreenView) -> tuple[Figure, ...]:
    """Five of them. Of a run sink, cadence, balance, duty factor, speed: what is not known keeps its place.

    Of a drill whatever is measured, and nothing in the places that are left.
    """
    if view.guide is not None:
        told = [_figure(view.repetitions[name], *how) for name, how in OF_DRILLS.items() if name in view.repetitions]
        return (*told, *[NO_FIGURE] * SHOWN)[:SHOWN]
    values = view.values
    return (
        _sink(values),
        _figure(values.get("cadence_spm"), "{:.0f}", Figure("Cadence", unit="/min", note="both feet")),
        _figure(values.get("balance_percent"), "{:.1f}", Figure("Balance", unit="%", note="left of both")),
        _figure(values.get("duty_factor"), "{:.2f}", Figure("Duty factor", note="of the stride")),
        _speed(view),
    )


def _figure(value: float | None, form: str, figure: Figure) -> Figure:
    return replace(figure, unit="") if value is None else replace(figure, value=form.format(value))


def _sink(values: Mapping[str, float]) -> Figure:
    """The best that the worn sensors know about sinking."""
    if "sink_deg" in values:
        return Figure("Sink", f"{values['sink_deg']:.1f}°", "", "at the ankle")
    if "sink_cm" in values:
        return Figure("Sink", f"{values['sink_cm']:.1f}", "cm", "of the trunk")
    if "heel_rise_percent" in values:
        return Figure("Heel-rise", f"{values['heel_rise_percent']:.0f}", "%", "of stance, in lieu of sink")
    return Figure("Sink", note="not measured here" if values else "")


def _speed(view: ScreenView) -> Figure:
    speed_mps, who = speed_of(view)
    if speed_mps is None:
        return Figure("Speed", note=who)
    pace = f"{clock(1000.0 / speed_mps)} /km, " if speed_mps > 0.5 else ""
    return Figure("Speed", f"{speed_mps * 3.6:.1f}", "km/h", pace + who)
