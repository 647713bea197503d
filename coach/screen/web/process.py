"""The run's side of the page: a process of its own is begun, fed and heard, and begun anew should it die.

The run never waits for it: what it cannot take in time is replaced by something newer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Self

from coach.screen.controls import Press
from coach.screen.state import ScreenState
from coach.screen.view import ScreenView
from coach.screen.web.door import Door
from coach.screen.web.messages import Frame, Over, Settings, Setup
from coach.screen.web.server import serve

SHORTEST_S = 0.1
"""Ten pictures a second, and one at once for every step."""
PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0
"""Before a new process; longer each time."""
FELL = "the page stopped; it is begun again"
END_S = 3.0
SPAWN = get_context("spawn")


class WebScreen:
    """A `Screen` that is looked at through browsers.

    `heard` is called, in a thread of this screen, for whatever a viewer presses or saves; `farewell` gives the words
    for the end of the run.
    """

    def __init__(
        self,
        door: Door,
        setup: Setup,
        heard: Callable[[Press | Settings], None],
        farewell: Callable[[], Sequence[str]],
    ) -> None:
        self._door = door
        self._setup = setup
        self._heard = heard
        self._farewell = farewell
        self._state: ScreenState | None = None
        self._view: ScreenView | None = None
        self._known = 0
        self._fell = False
        self._news = threading.Event()
        self._ended = threading.Event()
        self._process: SpawnProcess | None = None
        self._thread = threading.Thread(target=self._keep_alive, name="page", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._news.set()
        self._thread.join(2 * END_S)
        if self._process is not None:
            self._process.kill()  # it ended by itself, or it hangs
        self._door.socket.close()

    @property
    def process_id(self) -> int | None:
        """Of the process that serves the page now."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def refresh(self, state: ScreenState) -> None:
        """Hand over the newest picture if it is time to; never waits."""
        if self._fell:
            self._fell = False
            state.tell(state.at_s, "page", FELL)
        known = len(state.moments)
        if self._view is None or known != self._known or not 0.0 <= state.at_s - self._view.at_s < SHORTEST_S:
            self._state, self._known = state, known
            self._view = state.view()
            self._news.set()

    # ── the life of the process ───────────────────────────────────────────────────────────────────────────────

    def _keep_alive(self) -> None:
        pause_s = PAUSE_S
        while not self._ended.is_set():
            ours, theirs = SPAWN.Pipe()
            process = SPAWN.Process(target=serve, args=(self._door.socket, theirs, self._setup), daemon=True)
            process.start()
            self._process = process
            theirs.close()
            hearing = threading.Thread(target=self._hear, args=(ours,), daemon=True)
            hearing.start()
            with suppress(OSError, ValueError):
                self._feed(ours)
            process.join(END_S if self._ended.is_set() else 0.0)
            process.kill()
            ours.close()
            self._fell = not self._ended.is_set()
            self._ended.wait(pause_s)
            pause_s = min(2.0 * pause_s, LONGEST_PAUSE_S)

    def _feed(self, pipe: Connection) -> None:
        """Everything so far, then what comes; OSError when the process is gone."""
        moments = decisions = 0
        while not self._ended.is_set():
            self._news.wait()
            self._news.clear()
            state, view = self._state, self._view
            if state is None or view is None:
                continue
            frame = Frame(
                replace(view, recent=(), news=()), tuple(state.moments[moments:]), tuple(state.decisions[decisions:])
            )
            pipe.send(frame)
            moments, decisions = moments + len(frame.moments), decisions + len(frame.decisions)
        pipe.send(Over(tuple(self._farewell())))

    def _hear(self, pipe: Any) -> None:
        """Presses, until the process ends; the feeder then finds out by itself."""
        with suppress(EOFError, OSError):
            while True:
                self._heard(pipe.recv())
