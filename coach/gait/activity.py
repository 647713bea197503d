"""Stand, walk or run, told from how much of a stride the foot is on the ground."""

from __future__ import annotations

from math import isfinite, isnan, nan

from coach.events import Activity

STOP_S = 2.0
"""Without a contact for so long the runner stands; a slow walker's stride is 1.4 s."""
HYSTERESIS = 3
"""Steps of another kind in a row before the activity changes."""

_ENTER = (0.46, 0.95, 0.42)
_STAY = (0.50, 1.05, 0.46)
"""Largest contact / stride, stride in s and contact in s of a running step. Running was measured at 0.17-0.42 of the
stride (shuffling more), walking near 0.6; 0.46-0.5 is grounded running or a race walk: whoever runs, runs on, and
whoever walks, walks on. A faulty contact time can make a walker's share small, but hardly his stride short: 6 km/h are
about 1.05 s, slow running at 140 steps a minute 0.86 s."""


class ActivityTracker:
    """Feed steps in order; answers at once, changes its mind after three steps.

    Begins standing, and stands again after a pause, so that walking is never called running for want of knowledge.
    """

    def __init__(self) -> None:
        self.activity: Activity = "stand"
        self._last_s = nan
        self._rival: Activity | None = None
        self._votes = 0

    def update(self, initial_contact_s: float, contact_s: float, stride_s: float | None) -> Activity | None:
        """What this very step looks like, None when it cannot be told; `activity` then holds what goes on.

        `contact_s` and `initial_contact_s` may be NaN. A step that cannot be told breaks a series of votes.
        """
        if initial_contact_s - self._last_s > STOP_S:
            self.activity = "stand"
            self._rival = None
        if isfinite(initial_contact_s):
            self._last_s = initial_contact_s
        looks = self._looks(contact_s, stride_s)
        if looks is None or looks == self.activity:
            self._rival = None
        elif looks != self._rival:
            self._rival, self._votes = looks, 1
        else:
            self._votes += 1
            if self._votes >= HYSTERESIS:
                self.activity, self._rival = looks, None
        return looks

    def _looks(self, contact_s: float, stride_s: float | None) -> Activity | None:
        if stride_s is None or isnan(contact_s):
            return None
        share, longest_stride_s, longest_contact_s = _STAY if self.activity == "run" else _ENTER
        running = contact_s < share * stride_s and stride_s < longest_stride_s and contact_s < longest_contact_s
        return "run" if running else "walk"
