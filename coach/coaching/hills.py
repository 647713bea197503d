"""Uphill contact is longer, and that is no fault: how much longer it may be now."""

from __future__ import annotations

from bisect import bisect_right

from coach.config import Hills as Settings
from coach.events import Speed

SLOWER = 0.95
QUICKER = 0.03
"""Slower than one's own speed, with steps this much shorter in time than one's own at this speed: that is a hill."""


class Hills:
    """Incline where somebody tells it, else the suspicion of one.

    Runners keep their effort and lose speed uphill: contact +9 % at 2 %, +25.6 % at 7 % incline (Padulo 2012), nearly
    all of which speed explains. At a kept speed one runner's contact was +0.5 % at 8.7 %.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._told: list[Speed] = []

    def note(self, speed: Speed) -> None:
        """A treadmill tells its incline together with its speed, in order of time."""
        if speed.incline_percent is not None:
            self._told.append(speed)

    def allowance(self, at_s: float, speed_mps: float | None, own_mps: float | None, stride: float | None) -> float:
        """Share of own normal by which contact may be longer than on the flat.

        `own_mps` is the speed at which normal is known best; `stride` how much longer than usual at this speed the
        running median of stride time is, as a share.
        """
        settings, incline_percent = self.settings, self._incline_percent(at_s)
        if incline_percent is not None:
            per_percent = settings.slower_percent if speed_mps is None else settings.allowance_percent
            return 0.01 * per_percent * max(incline_percent, 0.0)
        slower = speed_mps is not None and own_mps is not None and speed_mps < SLOWER * own_mps
        return 0.01 * settings.suspect_percent if slower and stride is not None and stride < -QUICKER else 0.0

    def _incline_percent(self, at_s: float) -> float | None:
        known = bisect_right(self._told, at_s, key=lambda speed: speed.at_s)
        if known:
            del self._told[: known - 1]
            return self._told[0].incline_percent
        return self.settings.incline_percent
