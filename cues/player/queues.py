"""Queues that one thread fills and another empties."""

from __future__ import annotations

from collections import deque
from typing import TypeVar

T = TypeVar("T")


def emptied(queue: deque[T]) -> list[T]:
    """What is in it, in order, taken out one by one: what is put in meanwhile is in this list or in the next."""
    taken: list[T] = []
    while queue:
        taken.append(queue.popleft())
    return taken
