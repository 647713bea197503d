"""Up, down, along and around: oscillation, speed, turning, step length and its ratio to oscillation."""

from __future__ import annotations

from coach.events import Step
from coach.measures.context import Context
from coach.measures.measure import Measure, from_sensor


def _speed_mps(_: Step, context: Context) -> float | None:
    """From outside (belt, typed in, recorded) before the foot sensor's own estimate; absent when too old."""
    return context.speed_mps


def _speed_age_s(_: Step, context: Context) -> float | None:
    """How old that speed was when the step was declared."""
    return context.speed_age_s


def _outside_speed_mps(_: Step, context: Context) -> float | None:
    """The same where it came from outside the motion sensors: only then may own normal follow it."""
    return context.outside_speed_mps


def _step_length_m(step: Step, context: Context) -> float | None:
    """Way of half a stride."""
    if context.speed_mps is None or step.stride_s is None:
        return None
    return 0.5 * context.speed_mps * step.stride_s


def _vertical_ratio_percent(step: Step, context: Context) -> float | None:
    """Oscillation over step length: what goes up for what goes ahead."""
    oscillation_cm, length_m = step.values.get("oscillation_cm"), _step_length_m(step, context)
    return None if oscillation_cm is None or not length_m else oscillation_cm / length_m


OSCILLATION = from_sensor("oscillation_cm", "cm")
SPEED = Measure("speed_mps", "m/s", _speed_mps)
SPEED_AGE = Measure("speed_age_s", "s", _speed_age_s)
OUTSIDE_SPEED = Measure("outside_speed_mps", "m/s", _outside_speed_mps)
TURN = from_sensor("turn_dps", "deg/s")
STEP_LENGTH = Measure("step_length_m", "m", _step_length_m)
VERTICAL_RATIO = Measure("vertical_ratio_percent", "%", _vertical_ratio_percent)
