"""What a measure may know beside the step: who runs, how fast, and what the other foot did last."""

from __future__ import annotations

import math
from bisect import bisect_right

from coach.config import Runner
from coach.events import Foot, Speed, Step

SPEED_LIFE_S = {"typed": math.inf, "treadmill": math.inf}
"""How long a speed holds: one that was set holds until it is changed, one that was measured grows old."""
MEASURED_LIFE_S = 10.0
FOOT_LIFE_S = 3.0
OTHER_FOOT_S = 2.0
"""Contacts of left and right further apart are not compared."""
_OPPOSITE: dict[Foot, Foot] = {"left": "right", "right": "left"}


class Context:
    """Feed every step once, in order, before its measures are taken; note each outside speed when it comes.

    A step's speed is the newest one dated at or before its `declared_s`, however early later ones were noted.
    """

    def __init__(self, runner: Runner) -> None:
        self.mass_kg = runner.mass_kg
        self.height_m = None if runner.height_cm is None else 0.01 * runner.height_cm
        self.speed_mps: float | None = None
        """Of the present step: from outside where it is known, else the foot sensor's own estimate."""
        self.outside_speed_mps: float | None = None
        """Of the present step, from outside the motion sensors only."""
        self.other_contact_s: float | None = None
        """The other foot's last believed contact time, where the present step is believed too."""
        self._outside: list[Speed] = []
        self._own: tuple[float, float] = (-math.inf, 0.0)
        self._contacts: dict[Foot, tuple[float, float]] = {}

    def note(self, speed: Speed) -> None:
        """A speed from outside; a speed of zero or below means that it is not known."""
        self._outside.append(speed)
        if len(self._outside) > 1 and speed.at_s < self._outside[-2].at_s:
            self._outside.sort(key=_at_s)

    def enter(self, step: Step) -> None:
        """The present step is this one."""
        self.outside_speed_mps = self._outside_speed(step.declared_s) if self._outside else None
        self.speed_mps = self.outside_speed_mps if self.outside_speed_mps is not None else self._own_speed(step)
        self.other_contact_s = None
        if step.valid and step.foot != "unknown":
            at_s, contact_s = self._contacts.get(_OPPOSITE[step.foot], (-math.inf, 0.0))
            if step.initial_contact_s - at_s < OTHER_FOOT_S:
                self.other_contact_s = contact_s
            self._contacts[step.foot] = (step.initial_contact_s, step.contact_s)

    def _outside_speed(self, at_s: float) -> float | None:
        known = bisect_right(self._outside, at_s, key=_at_s)
        if not known:
            return None
        del self._outside[: known - 1]
        speed = self._outside[0]
        old = at_s - speed.at_s > SPEED_LIFE_S.get(speed.source, MEASURED_LIFE_S)
        return None if old or not speed.speed_mps > 0.0 else speed.speed_mps

    def _own_speed(self, step: Step) -> float | None:
        own_mps = step.values.get("speed_mps")
        if own_mps is not None:
            self._own = (step.declared_s, own_mps)
        at_s, own_mps = self._own
        return own_mps if step.declared_s - at_s < FOOT_LIFE_S and own_mps > 0.0 else None


def _at_s(speed: Speed) -> float:
    return speed.at_s
