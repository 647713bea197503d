"""Moments worth a line in a plot, and where their labels go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment: numbered, named, with a longer text for those who point at it."""

    at_s: float
    number: int
    label: str
    title: str
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark's number and label stand."""

    lane: int
    """0 = next to the curve."""
    side: str
    """The label stands `after` the line or `before` it."""
    fits: bool
    """Whether there is room for the label."""


_LANES = 3
_NUMBER = 9.0
"""Half the width of a number in its circle."""
_OVER = 20.0
"""Labels may stand so far over the edges."""


def places(xs: Sequence[float], widths: Sequence[float], span: float) -> list[Place]:
    """For marks from left to right: no number on another's label or number, as long as three lanes have room.

    A label that would leave a later number no lane is left out.
    """
    bare: set[int] = set()
    while True:
        placed, crowded = _placed(xs, widths, span, bare)
        if crowded is None:
            return placed
        bare.add(crowded)


def _placed(
    xs: Sequence[float], widths: Sequence[float], span: float, bare: set[int]
) -> tuple[list[Place], int | None]:
    """Places from left to right, or the label that is in the way of one."""
    lanes: list[list[tuple[float, float, int]]] = [[] for _ in range(_LANES)]
    out: list[Place] = []
    for number, (x, label) in enumerate(zip(xs, widths, strict=True)):
        width = 16.0 + label
        sides = [("after", x - _NUMBER, x + width), ("before", x - width, x + _NUMBER)] if number not in bare else []
        found = _free(lanes, sides, span) or _free(lanes, [("", x - _NUMBER, x + _NUMBER)], span)
        if found is None:
            covering = [who for lane in lanes for a, b, who in lane if a < x < b and who not in bare]
            if covering:
                return out, covering[0]
            found = (0, "", x, x)
        lane, side, left, right = found
        lanes[lane].append((left, right, number))
        out.append(Place(lane, side or "after", bool(side)))
    return out, None


def _free(
    lanes: Sequence[Sequence[tuple[float, float, int]]], sides: Sequence[tuple[str, float, float]], span: float
) -> tuple[int, str, float, float] | None:
    """The lowest lane in which one of the sides is free and on the page."""
    for lane, taken in enumerate(lanes):
        for side, left, right in sides:
            if left >= -_OVER and right <= span + _OVER and not any(a < right and left < b for a, b, _ in taken):
                return lane, side, left, right
    return None
