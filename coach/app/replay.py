"""The same decisions again from a recording, or with other settings ("what would I have heard?")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.outputs import distinct
from coach.app.result import Result, words_of
from coach.app.settings import load
from coach.app.sound import gains, open_pack, spoken
from coach.config import Config
from coach.errors import UserError
from coach.events import Beat, CueDecision, Event, Output, Packet, Played, Tick
from coach.review.run import Run

if TYPE_CHECKING:
    from coach.recording import Header
    from cues.pack import Pack


@dataclass(slots=True)
class Replayed:
    """A recording decided anew."""

    header: Header
    config: Config
    pack: Pack
    warnings: list[str]
    log: Run = field(default_factory=Run)
    sounds: list[CueDecision | Beat] = field(default_factory=list[CueDecision | Beat])
    """Whatever sounds, in order."""
    start_s: float | None = None
    end_s: float = 0.0

    def keep(self, outputs: Sequence[Output]) -> None:
        """Sort outputs by what they are."""
        self.log.add(outputs)
        self.sounds += [o for o in outputs if isinstance(o, Beat) or (isinstance(o, CueDecision) and o.wording)]

    def see(self, event: Event) -> None:
        """How long the recording is, and what really sounded in it."""
        self.log.see(event)
        match event:
            case Packet():
                self.start_s = _first_s(event) if self.start_s is None else self.start_s
                self.end_s = event.arrived_s
            case Tick():
                self.end_s = event.at_s
            case _:
                pass


def decide_again(path: Path, settings: Path | None = None) -> Replayed:
    """Feed a recording to a fresh pipeline, with its own settings or those of another file."""
    from coach.pipeline import Pipeline
    from coach.recording import open_recording
    from coach.screen.progress import progress

    recording = open_recording(path)
    config = recording.header.config if settings is None else load(settings)
    pack, notes = _pack(config, own=settings is None)
    pipeline = Pipeline(config, recording.header.placements, pack.durations, recording.header.profile)
    replayed = Replayed(recording.header, config, pack, notes)
    with progress("replaying") as progressed:
        for event in recording.events(progressed):
            replayed.see(event)
            replayed.keep(pipeline.feed(event))
        replayed.keep(pipeline.finish())
    replayed.warnings += recording.warnings
    if settings is not None:
        replayed.log.played.clear()  # what sounded then belongs to other decisions
    return replayed


def replay(path: Path, settings: Path | None, *, cues: Path | None, steps: Path | None, wav: Path | None) -> Result:
    """Decide again and write what was asked for; FileError or ConfigError where that cannot be."""
    from coach.review.tables import write_cues, write_steps

    distinct([path, *([settings] if settings else [])], [cues, steps, wav])
    replayed = decide_again(path, settings)
    log = replayed.log
    if wav is not None:
        log.played = render(replayed, wav)
    if steps is not None:
        write_steps(steps, log.steps)
    if cues is not None:
        write_cues(cues, log.decisions, log.played)
    return Result(
        decisions=log.decisions,
        played=log.played,
        summary=[*replayed.warnings, *words_of(log)],
        files=[file for file in (cues, steps, wav) if file is not None],
        start_s=replayed.start_s or 0.0,
    )


def render(replayed: Replayed, wav: Path) -> list[Played]:
    """What would have been heard, as a WAV file whose second 0 is the recording's first sample."""
    from cues.player import WavPlayer

    origin_s = replayed.start_s or 0.0
    player = WavPlayer(wav, spoken(replayed.pack).clips, origin_s=origin_s, gains=gains(replayed.config))
    for sound in replayed.sounds:
        match sound:
            case Beat():
                player.beat(sound.spm, sound.at_s, sound.until_s)
            case CueDecision():
                player.say(sound.cue_id, sound.cue, sound.wording, sound.requested_s)
    player.run_to(replayed.end_s)
    player.close()
    return [Played(started.cue_id, started.requested_s, started.started_s) for started in player.started()]


def _first_s(packet: Packet) -> float:
    """Time of the recording's first sample: second 0 of live recordings, an imported table's own first stamp."""
    from coach.devices import STREAMS
    from coach.events import RawSamples

    said = STREAMS[packet.device]().feed(packet) if packet.device in STREAMS else ()
    return next((float(raw.t_s[0]) for raw in said if isinstance(raw, RawSamples) and raw.t_s is not None), 0.0)


def _pack(config: Config, *, own: bool) -> tuple[Pack, list[str]]:
    """The pack of the settings; where a recording's own pack is gone, the bundled one, and a word about it."""
    try:
        return open_pack(config), []
    except UserError as fault:
        if not own:
            raise
        stand_in = config.model_copy(update={"cues": config.cues.model_copy(update={"pack": "push-pull"})})
        return open_pack(stand_in), [f"{fault} The bundled pack push-pull stands in: cues may come at other times."]
