"""Scenes that play over real sockets, and none of which hangs."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any

LONGEST_S = 20.0


def scene(play: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Play an asynchronous test."""

    @functools.wraps(play)
    def run(**given: Any) -> None:
        async def limited() -> None:
            async with asyncio.timeout(LONGEST_S):
                await play(**given)

        asyncio.run(limited())

    return run
