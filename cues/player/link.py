"""One sound process, from its start to its end. No call waits for it, except `set_up` and `end`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, cast

from cues.player.engine import Clips
from cues.player.wire import Record, Setup, line, records, send_setup

COMMAND = (sys.executable, "-P", "-m", "cues.player.child")
STALE_S = 2.0
"""A process that says nothing for so long hangs."""
FIRST_WORD_S = 10.0
"""On a busy machine it may take this long to start."""
END_S = 1.5


class Link:
    """Starts the process; it is ready for messages after `set_up`."""

    def __init__(self) -> None:
        self._process = _start()
        self._inlet, self._outlet = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._heard_s = time.perf_counter() + FIRST_WORD_S - STALE_S
        self._ready = False

    @property
    def process_id(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def hangs(self) -> bool:
        """It should have said something by now."""
        return time.perf_counter() - self._heard_s > STALE_S

    def set_up(self, setup: Setup, clips: Clips) -> None:
        """Send what comes first. Waits until it is taken; raises OSError when the process is gone."""
        send_setup(self._inlet, setup, clips)
        if sys.platform != "win32" or sys.version_info >= (3, 12):
            os.set_blocking(self._inlet.fileno(), False)
        self._ready = True

    def send(self, record: Record) -> None:
        """Pass a record on at once, or not at all; a process that does not read any more is killed."""
        if not self._ready or self.hangs:
            return
        try:
            os.write(self._inlet.fileno(), line(record))
        except BlockingIOError:
            self.kill()
        except (OSError, ValueError):
            pass  # it has just ended, or been ended: `answers` tells

    def answers(self) -> Iterator[Any]:
        """What it says, until it ends."""
        for record in records(self._outlet):
            self._heard_s = time.perf_counter()
            yield record

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()

    def end(self) -> None:
        """Let it end by itself, or else kill it."""
        with suppress(OSError):
            self._inlet.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def bury(self) -> None:
        """After the last answer: let go of what is left of it."""
        self.kill()
        self.end()
        self._outlet.close()


def _start() -> subprocess.Popen[bytes]:
    """The process, in a group of its own: Ctrl-C is for the program alone. On Windows, without a window."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=nowhere, creationflags=flags)  # noqa: S603
    return subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=nowhere, process_group=0)  # noqa: S603
