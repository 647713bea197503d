"""Stands in for the library of this name: a device that does what the file named in FAKE_SOUND says.

`plays`: takes sound in real time; `stuck`: opens but takes none; `absent`: there is no output; `broken`: does not open;
anything else: there is one more output, of that name, and it is the usual one.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

BLOCK, RATE_HZ = 480, 48_000


class PortAudioError(Exception):
    pass


def state() -> str:
    return Path(os.environ["FAKE_SOUND"]).read_text(encoding="utf-8")


def query_devices(kind: str = "") -> Any:
    others = [] if state() in {"plays", "stuck", "broken"} else [state()]
    found = [] if state() == "absent" else [{"name": name, "max_output_channels": 2} for name in [*others, "speakers"]]
    if kind and not found:
        raise PortAudioError("Error querying device -1")
    return found[0] if kind else found


def _initialize() -> None:
    os.write(1, b"chatter")


_terminate = _initialize


class OutputStream:
    def __init__(self, callback: Any, **_: Any) -> None:
        if state() == "broken":
            raise PortAudioError("Device unavailable")
        self._callback = callback
        self._begun = state()

    def start(self) -> None:
        threading.Thread(target=self._play, daemon=True).start()

    def _play(self) -> None:
        due_s = time.perf_counter()
        while state() == self._begun != "stuck":
            times = SimpleNamespace(outputBufferDacTime=1.02, currentTime=1.0)
            self._callback(np.zeros((BLOCK, 2), np.float32), BLOCK, times, None)
            due_s += BLOCK / RATE_HZ
            time.sleep(max(due_s - time.perf_counter(), 0.0))

    def abort(self, **_: Any) -> None:
        time.sleep(60.0)  # as with a sound server that hangs

    close = abort
