"""How long anything on the radio may take. Tests shorten these; nothing else may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. Every call that leaves the program has one of these limits."""

    scan_s: float = 4.0
    """One look around; an advertisement every two seconds, the slowest in use, is not missed."""
    connect_s: float = 15.0
    """Connecting and discovering services; a busy radio takes 5 s."""
    call_s: float = 5.0
    """Any other single request."""
    start_s: float = 15.0
    """All of a sensor's start-up together, for others wait meanwhile; BlueZ takes 1 s."""
    answer_s: float = 2.0
    """A notification that answers a write."""
    first_s: float = 5.0
    """From the end of the start-up to the first packet."""
    silence_s: float = 2.5
    """Between two packets; a stream that is silent for longer has ended, whatever the system says of the link."""
    disconnect_s: float = 4.0
    """Saying good-bye; BlueZ takes 2 s."""
    back_off_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    """Before the first, second … new attempt; the last one repeats."""
    steady_s: float = 10.0
    """A stream that held for so long starts the back-off anew when it ends."""
