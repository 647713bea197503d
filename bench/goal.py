"""What was to be reached, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bench.table import Table

HEADER = ("goal", "reach", "measured", "met")


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `reach`, or at least where `least`."""

    what: str
    reach: float
    measured: float
    least: bool = False
    decimals: int = 1

    @property
    def met(self) -> bool:
        """Whether it was reached; a number that could not be measured does not reach anything."""
        return self.measured >= self.reach if self.least else self.measured <= self.reach


def goals(shape: Table, found: Iterable[Goal]) -> Table:
    """One row a goal."""
    rows = [
        [
            goal.what,
            f"{'≥' if goal.least else '≤'} {goal.reach:g}",
            f"{goal.measured:.{goal.decimals}f}",
            "yes" if goal.met else "**no**",
        ]
        for goal in found
    ]
    return replace(shape, rows=rows)
