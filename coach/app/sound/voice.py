"""What the coach sounds like: the packs there are, a listen to them, and phrases rendered before the run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.folders import cache_folder
from coach.app.sound.pack import gains, open_pack
from coach.config import Config
from coach.errors import HardwareError, UserError

if TYPE_CHECKING:
    from cues.library import Sounds
    from cues.pack import Pack
    from cues.player import Clips

BETWEEN_S = 0.4
FIRST_S = 0.3
"""Silence between two phrases, and before the first."""
HOW = {
    "recorded": "a recording",
    "spoken": "spoken just now",
    "cached": "spoken before, unchanged",
    "tone": "tones",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One wording of a cue."""

    cue: str
    wording: str
    text: str
    how: str


def packs() -> list[tuple[str, str, str]]:
    """(name, title, where its voice comes from) of the packs that come with the program."""
    from cues.pack import bundled, load_pack

    texts = [load_pack(name).text for name in bundled()]
    return [(text.name, text.title, text.voice_source) for text in texts]


def system_voices() -> list[tuple[str, tuple[str, ...]]]:
    """(name, languages like `en-gb`) of all voices of this machine's speech engine."""
    from cues.speech import system_engine
    from cues.speech.voices import voices

    return [(voice.name, voice.languages) for voice in voices(system_engine().list_command)]


def speaking(language: str, found: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Those of the voices that speak a language, whatever its country; `de_AT` only those of Austria."""
    low = language.lower().replace("_", "-")
    return [(name, tags) for name, tags in found if any(tag == low or tag.startswith(f"{low}-") for tag in tags)]


def ready(config: Config, *, drills: bool = False) -> tuple[Pack, Sounds]:
    """The pack and every wording of it as sound, those of drills where wished; what is new is spoken now and kept."""
    from cues.library import load_sounds
    from cues.speech import Speech, system_engine

    pack = open_pack(config, drills=drills)
    speech = Speech(cache_folder() / "speech", system_engine(), voice=pack.text.system_voice)
    return pack, load_sounds(pack, speech)


def lines(pack: Pack, sounds: Sounds, cue: str = "") -> list[Line]:
    """The wordings of a cue, or of all where none is named; UserError for a cue that the pack does not have."""
    if cue and cue not in pack.text.cues:
        raise UserError(f"The pack has no cue {cue!r}.", f"It has {', '.join(pack.text.cues)}.")
    return [
        Line(key, wording.id, wording.text or wording.tone or wording.wav, HOW[sounds.origins[key, wording.id]])
        for key, sound in pack.text.cues.items()
        if cue in {"", key}
        for wording in sound.wordings
    ]


def play(config: Config, sounds: Sounds, wanted: list[Line]) -> Iterator[Line]:
    """Each line as it begins to sound; HardwareError where no sound can be made."""
    from cues.clip import RATE_HZ
    from cues.player import open_player

    audio = config.audio
    player = open_player(
        sounds.clips, now=time.perf_counter, device=audio.device, latency=audio.latency, gains=gains(config)
    )
    try:
        if player.reason:
            raise HardwareError(player.reason, player.remedy)
        for number, line in enumerate(wanted, start=1):
            player.say(number, line.cue, line.wording, None)
            yield line
            time.sleep(len(sounds.clips[line.cue, line.wording]) / RATE_HZ + BETWEEN_S)
    finally:
        player.close()


def write(file: Path, config: Config, clips: Clips, wanted: list[Line]) -> None:
    """The same into a WAV file; FileError where it cannot be written."""
    from coach.recording.whole import replacing
    from cues.clip import RATE_HZ
    from cues.player import WavPlayer

    with replacing(file) as part, closing(WavPlayer(part, clips, gains=gains(config))) as player:
        at_s = FIRST_S
        for number, line in enumerate(wanted, start=1):
            player.say(number, line.cue, line.wording, at_s)
            at_s += len(clips[line.cue, line.wording]) / RATE_HZ + BETWEEN_S
