"""Which of the worn sensors date the steps."""

from __future__ import annotations

from collections.abc import Collection

from coach.events import Foot, Placement

_LEGS: tuple[tuple[Placement, ...], ...] = (("foot-left", "shank-left"), ("foot-right", "shank-right"))
_TRUNK: tuple[Placement, ...] = ("waist", "chest")

LEG: dict[Placement, Foot] = {
    "foot-left": "left",
    "shank-left": "left",
    "foot-right": "right",
    "shank-right": "right",
    "waist": "unknown",
    "chest": "unknown",
}
"""The leg that a sensor is worn on; unknown on the trunk, which feels both."""


def leaders(worn: Collection[Placement]) -> frozenset[Placement]:
    """The best sensor of each leg; the trunk only where no leg has one, so that contact times are never a mixture.

    The nearer to the ground the better the contact time: 5 ms at the foot, 7 at the shank, 11 to 18 at the waist
    (fifteen runners against a force threshold of 50 N).
    """
    legs = _best_of(_LEGS, worn)
    return legs or _best_of((_TRUNK,), worn)


def both_feet(leading: Collection[Placement]) -> bool:
    """Whether these sensors see the steps of both feet."""
    return len(leading) > 1 or any(LEG[p] == "unknown" for p in leading)


def _best_of(groups: tuple[tuple[Placement, ...], ...], worn: Collection[Placement]) -> frozenset[Placement]:
    """The first worn sensor of each group."""
    found: list[Placement] = []
    for group in groups:
        for placement in group:
            if placement in worn:
                found.append(placement)
                break
    return frozenset(found)
