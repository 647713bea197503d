"""Packets back into the order in which the sensor sent them, by their numbers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_WAIT_PACKETS = 2
"""Packets held back while one is missing. Nothing waits while none is."""
_NEAR = 64
"""Numbers this far apart belong to one stretch; farther, the sensor or the link started again."""


@dataclass(slots=True)
class Sorted(Generic[T]):
    """What one arrival set free, and what it showed to be wrong."""

    ready: list[T] = field(default_factory=list[T])
    lost: int = 0
    repeated: int = 0
    late: int = 0


class Order(Generic[T]):
    """A reorder buffer of `wait` packets; memory is bounded, and an undisturbed stream passes at once.

    A packet counts as repeated when number and first tick were both seen lately, as late when its turn is over but its
    number was not seen, and as a new start when a number comes again with another tick or from far away.
    """

    def __init__(self, wrap: int, wait: int = _WAIT_PACKETS) -> None:
        self._wrap = wrap
        self._wait = wait
        self._near = min(_NEAR, wrap // 4)
        self._next: int | None = None
        self._held: dict[int, T] = {}
        self._seen: deque[tuple[int, float]] = deque(maxlen=self._near)

    def feed(self, number: int, tick: float, item: T) -> Sorted[T]:
        """Packets that are ready now, oldest first; `tick` tells a repeated number from a restarted count."""
        out: Sorted[T] = Sorted()
        if (number, tick) in self._seen:
            out.repeated = 1
            return out
        ahead = 0 if self._next is None else (number - self._next) % self._wrap
        over = ahead >= self._wrap - self._near
        if over and all(number != seen for seen, _ in self._seen):
            out.late = 1
        self._seen.append((number, tick))
        if out.late:
            return out
        if ahead > self._near:
            self._give_up(out)
            out.lost += ahead if ahead < self._wrap // 2 else 0
            ahead = 0
        if ahead == 0:
            out.ready.append(item)
            self._next = (number + 1) % self._wrap
            self._release(out)
        else:
            self._held[number] = item
            if len(self._held) > self._wait:
                self._give_up(out)
        return out

    def _release(self, out: Sorted[T]) -> None:
        """Whatever follows on without a hole."""
        while self._next in self._held:
            out.ready.append(self._held.pop(self._next))
            self._next = (self._next + 1) % self._wrap

    def _give_up(self, out: Sorted[T]) -> None:
        """Let the held packets go and count the holes between them."""
        while self._held and self._next is not None:
            hole = min((number - self._next) % self._wrap for number in self._held)
            out.lost += hole
            self._next = (self._next + hole) % self._wrap
            self._release(out)
