"""The one place that says whether a step is believable, and why not. Nothing downstream checks again."""

from __future__ import annotations

from collections import deque
from math import isnan
from typing import TypeAlias

from coach.events import LOWEST_RATE_HZ, Activity, Contact, Foot, Placement

CONTACT_S = (0.100, 0.450)
RUNNING_STRIDE_S = (0.42, 1.05)
"""From 285 to 114 steps a minute."""
UNSURE_S = 0.030
"""A detector that trusts itself less than this cannot tell drawn-out from normal."""
JUMP = 0.30
"""Nobody's contact time changes by so much from one step to the next; a change that stays is believed at the second."""
AGREE = 0.15
_NEIGHBOURS = 5

FAULTS = {
    "gap": "gap",
    "axis": "axis",
    "slipped": "axis",
    "clipped-event": "clipped",
}
"""Faults after which a contact time means nothing; a detector's other faults show in its uncertainty."""

_Side: TypeAlias = tuple[Placement, Foot]


class Quality:
    """Judges steps in order; remembers each sensor's last believable contact times."""

    def __init__(self) -> None:
        self._neighbours: dict[_Side, deque[float]] = {}
        self._odd: dict[_Side, float] = {}

    def reason(self, contact: Contact, stride_s: float | None, activity: Activity, looks: Activity | None) -> str:
        """Why the step is not believed, in one or two words; empty when it is.

        `activity` is what goes on, `looks` what this very step looks like (None when it cannot be told).
        """
        if activity != "run":
            return _not_running(activity, looks)
        return _fault(contact) or _out_of_range(contact, stride_s, looks) or self._jump(contact)

    def _jump(self, contact: Contact) -> str:
        side: _Side = (contact.placement, contact.foot)
        contact_s = contact.contact_s
        neighbours = self._neighbours.setdefault(side, deque(maxlen=_NEIGHBOURS))
        odd_s = self._odd.pop(side, None)
        if len(neighbours) >= 3:
            usual_s = sorted(neighbours)[len(neighbours) // 2]
            if abs(contact_s - usual_s) > JUMP * usual_s:
                if odd_s is None or abs(contact_s - odd_s) > AGREE * odd_s:
                    self._odd[side] = contact_s
                    return "jump"
                neighbours.clear()
        neighbours.append(contact_s)
        return ""


def _not_running(activity: Activity, looks: Activity | None) -> str:
    """A step that looks like running before the runner is known to run is `settling`."""
    if looks == "run":
        return "settling"
    return "walking" if "walk" in (activity, looks) else "standing"


def _fault(contact: Contact) -> str:
    if contact.rate_hz < LOWEST_RATE_HZ[contact.placement]:
        return "rate too low"
    for fault in contact.faults:
        if fault in FAULTS:
            return FAULTS[fault]
    return "no contact time" if isnan(contact.contact_s) else ""


def _out_of_range(contact: Contact, stride_s: float | None, looks: Activity | None) -> str:
    if looks == "walk":
        return "walking"
    if not CONTACT_S[0] <= contact.contact_s <= CONTACT_S[1]:
        return "contact-range"
    if stride_s is not None and not RUNNING_STRIDE_S[0] <= stride_s <= RUNNING_STRIDE_S[1]:
        return "stride-range"
    return "unsure" if contact.uncertainty_s > UNSURE_S else ""
