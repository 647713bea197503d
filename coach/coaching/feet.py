"""Whether both feet say the same: in a turn, on a slanted road or in pain one of them speaks for itself."""

from __future__ import annotations

from coach.coaching.recent import Recent
from coach.events import Foot


class Feet:
    """Recent excess over own normal, foot by foot.

    In a bend the inner foot stands longer and the outer one does not; a limp is one-sided too. Neither is mended by a
    push, so stance is called drawn-out only where every foot that is heard says so.
    """

    def __init__(self) -> None:
        self._excess: dict[Foot, Recent] = {}

    def add(self, foot: Foot, at_s: float, excess: float, span_s: float) -> None:
        """A believed running step."""
        if foot not in self._excess:
            self._excess[foot] = Recent()
        self._excess[foot].add(at_s, excess, span_s)

    def agree(self, at_s: float, least: float, span_s: float) -> bool:
        """Whether no foot that was heard within `span_s` stays below `least`."""
        medians = (recent.median for recent in self._excess.values() if recent.since_s(at_s) <= span_s)
        return all(median is None or median >= least for median in medians)

    def clear(self) -> None:
        """Running is over."""
        self._excess.clear()
