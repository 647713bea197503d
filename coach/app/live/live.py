"""A live session, from the command line's wishes to what it leaves behind: a run, or led drills."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coach.app.afterwards.history import keep
from coach.app.afterwards.result import summary_of, words_of, write_tables
from coach.app.live.folder import folder_for, unless_nothing_came
from coach.app.live.loop import Loop, first_of, started_clock
from coach.app.live.screening import silent
from coach.app.live.screens import Shown, open_page, screen_for
from coach.app.live.sensing import (
    Opened,
    Signal,
    Tell,
    of_nobody,
    open_source,
    simulated_run,
    with_sensors,
)
from coach.app.live.session import Session
from coach.app.live.settings_watch import SettingsWatch
from coach.app.pipelines import Deciding, pipeline_of
from coach.app.runner.memory import Recalled, recall, remember
from coach.app.settings import load
from coach.app.sound.pack import gains, open_pack, phrases, spoken
from coach.app.sound.silence import why_silent
from coach.app.sound.sounding import Sounding
from coach.config import Config
from coach.errors import CoachError
from coach.events import Notice, Placement

if TYPE_CHECKING:
    from coach.recording import Header


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


class Purpose(Protocol):
    """What a live session is for: where a run and led drills differ."""

    @property
    def routine(self) -> str:
        """As the recording's header has it; empty for a run."""
        ...

    def settings(self, config: Config, wishes: Wishes) -> Config:
        """The settings as they are needed, with the sensors that are worn; CoachError where it cannot be done so."""
        ...

    def source(self, config: Config, wishes: Wishes, tell: Tell, signal: Signal) -> Opened:
        """Where events come from; `tell` and `signal` as in `open_source`."""
        ...

    def recall(self, config: Config, started_at: str) -> Recalled:
        """What is known of the runner."""
        ...

    def kept(self, session: Session, header: Header, folder: Path) -> Iterator[str]:
        """What it leaves in its own folder and in the history."""
        ...


def run_live(wishes: Wishes, purpose: Purpose | None = None) -> Generator[str, None, Path]:
    """Coach until the time is up or Ctrl-C; returns the run's folder.

    Gives what to tell the runner before and afterwards, then raises what went wrong.
    """
    from coach.recording import Header, RecordedSensor, Writer
    from coach.screen.state import ScreenState
    from cues.player import open_player

    purpose = purpose or Running()
    config = purpose.settings(load(wishes.config), wishes)
    belt_mps = config.treadmill.speed_mps if wishes.speed_mps is None else wishes.speed_mps
    state = ScreenState(config.placements)

    def tell(words: str) -> None:
        loop.tell("link", words)

    opened = purpose.source(config, wishes, tell, state.signal)
    pack = open_pack(config, drills=bool(purpose.routine))
    sounds = spoken(pack)
    opened.refuse_without_radio()
    door = open_page(wishes.screen, share=wishes.share, port=wishes.port)
    folder = folder_for(wishes.out)
    sensors = tuple(RecordedSensor(sensor.placement, "", sensor.name) for sensor in config.sensors)
    now, started_at = started_clock()
    recalled = purpose.recall(config, started_at)
    header = Header(
        sensors,
        config,
        recalled.profile,
        name=folder.name,
        source="simulation" if of_nobody(config) else "live",
        routine=purpose.routine,
        started_at=started_at,
    )
    yield from (*recalled.sentences, *opened.invitation)
    yield f"Recording into {folder}. Ctrl-C ends the run."
    with unless_nothing_came(folder, sensors=bool(sensors)), Writer(folder / "run.mcap", header) as writer:
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
        pipeline = pipeline_of(header, config, pack.durations)
        session = Session(
            pipeline=pipeline,
            writer=writer,
            sounding=sounding,
            heard=opened.source.heard,
            screen=state,
            phrases=state.phrases,
        )
        loop = Loop(
            now=now,
            session=session,
            source=opened.source,
            state=state,
            player=player,
            watch=SettingsWatch(wishes.config, pack.durations),
            duration_s=wishes.duration_s,
            speed_mps=belt_mps,
            looked_at=wishes.screen != "none",
            wait=wishes.wait,
        )
        shown = Shown(config, wishes.config or folder / "coach.toml", pack, session.log, header.profile, sounds.clips)
        with screen_for(wishes.screen, door, shown, loop.press) as screen:
            _tell(session, 0.0, recalled.sentences)
            for line in opened.reminders:
                state.tell(0.0, "link", line)
            try:
                asyncio.run(loop.run(screen))
            except* CoachError as faults:
                raise first_of(faults) from None
            finally:
                session.finish()
                player.close()
        learned = _learned(session, pipeline, header)
        _tell(session, now(), learned)
    words = words_of(session.log)
    yield from (*words, *learned, *sounds.notes, *why_silent(player, words))
    yield from _left(session, purpose, header, folder)
    return folder


def _left(session: Session, purpose: Purpose, header: Header, folder: Path) -> Iterator[str]:
    """What stays of the session; raises what went wrong with its recording."""
    if session.failure is not None:
        raise session.failure
    yield from purpose.kept(session, header, folder)
    yield f"Everything is in {folder}"


def _tell(session: Session, at_s: float, sentences: Sequence[str]) -> None:
    """What is known of the runner, told and recorded."""
    for sentence in sentences:
        session.take(Notice(at_s, "profile", sentence))


def _learned(session: Session, pipeline: Deciding, header: Header) -> list[str]:
    """A run joins the profile; what that tells of the cues. Of drills the profile knows nothing."""
    from coach.pipeline import Pipeline

    if not isinstance(pipeline, Pipeline):
        return []
    running_s, simulated = summary_of(session.log).running_s, header.source == "simulation"
    return remember(header.config, header.started_at, pipeline.decider.coach, running_s, simulated=simulated)


class Running:
    """A coached run."""

    routine = ""

    def settings(self, config: Config, wishes: Wishes) -> Config:
        """With at least one sensor."""
        worn = with_sensors(config, wishes.sensors)
        return silent(worn, wishes.duration_s or 0.0) if wishes.screening else worn

    def source(self, config: Config, wishes: Wishes, tell: Tell, signal: Signal) -> Opened:
        """Real sensors, and the simulated runner in one of the ready-made scenarios."""
        return open_source(config, simulated_run(config, wishes.scenario, wishes.seed), tell, signal)

    def recall(self, config: Config, started_at: str) -> Recalled:
        """Own normal, and what cues do."""
        return recall(config, started_at, simulated=of_nobody(config))

    def kept(self, session: Session, header: Header, folder: Path) -> Iterator[str]:
        """Tables and report; a row of the history."""
        write_tables(session.log, folder, header)
        yield from keep(folder / "run.mcap", header, summary_of(session.log))
