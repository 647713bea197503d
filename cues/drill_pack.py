"""What a pack says in drills: a folder `drills` in its own, read only where drills are led.

A run has no use for it, and it would go to every phone that shows the run. A pack without one takes the words of the
pack that it extends, or of push-pull; recordings in its own `drills` with the same names say them in its own voice.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from cues.pack import Pack, bundled, bundled_folder, read_folder, said_anew

FALLBACK = "push-pull"


def with_drills(pack: Pack, name_or_folder: str) -> Pack:
    """The pack with what it says in drills; `name_or_folder` is what it was loaded by. Raises PackError."""
    name = next((n for n in (name_or_folder, pack.text.extends, FALLBACK) if n and _has_words(n)), FALLBACK)
    drills = read_folder(_folder(name), f"{name}/drills", ours=name in bundled())
    anew = {} if name == name_or_folder else said_anew(_folder(name_or_folder), drills.text.cues, name_or_folder)
    kept = {slot for slot in drills.levelled if slot not in anew}
    levelled = pack.levelled | kept | (set(anew) if name_or_folder in bundled() else set[tuple[str, str]]())
    text = pack.text.model_copy(update={"cues": {**drills.text.cues, **pack.text.cues}})
    found = {**drills.recordings, **anew}
    recordings = {slot: clip for slot, clip in found.items() if slot[0] not in pack.text.cues}
    return Pack(text, {**recordings, **pack.recordings}, frozenset(levelled & (recordings.keys() | pack.levelled)))


def _has_words(name: str) -> bool:
    return (_folder(name) / "pack.toml").is_file()


def _folder(name: str) -> Traversable:
    home: Traversable = bundled_folder() / name if name in bundled() else Path(name).expanduser()
    return home / "drills"
