"""Two streams that send neither time nor number, counted so that what was measured together has one number."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from statistics import median

from coach.events import Floats

_LAST = 16
"""Packets over which the radio's delays are taken to be the same for both streams."""
_MOST_HELD = 4 * _LAST


@dataclass(frozen=True, slots=True)
class Numbered:
    """Samples of one of the two streams."""

    follows: bool
    """Of the following stream; otherwise of the leading one."""
    first: int
    """Number of the first of them."""
    values: Floats


class Abreast:
    """Numbers the samples of a leading and a following stream of one rate.

    One of them may have begun later, or have lost packets: then its packets come later than its count says, in the
    middle of the last sixteen, and its count is moved on. A count never goes back, so a lost packet leaves a hole.
    The first sixteen are held back until they have told which stream began later; after that only whole packets count.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._next = {False: 0, True: 0}
        """Whether it follows → number of the sample that comes next."""
        self._led_s: float | None = None
        self._behind: deque[float] = deque(maxlen=_LAST)
        """By how many samples the follower's count was behind, at each of its packets."""
        self._held: list[Numbered] | None = []

    def take(self, values: Floats, arrived_s: float, *, follows: bool) -> list[Numbered]:
        """A packet of either stream; what can be numbered by now, in order of arrival."""
        taken = Numbered(follows, self._next[follows], values)
        self._next[follows] += len(values)
        if not follows:
            self._led_s = arrived_s
        elif self._led_s is not None:
            led = self._next[False] + (arrived_s - self._led_s) * self._rate_hz
            self._behind.append(led - self._next[True])
        moved = self._moved(1 if self._held is not None else len(values))
        if self._held is None:
            return [taken]
        self._held.append(taken)
        if not moved and len(self._held) < _MOST_HELD:
            return []
        held, self._held = self._held, None
        return [replace(one, first=one.first + moved.get(one.follows, 0)) for one in held]

    def _moved(self, unit: int) -> dict[bool, int]:
        """By how much each stream's count is moved on, in units; nothing while too few packets have come."""
        if len(self._behind) < _LAST:
            return {}
        by = unit * round(median(self._behind) / unit)
        if by:
            self._behind.clear()
        moved = {False: max(-by, 0), True: max(by, 0)}
        for follows, more in moved.items():
            self._next[follows] += more
        return moved
