"""Foot and shank on one leg: the foot dates the steps, the shank adds the sink and stands in."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Literal

from coach.events import Block, Contact, Placement
from coach.gait.ankle.meter import AnkleMeter

_SPARE = 8
"""Contacts of the shank kept for the case that the foot's sensor has gone: six seconds, twice what noticing takes."""


class Leg:
    """Which contacts of the two sensors go on to the step builder.

    While the foot is heard, its contacts go on, each followed by the ankle's answer to it; the shank's own are kept
    back, because they would say nothing new. Once the foot is silent, the shank's last contacts and all that follow
    go on in its place.
    """

    def __init__(self, side: Literal["left", "right"]) -> None:
        self._leader: Placement = "foot-left" if side == "left" else "foot-right"
        self._meter = AnkleMeter(side)
        self._silent = False
        self._spare: deque[Contact] = deque(maxlen=_SPARE)

    def feed(self, found: Block | Contact) -> Sequence[Contact]:
        """What to pass on after a block of either sensor, or a contact found in it."""
        if isinstance(found, Block):
            self._silent = self._silent and found.placement != self._leader
            return self._meter.feed(found)
        if found.placement == self._leader:
            return [found, *self._meter.contact(found)]
        if self._silent:
            return [found]
        self._spare.append(found)
        return []

    def silence(self, placement: Placement) -> Sequence[Contact]:
        """What to pass on when one of the two was given up, after the step builder was told."""
        if placement != self._leader or self._silent:
            return []
        self._silent = True
        kept = list(self._spare)
        self._spare.clear()
        return kept
