"""Left and right: how the time on the ground is shared."""

from __future__ import annotations

from coach.events import Step
from coach.measures.context import Context
from coach.measures.measure import Measure


def _balance_percent(step: Step, context: Context) -> float | None:
    """Left share of this step's contact time and the other foot's last; absent with one foot or unlike sensors."""
    other_s = context.other_contact_s
    if other_s is None:
        return None
    left_s = step.contact_s if step.foot == "left" else other_s
    return 100.0 * left_s / (step.contact_s + other_s)


BALANCE = Measure("balance_percent", "% left", _balance_percent)
