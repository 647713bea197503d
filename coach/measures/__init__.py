"""From steps to numbers a runner can use. One file per family of measures, one table MEASURES."""

from __future__ import annotations

from dataclasses import replace

from coach.events import Step
from coach.measures.balance import BALANCE
from coach.measures.context import Context
from coach.measures.measure import Measure
from coach.measures.sink import HEEL_RISE, SINK_CM, SINK_DEG
from coach.measures.stiffness import LEG_STIFFNESS, VERTICAL_STIFFNESS
from coach.measures.timing import CADENCE, CONTACT, DUTY_FACTOR, FLIGHT
from coach.measures.travel import OSCILLATION, OUTSIDE_SPEED, SPEED, SPEED_AGE, STEP_LENGTH, TURN, VERTICAL_RATIO

__all__ = ["MEASURES", "Context", "Measure", "measured"]

MEASURES: tuple[Measure, ...] = (
    CONTACT,
    FLIGHT,
    DUTY_FACTOR,
    CADENCE,
    BALANCE,
    SINK_DEG,
    SINK_CM,
    HEEL_RISE,
    OSCILLATION,
    SPEED,
    SPEED_AGE,
    OUTSIDE_SPEED,
    TURN,
    STEP_LENGTH,
    VERTICAL_RATIO,
    VERTICAL_STIFFNESS,
    LEG_STIFFNESS,
)
"""Every number that a step may have, in the order of the table in docs/measures.md."""

_UPDATES = tuple((measure.name, measure.update) for measure in MEASURES)


def measured(step: Step, context: Context) -> Step:
    """The step with its measures in `values` and who told the speed; what is missing, or not a number, is left out.

    Takes a step as `StepBuilder` gives it, whose `values` are the sensors' own extras.
    """
    context.enter(step)
    values: dict[str, float] = {}
    for name, update in _UPDATES:
        value = update(step, context)
        if value is not None and value == value:  # noqa: PLR0124 - NaN
            values[name] = value
    return replace(step, values=values, speed_source=context.speed_source)
