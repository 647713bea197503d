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


@dataclass(frozen=True, slots=True)
class _Taken:
    """Room that a mark has: from `left` to `right` in its lane, and its line below."""

    number: int
    lane: int
    side: str
    x: float
    left: float
    right: float

    def bars(self, lane: int, x: float, side: str, left: float, right: float) -> bool:
        """Whether one at `x` cannot have `left` to `right`: words lie on words, or a line runs through a label."""
        overlap = self.lane == lane and self.left < right and left < self.right
        mine_through = bool(side) and left < self.x < right and self.lane >= lane
        its_through = bool(self.side) and self.left < x < self.right and lane >= self.lane
        return overlap or mine_through or its_through


def places(xs: Sequence[float], widths: Sequence[float], span: float) -> list[Place]:
    """For marks from left to right: no number on another's label or number, as long as three lanes have room.

    No line runs through a label: where it would, the label stands in a lane above. A label that would leave another
    number no lane is left out.
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
    """Places from left to right, or the label that is in the way of one. The last mark chooses first."""
    taken: list[_Taken] = []
    for number in range(len(xs) - 1, -1, -1):
        x, width = xs[number], 16.0 + widths[number]
        sides = [("after", x - _NUMBER, x + width), ("before", x - width, x + _NUMBER)] if number not in bare else []
        found = _free(taken, x, sides, span) or _free(taken, x, [("", x - _NUMBER, x + _NUMBER)], span)
        if found is None:
            covering = [one.number for one in taken if one.side and one.left < x < one.right]
            if covering:
                return [], covering[0]
            found = (0, "", x, x)
        lane, side, left, right = found
        taken.append(_Taken(number, lane, side, x, left, right))
    return [Place(one.lane, one.side or "after", bool(one.side)) for one in reversed(taken)], None


def _free(
    taken: Sequence[_Taken], x: float, sides: Sequence[tuple[str, float, float]], span: float
) -> tuple[int, str, float, float] | None:
    """The lowest lane in which the first of the sides that can be had is free and on the page."""
    for side, left, right in sides:
        on_page = left >= -_OVER and right <= span + _OVER
        for lane in range(_LANES):
            if on_page and not any(one.bars(lane, x, side, left, right) for one in taken):
                return lane, side, left, right
    return None
