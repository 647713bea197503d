"""Whether sink says what contact says, where sink is measured."""

from __future__ import annotations

from coach.coaching.normal import SINKS, Usual
from coach.coaching.recent import Recent
from coach.events import Step


class Sink:
    """Recent sink against the runner's own, by whichever sensors measure it.

    Slower running lengthens contact, but not the ankle's excursion: where sink stays as it is, stance is long for
    another reason than sinking. A lone foot's heel rise is a proxy and is not asked.
    """

    def __init__(self) -> None:
        self._excess = {name: Recent() for name in SINKS}

    def add(self, step: Step, usual: Usual, span_s: float) -> None:
        """A believed running step."""
        for name, own in usual.sinks.items():
            value = step.values.get(name)
            if value is not None and own > 0.0:
                self._excess[name].add(step.declared_s, value / own - 1.0, span_s)

    @property
    def excess(self) -> float | None:
        """How much more the runner sinks than usual, as a share; the ankle's word before the trunk's."""
        return next((recent.median for recent in self._excess.values() if recent.median is not None), None)

    def agrees(self, least: float) -> bool:
        """Whether there is so much more of it; also where nobody measures it."""
        return least == 0.0 or self.excess is None or self.excess >= least

    def clear(self) -> None:
        """Running is over."""
        for recent in self._excess.values():
            recent.clear()
