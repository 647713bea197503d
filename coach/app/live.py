"""The live loop: sources fill one queue, the session empties it, ticks keep time, Ctrl-C ends it cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.folders import made, runs_folder
from coach.app.history import keep
from coach.app.memory import recall, remember
from coach.app.muting import MutingPlayer
from coach.app.presses import Pressed, event_of
from coach.app.result import summary_of, words_of, write_tables
from coach.app.screening import silent
from coach.app.screens import Refreshing, Shown, open_page, screen_for
from coach.app.sensing import SIMULATED, open_source, with_sensors
from coach.app.session import Session
from coach.app.settings import load
from coach.app.settings_watch import SettingsWatch
from coach.app.sound import gains, open_pack, phrases, spoken
from coach.app.sounding import Sounding
from coach.errors import CoachError, FileError
from coach.events import Event, Key, Notice, Placement, Reload, Speed, Tick
from coach.screen.controls import Press
from coach.sources.source import Now

if TYPE_CHECKING:
    from coach.coaching.coach import Coach
    from coach.recording import Header
    from coach.screen.state import ScreenState
    from coach.screen.web.messages import Settings
    from coach.sources.source import Source

TICK_S = 0.25
LOOK_TICKS = 4
"""The settings file is looked at once a second."""
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a polite end, and a terminal that was closed."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for."""

    config: Path | None
    sensors: Mapping[Placement, str]
    screen: str
    duration_s: float | None
    out: Path | None
    speed_mps: float | None
    scenario: str
    seed: int
    share: bool = False
    """Let the web screen be opened from other devices."""
    port: int | None = None
    wait: bool = False
    """Begin paused, until somebody presses start."""
    screening: bool = False
    """Say nothing: the run is to show what is normal."""


def run_live(wishes: Wishes) -> Generator[str, None, Path]:
    """Coach until the time is up or Ctrl-C; returns the run's folder.

    Gives what to tell the runner before and afterwards, then raises what went wrong.
    """
    from coach.pipeline import Pipeline
    from coach.recording import Header, RecordedSensor, Writer
    from coach.screen.state import ScreenState
    from cues.player import open_player

    config = with_sensors(load(wishes.config), wishes.sensors)
    if wishes.screening:
        config = silent(config, wishes.duration_s or 0.0)
    if wishes.speed_mps is None and config.treadmill.speed_mps is not None:
        wishes = replace(wishes, speed_mps=config.treadmill.speed_mps)
    state = ScreenState(config.placements, output=config.audio.device)

    def tell(words: str) -> None:
        live.tell("link", words)

    opened = open_source(config, wishes.scenario, wishes.seed, tell, state.signal)
    pack = open_pack(config)
    sounds = spoken(pack)
    folder = _folder(wishes.out)
    door = open_page(wishes.screen, share=wishes.share, port=wishes.port)
    sensors = tuple(RecordedSensor(sensor.placement, "", sensor.name) for sensor in config.sensors)
    now, started_at = _clock()
    simulated = all(sensor.name == SIMULATED for sensor in config.sensors)
    recalled = recall(config, started_at, simulated=simulated)
    header = Header(
        sensors,
        config,
        recalled.profile,
        name=folder.name,
        source="simulation" if simulated else "live",
        started_at=started_at,
    )
    yield from (*recalled.sentences, *opened.invitation)
    yield f"Recording into {folder}. Ctrl-C ends the run."
    with Writer(folder / "run.mcap", header) as writer:
        output = open_player(
            sounds.clips,
            now=now,
            device=config.audio.device,
            latency=config.audio.latency,
            gains=gains(config),
            duck_others=config.audio.duck_others,
        )
        sounding = Sounding(config, output)
        player = sounding.player
        state.recording, state.audio, state.phrases = str(folder / "run.mcap"), player.reason or "on", phrases(pack)
        pipeline = Pipeline(config, config.placements, pack.durations, recalled.profile)
        session = Session(
            pipeline=pipeline,
            writer=writer,
            sounding=sounding,
            heard=opened.source.heard,
            screen=state,
        )
        live = _Live(
            now=now,
            session=session,
            source=opened.source,
            state=state,
            player=player,
            wishes=wishes,
            watch=SettingsWatch(wishes.config, pack.durations),
        )
        shown = Shown(config, wishes.config or folder / "coach.toml", pack, session.log, header.profile, sounds.clips)
        with screen_for(wishes.screen, door, shown, live.press) as screen:
            for sentence in recalled.sentences:
                session.take(Notice(0.0, "profile", sentence))
            try:
                asyncio.run(live.run(screen))
            except* CoachError as faults:
                raise _first(faults) from None
            finally:
                session.finish()
                player.close()
        learned = _learned(session, pipeline.decider.coach, header, now())
    yield from (*words_of(session.log), *learned)
    yield from sounds.notes
    if player.reason:
        yield f"No sound: {player.reason} {player.remedy}"
    yield from _kept(session, header, folder)
    return folder


def _kept(session: Session, header: Header, folder: Path) -> Iterator[str]:
    """The run in its own folder and in the history."""
    if session.failure is not None:
        raise session.failure
    write_tables(session.log, folder, header)
    yield from keep(folder / "run.mcap", header, summary_of(session.log))
    yield f"Everything is in {folder}"


def _learned(session: Session, coach: Coach, header: Header, at_s: float) -> list[str]:
    """Keep the run in the profile; what that tells of the cues is recorded with it."""
    running_s, simulated = summary_of(session.log).running_s, header.source == "simulation"
    told = remember(header.config, header.started_at, coach, running_s, simulated=simulated)
    for sentence in told:
        session.take(Notice(at_s, "profile", sentence))
    return told


class _Live:
    """The tasks of one run."""

    def __init__(
        self,
        *,
        now: Now,
        session: Session,
        source: Source,
        state: ScreenState,
        player: MutingPlayer,
        wishes: Wishes,
        watch: SettingsWatch,
    ) -> None:
        self._now = now
        self._session = session
        self._source = source
        self._state = state
        self._player = player
        self._wishes = wishes
        self._watch = watch
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
            self.tell("sound", f"There is no sound. {self._player.reason}")
        if self._wishes.wait:
            self._session.take(Key(0.0, "pause"))
        if self._wishes.speed_mps is not None:
            self._session.take(Speed(0.0, self._wishes.speed_mps, "typed"))
        async with asyncio.TaskGroup() as tasks:
            helpers = [tasks.create_task(self._pump()), tasks.create_task(self._tick())]
            while (event := await self._queue.get()) is not None:
                self._take(event_of(event, self._state.view()) if isinstance(event, Pressed) else event)
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
                self._state.audio = self._player.reason or "on"
                for sentence in self._player.news():
                    self._session.take(Notice(event.at_s, "sound", sentence))
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
        while self._wishes.duration_s is None or now() < self._wishes.duration_s:
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
        if isinstance(news, Notice) and self._wishes.screen == "none":
            sys.stderr.write(f"{news.text}\n")

    def _end_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends the loop instead
                loop.add_signal_handler(number, self._queue.put_nowait, None)


def _first(faults: BaseExceptionGroup[CoachError]) -> CoachError:
    """Of several tasks that failed together, what the first one says."""
    fault = faults.exceptions[0]
    return _first(fault) if isinstance(fault, BaseExceptionGroup) else fault


def _clock() -> tuple[Now, str]:
    """The session's one clock, and the wall-clock time of its second 0."""
    origin = time.perf_counter()
    return lambda: time.perf_counter() - origin, datetime.now().astimezone().isoformat(timespec="milliseconds")


def _folder(wanted: Path | None) -> Path:
    """The run's own folder: the one asked for, or a new dated one; FileError when it cannot be made."""
    if wanted is not None:
        return made(wanted)
    runs, name = made(runs_folder()), time.strftime("%Y-%m-%d_%H-%M-%S")
    for folder in (runs / f"{name}{suffix}" for suffix in ("", *(f"_{n}" for n in range(2, 100)))):
        with contextlib.suppress(FileExistsError):  # another run began in the same second
            folder.mkdir()
            return folder
    raise FileError(f"{runs} has too many runs of this second.", "Name a folder with --out.")
