"""The runner as a mass on a spring: how hard leg and body resist sinking.

Morin et al. 2005, doi 10.1123/jab.21.2.167: force is taken as half a sine during contact, the leg as 0.53 of height.
Differences from the paper: none in the formulas; contact and flight come from motion sensors, and flight is the one
before the contact. The paper reports 0.67 to 6.93 % below force plates on the flat; not for slopes. At fixed cadence
the displacement is nearly blind to contact time, so this says little about sink.
"""

from __future__ import annotations

from math import pi, sqrt

from coach.events import Step
from coach.measures.context import Context
from coach.measures.measure import Measure

GRAVITY_MPS2 = 9.80665
LEG_OF_HEIGHT = 0.53


def _peak_n(step: Step, mass_kg: float) -> float | None:
    """Largest vertical force; None without a flight."""
    if step.flight_s is None or not (step.flight_s > 0.0 and step.contact_s > 0.0):
        return None
    return mass_kg * GRAVITY_MPS2 * 0.5 * pi * (step.flight_s / step.contact_s + 1.0)


def _drop_m(step: Step, mass_kg: float, peak_n: float) -> float:
    """How far the centre of mass sinks in stance."""
    return step.contact_s**2 * (peak_n / (mass_kg * pi**2) - GRAVITY_MPS2 / 8.0)


def _vertical_kn_m(step: Step, context: Context) -> float | None:
    """Peak force over the drop of the centre of mass."""
    mass_kg = context.mass_kg
    peak_n = None if mass_kg is None else _peak_n(step, mass_kg)
    if mass_kg is None or peak_n is None:
        return None
    drop_m = _drop_m(step, mass_kg, peak_n)
    return 1e-3 * peak_n / drop_m if drop_m > 0.0 else None


def _leg_kn_m(step: Step, context: Context) -> float | None:
    """Peak force over the shortening of the leg."""
    mass_kg, height_m, speed_mps = context.mass_kg, context.height_m, context.speed_mps
    if mass_kg is None or height_m is None or speed_mps is None:
        return None
    peak_n = _peak_n(step, mass_kg)
    leg_m, half_way_m = LEG_OF_HEIGHT * height_m, 0.5 * speed_mps * step.contact_s
    if peak_n is None or half_way_m >= leg_m:
        return None
    shortening_m = leg_m - sqrt(leg_m**2 - half_way_m**2) + _drop_m(step, mass_kg, peak_n)
    return 1e-3 * peak_n / shortening_m if shortening_m > 0.0 else None


LEG_STIFFNESS = Measure("leg_stiffness_kn_m", "kN/m", _leg_kn_m)
VERTICAL_STIFFNESS = Measure("vertical_stiffness_kn_m", "kN/m", _vertical_kn_m)
