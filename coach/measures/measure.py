"""What a measure is: a name, a unit, a column, and one number per step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coach.events import Step
from coach.measures.context import Context


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that a step may have. Definition, source and believable range stand in docs/measures.md."""

    name: str
    """Key in `Step.values`."""
    unit: str
    """As people write it."""
    update: Callable[[Step, Context], float | None]
    """The number for this step; None where an input is missing, never zero for want of knowledge."""

    @property
    def column(self) -> str:
        """Heading in steps.csv."""
        return self.name


def from_sensor(name: str, unit: str) -> Measure:
    """A number that a placement's detector measured itself; absent where no such sensor is worn."""

    def update(step: Step, _: Context) -> float | None:
        return step.values.get(name)

    return Measure(name, unit, update)
