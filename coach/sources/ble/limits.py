"""No call to the radio without a time limit, and no library's exception beyond this file."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from coach.sources.ble.adapter import missing

T = TypeVar("T")
_GRACE_S = 1.0
"""For a call that was cancelled to clean up after itself; one that does not is left behind."""


class Unreachable(Exception):  # noqa: N818  # it is a state of the air, and caught inside this package
    """Something on the radio did not work this time. Says what, in the runner's words."""


class Deaf(Unreachable):
    """No answer in time. Sensors answer in order, so nothing else will be answered on this connection either."""


async def within(limit_s: float, doing: str, call: Coroutine[Any, Any, T]) -> T:
    """The call's result; `Unreachable` when it fails, `Deaf` when it takes longer, `HardwareError` without an adapter.

    Returns within `limit_s` and a second, even from a call that ignores being cancelled.
    """
    task = asyncio.ensure_future(call)
    task.add_done_callback(_forget)
    try:
        await asyncio.wait({task}, timeout=limit_s)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=_GRACE_S)
    if not task.done() or task.cancelled():
        raise Deaf(f"{doing}: no answer for {limit_s:g} s")
    fault = task.exception()
    if fault is None:
        return task.result()
    if not isinstance(fault, Exception):
        raise fault
    raise missing(fault) or Unreachable(f"{doing}: {_words(fault)}") from fault


def _words(fault: Exception) -> str:
    """The first line of what a library says, or the name of what it raised."""
    return (str(fault).splitlines() or [""])[0].strip(" .") or type(fault).__name__


def _forget(task: asyncio.Future[Any]) -> None:
    """Take what the call ends with, even long after it was left behind, so that asyncio does not complain of it."""
    if not task.cancelled():
        task.exception()
