"""What works on this machine. Every check ends in a finding, never in an exception."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from coach import __version__
from coach.app.folders import runs_folder
from coach.app.sound.pack import output_delay_s
from coach.config import Config


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    ok: bool
    detail: str
    remedy: str = ""
    more: tuple[str, ...] = ()
    """Lines below the detail."""


def examine(config: Config) -> Iterator[Finding]:
    """All checks, one after the other; the settings name what is meant to work."""
    for subject, check in CHECKS.items():
        try:
            yield check(subject, config)
        except Exception as fault:  # noqa: BLE001  # a check that fails is itself a finding
            yield Finding(subject, ok=False, detail=f"could not be examined: {fault}")


def _installation(subject: str, _config: Config) -> Finding:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "scipy", "bleak", "mcap"))
    return Finding(
        subject, ok=True, detail=f"active-stance {__version__}, Python {platform.python_version()}, {versions}"
    )


def _storage(subject: str, _config: Config) -> Finding:
    folder = runs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".write-test"
    probe.write_bytes(b"x")
    probe.unlink()
    free_gb = shutil.disk_usage(folder).free / 1e9
    enough = free_gb > 0.5
    return Finding(
        subject,
        ok=enough,
        detail=f"recordings go to {folder}, {free_gb:.1f} GB free",
        remedy="" if enough else "make room: an hour of two feet takes about 50 MB",
    )


def _sound(subject: str, config: Config) -> Finding:
    from cues.player import SoundUnavailableError, outputs

    wanted = config.audio.device
    try:
        found = outputs(wanted)
    except SoundUnavailableError as fault:
        return Finding(subject, ok=False, detail=f"{fault.what} The coach runs silently.", remedy=fault.remedy)
    if not found.names:
        return Finding(
            subject,
            ok=False,
            detail="no output; the coach runs silently until there is one",
            remedy="connect headphones or a loudspeaker, or start the sound server",
        )
    names = tuple(f"{'*' if name == found.chosen else ' '} {name}" for name in found.names)
    if not found.chosen:
        detail, remedy = f"no output is named {wanted!r}", "connect it, or name one of these: [audio] device"
        return Finding(subject, ok=False, detail=f"{detail}; the coach waits for it", remedy=remedy, more=names)
    delay_ms = 1e3 * output_delay_s(config, found.chosen)
    detail = f"{found.chosen}, heard {delay_ms:.0f} ms late by your settings (coach doctor --tap measures it)"
    return Finding(subject, ok=True, detail=detail, more=names if len(names) > 1 else ())


def _speech(subject: str, _config: Config) -> Finding:
    engines = {"darwin": ("say",), "win32": ()}.get(sys.platform, ("espeak-ng", "espeak"))
    if sys.platform == "win32" or any(shutil.which(engine) for engine in engines):
        return Finding(subject, ok=True, detail="your own phrases can be spoken")
    return Finding(
        subject,
        ok=False,
        detail="no speech engine; the recorded phrases still speak",
        remedy="apt install espeak-ng" if sys.platform == "linux" else "install espeak-ng",
    )


def _bluetooth(subject: str, _config: Config) -> Finding:
    import asyncio

    from coach.errors import HardwareError
    from coach.sources.ble import BUSY, Unreachable, probe

    try:
        asyncio.run(probe())
    except HardwareError as fault:
        return Finding(subject, ok=False, detail=fault.what, remedy=fault.remedy)
    except Unreachable as fault:
        return Finding(subject, ok=False, detail=f"an adapter is there, but: {fault}", remedy=BUSY)
    return Finding(subject, ok=True, detail="an adapter answers")


def _phones(subject: str, config: Config) -> Finding:
    from coach.app.live.phones import PORT, silent
    from coach.app.live.sensing import POSTING_PHONE, is_phone
    from coach.screen.web.door import addresses

    named = [sensor.name for sensor in config.sensors if is_phone(sensor.name)]
    if not named:
        return Finding(subject, ok=True, detail="none is named as a sensor")
    if not (hosts := addresses()):
        return Finding(subject, ok=False, detail="in no network", remedy="join the phone's hotspot, or its network")
    if deaf := [name for name in named if name != POSTING_PHONE and silent(name)]:
        remedy = "switch on remote access in phyphox; both must be in one network"
        return Finding(subject, ok=False, detail=f"{', '.join(deaf)} does not answer", remedy=remedy)
    posts = f"they post to port {PORT} of {' or '.join(hosts)}; `coach run` shows the link"
    return Finding(subject, ok=True, detail=posts if POSTING_PHONE in named else f"{', '.join(named)} answers")


CHECKS: dict[str, Callable[[str, Config], Finding]] = {
    "installation": _installation,
    "storage": _storage,
    "sound": _sound,
    "speech": _speech,
    "bluetooth": _bluetooth,
    "phones": _phones,
}
