"""The pack named in the settings, ready to be scheduled and played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.app.folders import cache_folder
from coach.config import Config
from coach.errors import UserError

if TYPE_CHECKING:
    from cues.library import Sounds
    from cues.mixer import Gains
    from cues.pack import Pack


def open_pack(config: Config, *, drills: bool = False) -> Pack:
    """The pack's texts and recordings, with those of drills where they are led; UserError where it cannot be used."""
    from cues.drill_pack import with_drills
    from cues.pack import PackError, load_pack

    try:
        pack = load_pack(config.cues.pack)
        return with_drills(pack, config.cues.pack) if drills else pack
    except PackError as fault:
        raise UserError(fault.what, fault.remedy) from None


def spoken(pack: Pack) -> Sounds:
    """Every wording as sound, phrases without a recording by this machine's speech engine (cached)."""
    from cues.library import load_sounds
    from cues.speech import Speech, system_engine

    return load_sounds(pack, Speech(cache_folder() / "speech", system_engine(), voice=pack.text.system_voice))


def phrases(pack: Pack) -> dict[tuple[str, str], str]:
    """What each wording of each cue says; tones are left out."""
    return {(key, way.id): way.text for key, cue in pack.text.cues.items() for way in cue.wordings if way.text}


def gains(config: Config) -> Gains:
    """How loud."""
    from cues.mixer import Gains

    return Gains(volume=config.audio.volume, clicks=config.metronome.volume, pan=config.metronome.pan)


def output_delay_s(config: Config, output: str) -> float:
    """How late an output of this name is heard."""
    low = output.lower()
    named = (one.delay_ms for one in config.headphones if one.name.lower() in low)
    return 1e-3 * next(named, config.audio.headphone_delay_ms)
