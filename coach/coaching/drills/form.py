"""The one thing to mind, from what was measured: seldom, and never about the first repetitions of a set.

Contact: hops below 250 ms use the fast stretch-shortening cycle (published). The other limits are ours: rules of thumb
from what the drills are for, set on simulated drills, nothing that anybody has measured to help.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan
from statistics import median

from coach.events import DrillName, Repetition
from coach.gait.drills.values import KICKED_BACK_PERCENT, SLOW_CONTACT_S

SETTLING = 3
"""The first repetitions of a set are worse than those that follow (published for the 10/5 test)."""
WINDOW = 5
UNJUDGED = frozenset({"gap", "unseen"})
"""Nothing was measured that could be judged by. Other faults are the runner's."""
Read = Callable[[Repetition], float | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cue, and the median that makes it due."""

    drill: DrillName
    cue: str
    read: Read
    above: bool
    limit: float
    because: str
    """With the median and the limit to fill in."""
    place: str = ""
    """Only sensors there can tell: `foot`, `shank`; empty = any."""
    of_own: bool = False
    """The limit is a multiple of the runner's own lowest median in this set."""


def contact_ms(repetition: Repetition) -> float | None:
    """Of a skip, the hop's; None where it was not measured."""
    return None if isnan(repetition.contact_s) else 1e3 * repetition.contact_s


def value(name: str) -> Read:
    """A named value of a repetition."""
    return lambda repetition: repetition.values.get(name)


_LONG = "contact {0:.0f} ms, above {1:.0f} ms"
_HARD = "landings {0:.2f} times as hard as your own softest"
_DEEP, _BENT, _STIFF = "the body sinks {0:.0f} cm", "the shank turns by {0:.0f}°", "the shank turns by {0:.0f}° only"
_LOW = "the heel comes up by {0:.0f}°, less than {1:.0f}°"
_LATE = "the heel is highest at {0:.0f} % of the stride, as of one that is kicked back"
FAULTS = (
    Fault("pogo", "drill-quicker", contact_ms, True, 1e3 * SLOW_CONTACT_S, _LONG),
    Fault("pogo", "drill-knees-straighter", value("shank_swing_deg"), True, 25.0, _BENT),
    Fault("pogo", "drill-knees-straighter", value("push_depth_cm"), True, 14.0, _DEEP),
    Fault("pogo", "drill-knees-softer", value("shank_swing_deg"), False, 5.0, _STIFF),
    Fault("pogo", "drill-quieter", value("landing_g"), True, 1.2, _HARD, of_own=True),
    Fault("skip", "drill-quicker", contact_ms, True, 280.0, _LONG),
    Fault("skip", "drill-quieter", value("landing_g"), True, 1.2, _HARD, of_own=True),
    Fault("butt-kick", "drill-heel-up", value("heel_deg"), False, 122.0, _LOW, place="foot"),
    Fault("butt-kick", "drill-heel-up", value("heel_deg"), False, 108.0, _LOW, place="shank"),
    Fault("butt-kick", "drill-heel-up", value("heel_up_percent"), True, KICKED_BACK_PERCENT, _LATE),
)
"""In order of importance: of several that are due the first is said."""


class Form:
    """One set's repetitions in; at most one fault out at a time, and the next not before five new repetitions."""

    def __init__(self, drill: DrillName) -> None:
        self._faults = [fault for fault in FAULTS if fault.drill == drill]
        self._seen = 0
        self._recent: deque[Repetition] = deque(maxlen=WINDOW)
        self._own = [inf] * len(self._faults)

    def feed(self, repetition: Repetition) -> tuple[Fault, float] | None:
        """The fault that shows now, and its median; None while all is well or too little is known."""
        self._seen += 1
        if self._seen > SETTLING and not UNJUDGED & set(repetition.faults):
            self._recent.append(repetition)
        if len(self._recent) < WINDOW:
            return None
        for number, fault in enumerate(self._faults):
            found = self._median(number, fault)
            if found is not None and (found > fault.limit if fault.above else found < fault.limit):
                self._recent.clear()  # the next word waits for five new ones
                return fault, found
        return None

    def _median(self, number: int, fault: Fault) -> float | None:
        """Of the last repetitions, if this sensor can tell."""
        seen = [fault.read(one) for one in self._recent if one.placement.startswith(fault.place)]
        values = [value for value in seen if value is not None]
        if len(values) < WINDOW:
            return None
        self._own[number] = min(self._own[number], median(values))
        return median(values) / self._own[number] if fault.of_own else median(values)
