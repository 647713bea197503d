"""The live loop: sources fill one queue, the session empties it, ticks keep time, Ctrl-C ends it cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

from coach.app.live.presses import Pressed, event_of
from coach.app.live.screens import Refreshing
from coach.app.live.session import Session
from coach.app.live.settings_watch import SettingsWatch
from coach.app.sound.muting import MutingPlayer
from coach.errors import CoachError
from coach.events import Event, Key, Notice, Reload, Speed, Tick
from coach.screen.controls import Press
from coach.sources.source import Now

if TYPE_CHECKING:
    from coach.screen.state import ScreenState
    from coach.screen.web.messages import Settings
    from coach.sources.source import Source

TICK_S = 0.25
LOOK_TICKS = 4
"""The settings file is looked at once a second."""
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a polite end, and a terminal that was closed."""


class Loop:
    """The tasks of one live session, whatever it is for."""

    def __init__(
        self,
        *,
        now: Now,
        session: Session,
        source: Source,
        state: ScreenState,
        player: MutingPlayer,
        watch: SettingsWatch,
        duration_s: float | None,
        speed_mps: float | None,
        looked_at: bool,
        wait: bool,
    ) -> None:
        """`wait`: begin paused. `looked_at`: whether there is a screen; without one, sentences go to stderr."""
        self._now = now
        self._session = session
        self._source = source
        self._state = state
        self._player = player
        self._watch = watch
        self._duration_s = duration_s
        self._speed_mps = speed_mps
        self._looked_at = looked_at
        self._wait = wait
        self._queue: asyncio.Queue[Event | Pressed | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def press(self, press: Press | Settings) -> None:
        """Something was pressed or tuned; may be called from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the run has just ended
                self._loop.call_soon_threadsafe(self._pressed, press)

    def tell(self, about: str, text: str) -> None:
        """Something that the runner must know of the equipment; within the loop."""
        self._queue.put_nowait(Notice(self._now(), about, text))

    def _pressed(self, press: Press | Settings) -> None:
        self._queue.put_nowait(Pressed(self._now(), press))

    async def run(self, screen: Refreshing | None) -> None:
        """Until the time is up, the sources end, or somebody presses Ctrl-C."""
        self._loop = asyncio.get_running_loop()
        self._end_on_signals()
        if self._player.reason:
            self.tell("sound", f"{self._player.reason} {self._player.remedy}".rstrip())
        if self._wait:
            self._session.take(Key(0.0, "pause"))
        if self._speed_mps is not None:
            self._session.take(Speed(0.0, self._speed_mps, "typed"))
        async with asyncio.TaskGroup() as tasks:
            helpers = [tasks.create_task(self._pump()), tasks.create_task(self._tick())]
            while (event := await self._queue.get()) is not None:
                meant = event_of(event, self._state.view()) if isinstance(event, Pressed) else event
                if meant is not None:
                    self._take(meant)
                    screen = self._refreshed(screen)
            for helper in helpers:
                helper.cancel()

    def _take(self, event: Event) -> None:
        self._session.take(event)
        self._session.listen()
        match event:
            case Key(key="stop"):
                self._queue.put_nowait(None)
            case Reload():
                self._watch.used(event.text)
            case Tick():
                self._state.audio, self._state.output = self._player.reason or "on", self._player.output
                for sentence in self._player.news():
                    self._session.take(Notice(event.at_s, "sound", sentence))
                if self._session.over:
                    self._queue.put_nowait(None)
            case _:
                pass

    def _refreshed(self, screen: Refreshing | None) -> Refreshing | None:
        """A screen that cannot be written to any more is left; the coaching goes on."""
        try:
            if screen is not None:
                screen.refresh(self._state)
        except OSError:
            return None
        return screen

    async def _pump(self) -> None:
        async for event in self._source.events(self._now):
            self._queue.put_nowait(event)
        self._queue.put_nowait(None)

    async def _tick(self) -> None:
        """Time passes, on the quarter of the second, until it is up."""
        beats, now = 0, self._now
        while self._duration_s is None or now() < self._duration_s:
            beats += 1
            await asyncio.sleep(max(beats * TICK_S - now(), 0.0))
            self._queue.put_nowait(Tick(now()))
            if beats % LOOK_TICKS == 0:
                self._look()
        self._queue.put_nowait(None)

    def _look(self) -> None:
        """Whether the settings file was changed."""
        news = self._watch.look(self._now())
        if news is not None:
            self._queue.put_nowait(news)
        if isinstance(news, Notice) and not self._looked_at:
            sys.stderr.write(f"{news.text}\n")

    def _end_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends the loop instead
                loop.add_signal_handler(number, self._queue.put_nowait, None)


def first_of(faults: BaseExceptionGroup[CoachError]) -> CoachError:
    """Of several tasks that failed together, what the first one says."""
    fault = faults.exceptions[0]
    return first_of(fault) if isinstance(fault, BaseExceptionGroup) else fault


def started_clock() -> tuple[Now, str]:
    """The session's one clock, and the wall-clock time of its second 0."""
    origin = time.perf_counter()
    return lambda: time.perf_counter() - origin, datetime.now().astimezone().isoformat(timespec="milliseconds")
