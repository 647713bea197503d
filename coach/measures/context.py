"""What a measure may know beside the step: who runs, how fast, and what the other foot did last."""

from __future__ import annotations

import math

from coach.config import Runner
from coach.events import Foot, Placement, Speed, Step
from coach.gait.speeds import Speeds

OWN = "own"
"""The source of a speed that the foot sensor itself estimated."""
OWN_LIFE_S = 3.0
OTHER_FOOT_S = 2.0
"""Contacts of left and right further apart are not compared."""
_OPPOSITE: dict[Foot, Foot] = {"left": "right", "right": "left"}


def place_of(placement: Placement) -> str:
    """Where on the body, whichever side: foot, shank, waist or chest."""
    return placement.partition("-")[0]


class Context:
    """Feed every step once, in order, before its measures are taken; note each outside speed when it comes.

    A step's speed is one dated at or before its `declared_s`, however early later ones were noted.
    """

    def __init__(self, runner: Runner) -> None:
        self.mass_kg = runner.mass_kg
        self.height_m = None if runner.height_cm is None else 0.01 * runner.height_cm
        self.speed_mps: float | None = None
        """Of the present step: from outside where it is known, else the foot sensor's own estimate."""
        self.speed_source = ""
        """Who told it; empty where it is not known."""
        self.speed_age_s: float | None = None
        """How old it was when the step was declared."""
        self.outside_speed_mps: float | None = None
        """Of the present step, from outside the motion sensors only."""
        self.other_contact_s: float | None = None
        """The other foot's last believed contact time, where the present step is believed too and both were measured by
        sensors at the same place of the leg: those of a foot and of a shank are biased each in its own way."""
        self._outside = Speeds()
        self._own: Speed | None = None
        self._contacts: dict[Foot, tuple[float, float, str]] = {}

    def note(self, speed: Speed) -> None:
        """A speed from outside; a speed of zero or below means that it is not known."""
        self._outside.add(speed)

    def enter(self, step: Step) -> None:
        """The present step is this one."""
        own, outside = self._own_speed(step), self._outside.at(step.declared_s)
        speed = own if outside is None else outside
        self.outside_speed_mps = None if outside is None else outside.speed_mps
        self.speed_mps = None if speed is None else speed.speed_mps
        self.speed_source = "" if speed is None else speed.source
        self.speed_age_s = None if speed is None else step.declared_s - speed.at_s
        self.other_contact_s = None
        if step.valid and step.foot != "unknown":
            at_s, contact_s, place = self._contacts.get(_OPPOSITE[step.foot], (-math.inf, 0.0, ""))
            here = place_of(step.placement)
            if step.initial_contact_s - at_s < OTHER_FOOT_S and place == here:
                self.other_contact_s = contact_s
            self._contacts[step.foot] = (step.initial_contact_s, step.contact_s, here)

    def _own_speed(self, step: Step) -> Speed | None:
        """The foot sensor's newest estimate, where it is not too old and says more than nought."""
        own_mps = step.values.get("speed_mps")
        if own_mps is not None:
            self._own = Speed(step.declared_s, own_mps, OWN)
        own = self._own
        if own is None or step.declared_s - own.at_s >= OWN_LIFE_S or not own.speed_mps > 0.0:
            return None
        return own
