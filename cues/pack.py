"""Cue packs: a folder with `pack.toml` and WAV files that says what each cue sounds like.

name = "mine"
extends = "push-pull"              # take every cue that is not named here from a bundled pack; a WAV file here with
                                   # the name of one of its recordings takes that one's place: another voice

[cues.push-through-the-ball]
earcon = "nudge"                   # a recipe of cues.tones, for when no voice can be had
wordings = [
  { id = "plain", text = "Push through the ball.", wav = "push.wav" },
  { id = "mine", text = "Through the ball!" },      # no WAV: the system's speech engine says it
  { id = "bell", tone = "chime" },
]
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cues.clip import RATE_HZ, Clip
from cues.cue import Durations
from cues.tones import RECIPES, tone
from cues.wav import WavError, decode

REQUIRED = (
    "push-through-the-ball",
    "push-pull",
    "quick-and-light",
    "tick-along",
    "ease",
    "sensor-lost",
    "sensor-back",
    "battery-low",
    "learned",
    "good-chime",
)
"""Cues that every pack must have, itself or through the pack that it extends."""

LONGEST_S = 8.0
"""A recording longer than this is no cue."""
QUIETEST = 1e-3
"""A recording whose loudest sample is below this is silence."""
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class PackError(Exception):
    """A pack that cannot be used: one sentence that says what is wrong, one that says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Record):
    """One way of giving a cue: a recording, a text for the speech engine, both, or a tone."""

    id: Name
    text: str = Field("", max_length=200)
    wav: str = ""
    tone: str = ""

    @model_validator(mode="after")
    def _has_a_sound(self) -> Wording:
        if bool(self.tone) == bool(self.text or self.wav):
            raise ValueError("a wording needs either a tone, or a text, a wav or both")
        _check_recipe(self.tone)
        if self.wav and (Path(self.wav).name != self.wav or "\\" in self.wav):
            raise ValueError(f"{self.wav!r} must be a file beside pack.toml, without a folder")
        return self


class CueSound(_Record):
    """How one cue may sound."""

    earcon: str = "nudge"
    wordings: tuple[Wording, ...] = Field(min_length=1)
    credit: str = ""
    """Who found these words."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> CueSound:
        _check_recipe(self.earcon)
        ids = [wording.id for wording in self.wordings]
        if len(set(ids)) < len(ids):
            raise ValueError("two wordings have the same id")
        return self


class PackText(_Record):
    """What `pack.toml` says."""

    name: Name
    title: str = ""
    language: str = ""
    """Of the texts, like `de`; empty where there are none, or they are the base's."""
    extends: str = ""
    voice: Literal["recorded", "system"] = "recorded"
    """`system`: let the speech engine say what has a text, and use the recordings only where it cannot."""
    system_voice: str = ""
    """Which of the engine's voices, by name or language (`Anna`, `de`); empty for its usual one."""
    voice_source: str = ""
    """Where the recorded voice comes from, and its licence."""
    cues: Mapping[Name, CueSound] = {}


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack with its recordings in memory."""

    text: PackText
    recordings: Mapping[tuple[str, str], Clip]
    """(cue key, wording id) → the recording, where the wording has one."""
    levelled: frozenset[tuple[str, str]]
    """Recordings that are known to be trimmed and at one loudness: those of the bundled packs."""

    @property
    def durations(self) -> Durations:
        """What the scheduler needs."""
        return {
            key: tuple((wording.id, self._lasts_s(key, wording)) for wording in cue.wordings)
            for key, cue in self.text.cues.items()
        }

    def _lasts_s(self, key: str, wording: Wording) -> float:
        if wording.tone:
            return len(tone(wording.tone)) / RATE_HZ
        recording = self.recordings.get((key, wording.id))
        recorded_s = 0.0 if recording is None else len(recording) / RATE_HZ
        spoken = recording is None or (self.text.voice == "system" and wording.text)
        return max(recorded_s, longest_speech_s(wording.text)) if spoken else recorded_s


def longest_speech_s(text: str) -> float:
    """How long an engine may take to say a text: about twice what a calm voice needs.

    The scheduler reserves this much, so that the same recording is replayed alike on machines with other voices.
    """
    return 0.8 + 0.12 * len(text)


def bundled() -> tuple[str, ...]:
    """Names of the packs that come with the program."""
    return tuple(sorted(f.name for f in bundled_folder().iterdir() if (f / "pack.toml").is_file()))


def load_pack(name_or_folder: str) -> Pack:
    """A bundled pack by its name, or a user's own folder by its path. Raises PackError."""
    if name_or_folder in bundled():
        return _load(bundled_folder() / name_or_folder, name_or_folder, ours=True)
    folder = Path(name_or_folder).expanduser()
    if not folder.is_dir():
        near = difflib.get_close_matches(name_or_folder, bundled(), n=1)
        hint = (
            f"Did you mean {near[0]}?" if near else f"Bundled packs: {', '.join(bundled())}; or give a folder's path."
        )
        raise PackError(f"There is no cue pack {name_or_folder!r}.", hint)
    return _load(folder, str(folder), ours=False)


def parse_pack(text: str, where: str) -> PackText:
    """The text of a `pack.toml`; `where` names it in errors. Reads no file. Raises PackError."""
    try:
        return PackText.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise PackError(f"{where} is not valid TOML: {fault}.", "Mend that line.") from fault
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
        first = min(errors, key=lambda error: error["type"] != "extra_forbidden")  # a misspelling explains the others
        at = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise PackError(f"{where}: unknown key {at}.", _nearest_key(at)) from fault
        said = first["msg"].removeprefix("Value error, ")
        raise PackError(f"{where}: {at}: {said}.", "See the bundled packs for an example.") from fault


def read_folder(folder: Traversable, where: str, *, ours: bool) -> Pack:
    """What one folder itself has, whether or not it is a whole pack. Raises PackError."""
    text = parse_pack(_read(folder / "pack.toml", where).decode("utf-8", "replace"), f"{where}/pack.toml")
    recordings = {slot: _recording(folder / wav, where) for slot, wav in _wavs(text.cues)}
    return Pack(text, recordings, frozenset(recordings if ours else ()))


def said_anew(folder: Traversable, cues: Mapping[str, CueSound], where: str) -> dict[tuple[str, str], Clip]:
    """Recordings in this folder that bear the names of another's: the same words in another voice. Raises PackError."""
    return {slot: _recording(folder / wav, where) for slot, wav in _wavs(cues) if (folder / wav).is_file()}


def _load(folder: Traversable, where: str, *, ours: bool) -> Pack:
    pack = read_folder(folder, where, ours=ours)
    pack = _extended(pack, folder, where, ours=ours) if pack.text.extends else pack
    missing = [key for key in REQUIRED if key not in pack.text.cues]
    if missing:
        remedy = 'Add them, or write extends = "push-pull" above the cues to take the rest from there.'
        raise PackError(f"The cue pack {where} lacks {', '.join(missing)}.", remedy)
    return pack


def _extended(pack: Pack, folder: Traversable, where: str, *, ours: bool) -> Pack:
    """The pack, completed with what its bundled base has beyond it, in the folder's own voice where it has one."""
    if pack.text.extends not in bundled():
        remedy = f"Bundled packs: {', '.join(bundled())}."
        raise PackError(f"{where}/pack.toml extends {pack.text.extends!r}, which is no bundled pack.", remedy)
    base = load_pack(pack.text.extends)
    added = {key: cue for key, cue in base.text.cues.items() if key not in pack.text.cues}
    anew = said_anew(folder, added, where)
    taken = {slot: clip for slot, clip in base.recordings.items() if slot[0] in added and slot not in anew}
    language = pack.text.language or base.text.language
    text = pack.text.model_copy(update={"cues": {**added, **pack.text.cues}, "language": language})
    levelled = pack.levelled | frozenset(taken) | frozenset(anew if ours else ())
    return Pack(text, {**taken, **anew, **pack.recordings}, levelled)


def _wavs(cues: Mapping[str, CueSound]) -> list[tuple[tuple[str, str], str]]:
    """((cue key, wording id), file name) of the wordings that have a recording."""
    return [((key, wording.id), wording.wav) for key, cue in cues.items() for wording in cue.wordings if wording.wav]


def _recording(file: Traversable, where: str) -> Clip:
    remedy = "Give a WAV file of a second or two."
    try:
        clip = decode(_read(file, where))
    except WavError as fault:
        raise PackError(f"{where}/{file.name} cannot be used: {fault}.", remedy) from fault
    if not 0 < len(clip) <= LONGEST_S * RATE_HZ:
        raise PackError(f"{where}/{file.name} lasts {len(clip) / RATE_HZ:.1f} s.", remedy)
    if float(np.max(np.abs(clip))) < QUIETEST:
        raise PackError(f"{where}/{file.name} is silent.", remedy)
    return clip


def _read(file: Traversable, where: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        what = f"{where}/{file.name} cannot be read ({fault.strerror or fault})."
        raise PackError(what, f"A cue pack needs {file.name}.") from fault


def _check_recipe(name: str) -> None:
    if name and name not in RECIPES:
        raise ValueError(f"there is no tone {name!r}; tones: {', '.join(RECIPES)}")


def _nearest_key(at: str) -> str:
    known = [*PackText.model_fields, *CueSound.model_fields, *Wording.model_fields]
    near = difflib.get_close_matches(at.rsplit(".", 1)[-1], known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(dict.fromkeys(known))}."


def bundled_folder() -> Traversable:
    """Where the packs are that come with the program."""
    return resources.files("cues") / "packs"
