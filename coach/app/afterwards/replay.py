"""The same decisions again from a recording, or with other settings ("what would I have heard?")."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.outputs import distinct
from coach.app.afterwards.result import Result, result_of
from coach.app.pipelines import pipeline_of
from coach.app.settings import load
from coach.app.sound.pack import gains, open_pack, phrases, spoken
from coach.config import Config
from coach.errors import UserError
from coach.events import Event, Packet, Played, Tick
from coach.review.run import Run

if TYPE_CHECKING:
    from coach.app.sound.sounding import Sounding
    from coach.recording import Header, Recording
    from cues.pack import Pack


@dataclass(slots=True)
class Replayed:
    """A recording decided anew."""

    header: Header
    config: Config
    pack: Pack
    warnings: list[str]
    start_s: float
    """Time of the recording's first sample."""
    end_s: float = 0.0
    log: Run = field(default_factory=Run)

    def see(self, event: Event) -> None:
        """How long the recording is, and what really sounded in it."""
        self.log.see(event)
        match event:
            case Packet():
                self.end_s = event.arrived_s
            case Tick():
                self.end_s = event.at_s
            case _:
                pass


def start_of(recording: Recording) -> float:
    """Time of its first sample, from which everything that is told of it counts; 0 where it holds none."""
    first = next((event for event in recording.events() if isinstance(event, Packet)), None)
    return 0.0 if first is None else _first_s(first)


def decide_again(path: Path, settings: Path | None = None, wav: Path | None = None) -> Replayed:
    """Feed a recording to a fresh pipeline, with its own settings or those of another file; `wav` holds how it sounds.

    FileError or ConfigError where that cannot be.
    """
    from coach.recording import open_recording
    from coach.screen.progress import progress

    recording = open_recording(path)
    config = recording.header.config if settings is None else load(settings)
    pack, notes = _pack(config, own=settings is None, drills=bool(recording.header.routine))
    pipeline = pipeline_of(recording.header, config, pack.durations)
    replayed = Replayed(recording.header, config, pack, notes, start_of(recording))
    replayed.log.phrases, replayed.log.start_s = phrases(pack), replayed.start_s
    with progress("replaying") as progressed, _sound_file(replayed, wav) as sounding:
        for event in recording.events(progressed):
            replayed.see(event)
            outputs = pipeline.feed(event)
            replayed.log.add(outputs)
            sounding.take(event, outputs, pipeline.early())
        replayed.log.add(pipeline.finish())  # nothing new begins to sound once a run is over
        if settings is not None:
            replayed.log.played.clear()  # what sounded then belongs to other decisions
    replayed.warnings += recording.warnings
    return replayed


def replay(path: Path, settings: Path | None, *, cues: Path | None, steps: Path | None, wav: Path | None) -> Result:
    """Decide again and write what was asked for; FileError or ConfigError where that cannot be."""
    from coach.review.cues_csv import write_cues
    from coach.review.steps_csv import write_steps

    distinct([path, *([settings] if settings else [])], [cues, steps, wav])
    replayed = decide_again(path, settings, wav)
    log = replayed.log
    if steps is not None:
        write_steps(steps, log.steps)
    if cues is not None:
        write_cues(cues, log.decisions, log.played)
    files = [file for file in (cues, steps, wav) if file is not None]
    return result_of(log, files=files, warnings=replayed.warnings)


@contextmanager
def _sound_file(replayed: Replayed, wav: Path | None) -> Generator[Sounding]:
    """What is heard while the recording is decided anew. Second 0 of the file is the recording's first sample.

    It holds what reaches the ear: all of it comes later by `[audio] headphone_delay_ms`, which beats in step allow for.
    No `[[headphones]]` count, for a recording does not say which output sounded.
    """
    from coach.app.sound.sounding import Sounding
    from coach.recording.whole import replacing
    from cues.player import NullPlayer, WavPlayer

    config, log = replayed.config, replayed.log
    if wav is None:
        yield Sounding(config, NullPlayer())
        return
    origin_s = replayed.start_s - 1e-3 * config.audio.headphone_delay_ms
    clips = spoken(replayed.pack).clips
    with replacing(wav) as file, closing(WavPlayer(file, clips, origin_s=origin_s, gains=gains(config))) as player:
        sounding = Sounding(config, player)
        yield sounding
        player.run_to(replayed.end_s)
        log.played = [Played(sound.cue_id, sound.requested_s, sound.started_s) for sound in player.started()]
        log.played += [Played(no.cue_id, no.requested_s, None, no.reason) for no in sounding.player.missed()]


def _first_s(packet: Packet) -> float:
    """Time of the recording's first sample: second 0 of live recordings, an imported table's own first stamp."""
    from coach.devices import STREAMS
    from coach.events import RawSamples

    said = STREAMS[packet.device]().feed(packet) if packet.device in STREAMS else ()
    return next((float(raw.t_s[0]) for raw in said if isinstance(raw, RawSamples) and raw.t_s is not None), 0.0)


def _pack(config: Config, *, own: bool, drills: bool) -> tuple[Pack, list[str]]:
    """The pack of the settings; where a recording's own pack is gone, the bundled one, and a word about it."""
    try:
        return open_pack(config, drills=drills), []
    except UserError as fault:
        if not own:
            raise
        stand_in = config.model_copy(update={"cues": config.cues.model_copy(update={"pack": "push-pull"})})
        note = f"{fault} The bundled pack push-pull stands in: cues may come at other times."
        return open_pack(stand_in, drills=drills), [note]
