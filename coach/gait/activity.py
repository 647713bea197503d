"""Stand, walk or run, told from how much of a stride the foot is on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from coach.events import Activity, Contact, Foot

STOP_S = 2.0
"""Without a contact for so long the runner stands; a slow walker's stride is 1.4 s."""
SLOWEST_MPS = 1.5
"""Nobody runs so slowly: who flies at less jumps, skips or kicks heels. Joggers begin at about 1.7 m/s."""
FLOATS_AT_MOST = 0.52
"""Jumps float longer. Measured of running: 0.45 in fifteen runners up to 4.5 m/s, 0.49 simulated at 5.5 m/s."""
HYSTERESIS = 3
"""Steps of another kind in a row before the activity changes."""


@dataclass(frozen=True, slots=True)
class _Limits:
    share: float
    """Largest contact / stride of a running step."""
    stride_s: float
    contact_s: float
    floating: float
    """Smallest share of the step in which the trunk floats, where a trunk sensor tells."""


_ENTER = _Limits(share=0.46, stride_s=0.92, contact_s=0.42, floating=0.15)
_STAY = _Limits(share=0.50, stride_s=1.00, contact_s=0.46, floating=0.08)
"""Running was measured at 0.17-0.42 of the stride, walking at 0.53-0.6; between 0.46 and 0.5 lie grounded running and
race walking: whoever runs, runs on, and whoever walks, walks on. A faulty sensor can make a walker's contact short, but
hardly his stride: 6 km/h were 0.95-1.1 s, slow running at 140 steps a minute is 0.86 s. The trunk floats in 0.27-0.32
of a running step, in at most 0.05 of a walking one (real hip, 750 s)."""


class ActivityTracker:
    """Feed steps in order; answers at once, changes its mind after three steps.

    Begins standing, and stands again after a pause, so that walking is never called running for want of knowledge.
    """

    def __init__(self) -> None:
        self.activity: Activity = "stand"
        self._last_s = nan
        self._rival: Activity | None = None
        self._votes = 0
        self._landed_s: dict[Foot, float] = {}

    def update(self, contact: Contact, stride_s: float | None) -> Activity | None:
        """What this very step looks like, None when it cannot be told; `activity` then holds what goes on.

        A step that cannot be told breaks a series of votes.
        """
        if contact.declared_s - self._last_s > STOP_S:
            self.activity = "stand"
            self._rival = None
        self._last_s = contact.declared_s
        looks = self._looks(contact, stride_s)
        self._vote(looks or self._goes(contact))
        return looks

    def _vote(self, seen: Activity | None) -> None:
        if seen is None or seen == self.activity:
            self._rival = None
        elif seen != self._rival:
            self._rival, self._votes = seen, 1
        else:
            self._votes += 1
            if self._votes >= HYSTERESIS:
                self.activity, self._rival = seen, None

    def _goes(self, contact: Contact) -> Activity | None:
        """Whoever seems to stand but sets the same foot down again and again walks, though no contact can be measured.

        Only said of one who stands, so that no runner is ever taken for a walker by it.
        """
        landed_s = contact.initial_contact_s
        apart_s = landed_s - self._landed_s.get(contact.foot, nan)
        self._landed_s[contact.foot] = landed_s
        return "walk" if self.activity == "stand" and _ENTER.stride_s <= apart_s <= STOP_S else None

    def _looks(self, contact: Contact, stride_s: float | None) -> Activity | None:
        contact_s = contact.contact_s
        if stride_s is None or isnan(contact_s):
            return None
        limits = _STAY if self.activity == "run" else _ENTER
        running = (
            contact_s < min(limits.share * stride_s, limits.contact_s)
            and stride_s < limits.stride_s
            and limits.floating <= contact.extras.get("flight_share", limits.floating) <= FLOATS_AT_MOST
            and contact.extras.get("speed_mps", SLOWEST_MPS) >= SLOWEST_MPS
        )
        return "run" if running else "walk"
