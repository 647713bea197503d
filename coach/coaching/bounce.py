"""Responsive, not bouncy: when push cues were taken too far."""

from __future__ import annotations

from coach.coaching.drawn_out import RETRY_S
from coach.coaching.normal import Usual
from coach.coaching.recent import Recent
from coach.config import Bounce
from coach.events import Step

OSCILLATION = 0.10
"""So much more up and down than one's own counts as bouncing, where it is measured."""
SLACK = 0.01
"""Contact and cadence up to so much above own normal still count as not above it."""
SPAN_STEPS = 9.0
HOLD_STEPS = 4.0


class BounceGuard:
    """More flight (or oscillation) than usual at this speed, with contact and cadence not above usual, for some steps.

    All that is measured must point the same way: flight and oscillation that contradict each other are no bouncing.
    Running faster also lengthens flight, but raises cadence, and so is none either.
    """

    def __init__(self, settings: Bounce) -> None:
        self.set(settings)
        self._past = {name: Recent() for name in ("flight", "oscillation", "contact", "stride")}
        self._since_s: float | None = None
        self._locked_until_s: float | None = None
        self._again_s: float | None = None
        self.bouncy = False
        self.excess = 0.0
        """Median of flight above own normal, as a share; of oscillation where flight is not the reason."""
        self.limit = self._limits["flight"]

    def set(self, settings: Bounce) -> None:
        """Settings from now on."""
        self._limits = {"flight": 0.01 * settings.flight_percent, "oscillation": OSCILLATION}
        self._lock_s = settings.lock_s

    def locked(self, at_s: float) -> bool:
        """Whether push cues rest."""
        return self._locked_until_s is not None and at_s < self._locked_until_s

    def update(self, step: Step, usual: Usual, contact_excess: float) -> bool:
        """A believed running step; True when it is time to say "ease": once per lock, until it has been said."""
        at_s, stride_s = step.declared_s, step.stride_s
        if stride_s is None or usual.stride_s is None:
            return False
        step_s = 0.5 * usual.stride_s
        self._add("contact", at_s, contact_excess, step_s)
        self._add("stride", at_s, stride_s / usual.stride_s - 1.0, step_s)
        if step.flight_s is not None and usual.flight_s is not None and usual.flight_s > 0.0:
            self._add("flight", at_s, step.flight_s / usual.flight_s - 1.0, step_s)
        oscillation_cm = step.values.get("oscillation_cm")
        if oscillation_cm is not None and usual.oscillation_cm is not None and usual.oscillation_cm > 0.0:
            self._add("oscillation", at_s, oscillation_cm / usual.oscillation_cm - 1.0, step_s)
        self._since_s = (at_s if self._since_s is None else self._since_s) if self._bounces() else None
        self.bouncy = self._since_s is not None and at_s - self._since_s >= HOLD_STEPS * step_s
        unsaid = self._again_s is not None and at_s >= self._again_s
        if not self.bouncy or (self.locked(at_s) and not unsaid):
            return False
        self._locked_until_s, self._again_s = at_s + self._lock_s, None
        return True

    def dropped(self, at_s: float) -> None:
        """It was not said after all (cool-down, budget): it is tried again, while he bounces."""
        self._again_s = at_s + RETRY_S

    def clear(self) -> None:
        """Running is over; the lock stays."""
        for past in self._past.values():
            past.clear()
        self._since_s = self._again_s = None
        self.bouncy = False

    def _add(self, name: str, at_s: float, value: float, step_s: float) -> None:
        self._past[name].add(at_s, value, SPAN_STEPS * step_s)

    def _bounces(self) -> bool:
        contact, stride = self._past["contact"].median, self._past["stride"].median
        if contact is None or stride is None or contact > SLACK or stride < -SLACK:
            return False
        excesses = {name: self._past[name].median for name in self._limits}
        if any(excess is not None and excess < 0.0 for excess in excesses.values()):
            return False
        for name, limit in self._limits.items():
            excess = excesses[name]
            if excess is not None and excess >= limit:
                self.excess, self.limit = excess, limit
                return True
        return False
