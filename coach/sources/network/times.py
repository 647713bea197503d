"""How long anything on the network may take. Tests shorten these; nothing else may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds."""

    silence_s: float = 2.5
    """Between two messages with motion; a phone that is silent for longer is lost."""
    knock_s: float = 10.0
    """From a connection's beginning to a request with the right key; who takes longer is shown out."""
    body_s: float = 5.0
    """From the head of a message to its end."""
    call_s: float = 3.0
    """One answer of phyphox, connecting included."""
    every_s: float = 0.2
    """Between two questions to phyphox."""
    catch_up_s: float = 60.0
    """So much of what phyphox measured while it was out of reach is asked for afterwards."""
    back_off_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    """Before the first, second … new attempt; the last one repeats."""
