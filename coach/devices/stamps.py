"""Packets that come twice or too late, told by the time that the sensor wrote on them."""

from __future__ import annotations

_LATE_S = 2.0
"""Going back by more means that the sensor's clock began anew."""


class Stamps:
    """Watches one stream's stamps. For sensors that send a time but no packet number."""

    def __init__(self, tick_hz: float, wrap: int) -> None:
        self._late = _LATE_S * tick_hz
        self._wrap = wrap
        self._last: int | None = None

    def fault(self, stamp: int) -> str:
        """Why a packet with this stamp must not be used, or nothing; then it is the newest."""
        if self._last is not None:
            ahead = (stamp - self._last + self._wrap // 2) % self._wrap - self._wrap // 2
            if ahead == 0:
                return "packet repeated"
            if -self._late < ahead < 0:
                return "packet later than the one after it"
        self._last = stamp
        return ""
