"""A sensor's battery: said once when it is low."""

from __future__ import annotations

from collections.abc import Callable

from coach.devices.charge import LOW_PERCENT


class Charge:
    """One sensor's, over all its connections."""

    def __init__(self, who: str, tell: Callable[[str], None]) -> None:
        self._who = who
        self._tell = tell
        self._low = False

    def take(self, percent: int) -> None:
        """It was told."""
        if percent <= LOW_PERCENT and not self._low:
            self._low = True
            self._tell(f"The battery of {self._who} is low: {percent} %.")
