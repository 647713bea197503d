"""Whether what the coach thinks is news: told when it changes, and otherwise at most once a second."""

from __future__ import annotations

import math

from coach.events import State, Status

EVERY_S = 1.0


class News:
    """Remembers what was told last."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._text = ""
        self._told_s = -math.inf

    def wants(self, at_s: float, state: State) -> bool:
        """Whether a status would be told now, so that its text is worth writing."""
        return state != self._state or at_s >= self._told_s + EVERY_S

    def tell(self, status: Status) -> list[Status]:
        """The status, unless it says what was said last."""
        if status.state == self._state and status.text == self._text:
            return []
        self._state, self._text, self._told_s = status.state, status.text, status.at_s
        return [status]
