"""The runner's own band, and where contact stands on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from coach.screen.view import ScreenView

LOW, HIGH = 0.90, 1.15
"""Ends of the band, as shares of own normal."""
BEYOND = 1.06
"""What is seen beyond a high limit."""


@dataclass(frozen=True, slots=True)
class Band:
    """Places are shares of its length, 0 to 1."""

    low_s: float
    high_s: float
    normal: float
    limit: float
    at: float | None
    """Contact now; None while nobody runs. What lies outside stands at the end."""


def band(view: ScreenView) -> Band | None:
    """None while own normal is not known."""
    if view.normal_s is None or view.limit_s is None:
        return None
    low_s, high_s = LOW * view.normal_s, max(HIGH * view.normal_s, BEYOND * view.limit_s)

    def place(seconds: float) -> float:
        return min(max((seconds - low_s) / (high_s - low_s), 0.0), 1.0)

    at = None if view.contact_s is None else place(view.contact_s)
    return Band(low_s, high_s, place(view.normal_s), place(view.limit_s), at)
