"""The running speed that was known at a time."""

from __future__ import annotations

from bisect import bisect_right, insort


class Speeds:
    """Speeds as they were told; each holds until the next one. Nought or less means: no longer known."""

    def __init__(self) -> None:
        self._told: list[tuple[float, float]] = []

    def add(self, at_s: float, speed_mps: float) -> None:
        """From `at_s` on."""
        insort(self._told, (at_s, speed_mps))

    def at(self, at_s: float) -> float | None:
        """The newest speed told for `at_s` or earlier; None where none is known."""
        i = bisect_right(self._told, at_s, key=lambda told: told[0])
        speed_mps = self._told[i - 1][1] if i else 0.0
        return speed_mps if speed_mps > 0.0 else None
