"""Time for the radio tests: it passes only while everybody waits, so that a minute on the air costs no minute."""

from __future__ import annotations

import asyncio
import selectors

_FOREVER_S = 10.0


class _Skipping(selectors.SelectSelector):
    """Instead of waiting for a timer, moves the clock on to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; a loop without any timer can only be woken from outside."""
        ready = super().select(_FOREVER_S if timeout is None else 0.0)
        if timeout is None and not ready:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        if timeout and not ready:
            self.now_s += timeout
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """The same scene takes the same seconds on every machine, however busy; the product's own patience can be kept."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._skipping.now_s
