"""Contact, flight, duty factor and cadence: what initial contact and toe-off say by themselves."""

from __future__ import annotations

from coach.events import Step
from coach.measures.context import Context
from coach.measures.measure import Measure


def _contact_ms(step: Step, _: Context) -> float | None:
    """Toe-off minus initial contact."""
    return 1e3 * step.contact_s


def _flight_ms(step: Step, _: Context) -> float | None:
    """Other foot's toe-off to this initial contact; below zero both feet are down."""
    return None if step.flight_s is None else 1e3 * step.flight_s


def _duty_factor(step: Step, _: Context) -> float | None:
    """Contact over stride time: FIT's stance_time_percent / 100."""
    return None if step.stride_s is None else step.contact_s / step.stride_s


def _cadence_spm(step: Step, _: Context) -> float | None:
    """Steps of both feet per minute, from this foot's own stride, unsmoothed."""
    return None if step.stride_s is None else 120.0 / step.stride_s


CONTACT = Measure("contact_ms", "ms", _contact_ms)
FLIGHT = Measure("flight_ms", "ms", _flight_ms)
DUTY_FACTOR = Measure("duty_factor", "1", _duty_factor)
CADENCE = Measure("cadence_spm", "steps/min", _cadence_spm)
