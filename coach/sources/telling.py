"""What the runner is told of one sensor's connection."""

from __future__ import annotations

from collections.abc import Callable


class Telling:
    """Sentences about `who`, each when it is news: the same thing again is not."""

    def __init__(self, who: str, tell: Callable[[str], None]) -> None:
        self._who = who
        self._tell = tell
        self._told = ""

    def say(self, what: str) -> None:
        """How it is now."""
        if what != self._told:
            self._told = what
            self._tell(f"{self._who}: {what}")
