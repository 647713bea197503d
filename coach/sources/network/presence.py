"""A phone comes, falls silent, comes back: said once each, and written into the log."""

from __future__ import annotations

from collections.abc import Callable

from coach.devices.readings import Battery, GroundSpeed
from coach.events import Event, Link, Packet, Placement, Speed
from coach.sources.charge import Charge
from coach.sources.source import Now
from coach.sources.telling import Telling

MOVING_MPS = 0.5
"""A satellite receiver that says less knows no speed: it stands, or it is indoors and guesses."""


class Presence:
    """One phone's events."""

    def __init__(
        self,
        placement: Placement,
        name: str,
        *,
        put: Callable[[Event], None],
        tell: Callable[[str], None],
        now: Now,
    ) -> None:
        self._placement: Placement = placement
        self._put = put
        self._now = now
        who = f"{placement} ({name})"
        self._charge = Charge(who, tell)
        self._telling = Telling(who, tell)
        self.here = False
        """Its motion is being heard."""

    def packet(self, device: str, payload: bytes, channel: str = "") -> None:
        """Bytes as they came, for the log."""
        self._put(Packet(self._placement, device, self._now(), payload, channel))

    def moved(self) -> None:
        """Motion came."""
        if not self.here:
            self.here = True
            self.say("connected")
            self._put(Link(self._placement, self._now(), "connected"))

    def lost(self, why: str) -> None:
        """No more motion."""
        self.say(why)
        if self.here:
            self.here = False
            self._put(Link(self._placement, self._now(), "lost"))

    def read(self, reading: Battery | GroundSpeed) -> None:
        """Something beside its motion."""
        match reading:
            case Battery(percent=percent):
                self._charge.take(percent)
            case GroundSpeed(speed_mps=speed_mps):
                if speed_mps >= MOVING_MPS:
                    self._put(Speed(self._now(), speed_mps, "phone"))

    def say(self, what: str) -> None:
        """Tell the runner, where it is news."""
        self._telling.say(what)
