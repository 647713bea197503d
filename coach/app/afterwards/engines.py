"""The same work on many recordings: one after the other, in processes here, or on a cluster.

Every engine gives (number of the item, result) in whatever order results come; none loses an item.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import active_children, get_context, resource_tracker
from threading import current_thread, main_thread
from typing import Any, TypeVar

from coach.errors import CoachError, UserError

Item = TypeVar("Item")
Done = TypeVar("Done")
Results = Iterator[tuple[int, Done]]
_RETRIES = 3
"""A worker that died may have been anybody's fault; a recording that takes four workers with it is at fault itself."""


def serial(work: Callable[[Item], Done], items: Sequence[Item]) -> Results[Done]:
    """One after the other, in this process."""
    return enumerate(map(work, items))


def processes(
    work: Callable[[Item], Done], items: Sequence[Item], jobs: int, lost: Callable[[Item], Done]
) -> Results[Done]:
    """In `jobs` processes.

    When one is killed, what was not done yet gets a process of its own, item by item; where that is killed too, the
    result is `lost(item)`.
    """
    waiting = dict(enumerate(items))
    try:
        with _pool(min(jobs, len(items))) as pool:
            with _deaf():
                numbers = {pool.submit(work, item): number for number, item in waiting.items()}
            for future in as_completed(numbers):
                done = future.result()
                del waiting[numbers[future]]
                yield numbers[future], done
    except BrokenProcessPool:
        for number, item in waiting.items():
            yield number, _alone(work, item, lost)


def _alone(work: Callable[[Item], Done], item: Item, lost: Callable[[Item], Done]) -> Done:
    try:
        with _pool(1) as pool:
            with _deaf():
                future = pool.submit(work, item)
            return future.result()
    except BrokenProcessPool:
        return lost(item)


@contextmanager
def _pool(jobs: int) -> Generator[ProcessPoolExecutor]:
    """Workers who do not hear Ctrl-C; it ends them from here, in the middle of what they do."""
    others = active_children()
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_ignore_ctrl_c) as pool:
        try:
            yield pool
        except BaseException:
            with _deaf():  # people press it twice
                pool.shutdown(wait=False, cancel_futures=True)
                for worker in active_children():
                    if worker not in others:
                        worker.terminate()
            raise


@contextmanager
def _deaf() -> Generator[None]:
    """Processes that are started meanwhile do not hear Ctrl-C from their first moment on; here it comes afterwards.

    Blocking is what they inherit. It alone does not hold a press back here: another thread of this process, which does
    not block it, would take it, and a child whose parent breaks off in the middle of starting it would complain.
    """
    if sys.platform == "win32":  # no signals to block: there it is ignored once the process runs
        yield
        return
    resource_tracker.ensure_running()  # which would end the blocking when it is started along with the first process
    pressed: list[int] = []
    listening = signal.getsignal(signal.SIGINT) if current_thread() is main_thread() else None
    if listening is not None:
        signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if listening is not None:
            signal.signal(signal.SIGINT, listening)
    if pressed and listening not in {None, signal.SIG_IGN}:
        raise KeyboardInterrupt


def _ignore_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def cluster(
    work: Callable[[Item], Done], items: Sequence[Item], address: str, lost: Callable[[Item], Done]
) -> Results[Done]:
    """On the workers of a running Dask scheduler, which need this package and the same files under the same names.

    Work of a worker that dies goes to another. UserError where `distributed` is not installed or nobody answers.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UserError(
            "A cluster needs distributed.", 'Install it with: pip install "active-stance[cluster]"'
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is told below
    try:
        client: Any = distributed.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        raise UserError(f"No scheduler answers at {address} ({fault}).", "Give it like tcp://host:8786.") from None
    with client:
        futures = client.map(work, items, pure=False, retries=_RETRIES)
        numbers = {future.key: number for number, future in enumerate(futures)}
        for future in distributed.as_completed(futures, loop=client.loop):
            fault = future.exception()
            if fault is None:
                yield numbers[future.key], future.result()
            elif isinstance(fault, distributed.KilledWorker):
                yield numbers[future.key], lost(items[numbers[future.key]])
            else:
                raise CoachError(f"The cluster failed: {fault}.", "Has every worker this version of active-stance?")
            future.release()
