"""What a source is: something that yields events while the session lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Protocol

from coach.events import Event

Now = Callable[[], float]
"""Seconds since the session began."""


class Source(Protocol):
    """Yields events in the order in which they arrive; ends when there is nothing more to come."""

    def events(self, now: Now) -> AsyncIterator[Event]:
        """All events of this source, stamped on the session's time base."""
        ...

    def heard(self, cue: str, at_s: float) -> None:
        """A cue began to sound. Only the simulated runner listens."""
        ...
