"""Which sound each wording of a pack gets: the one place that knows the order of second bests.

    a voice that was asked for:  cached → spoken now → the wording's recording → another recording of the cue → earcon
    a recorded voice:            the wording's recording; a text without one goes the way above
    a tone:                      itself

The scheduler has reserved a wording's longest duration; what is longer is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cues.clip import RATE_HZ, Clip, level
from cues.pack import CueSound, Pack, Wording
from cues.speech import Speech, Spoken
from cues.tones import tone

Slot = tuple[str, str]
"""Cue key and wording id."""
Origin = Literal["recorded", "spoken", "cached", "tone"]


@dataclass(frozen=True, slots=True)
class Sounds:
    """A pack, ready to be played."""

    clips: Mapping[Slot, Clip]
    """Every wording of every cue has a sound."""
    notes: tuple[str, ...]
    """What had to be replaced, and why: one sentence each."""
    origins: Mapping[Slot, Origin]
    """Where each sound comes from; `spoken` means just now."""


def load_sounds(pack: Pack, speech: Speech | None = None) -> Sounds:
    """Gather, or have spoken, everything that the pack may need. Without `speech` nothing is spoken.

    An engine that hangs is waited for once; for the rest of the pack only what it said in earlier runs is taken.
    """
    clips: dict[Slot, Clip] = {}
    origins: dict[Slot, Origin] = {}
    notes: list[str] = []
    durations = pack.durations
    speaker = _Speaker(speech)
    for key, cue in pack.text.cues.items():
        durations_s = dict(durations[key])
        for wording in cue.wordings:
            refused: list[str] = []
            for clip, origin, reason in _candidates(pack, (key, cue, wording), speaker):
                if clip is not None and len(clip) <= round(durations_s[wording.id] * RATE_HZ):
                    clips[key, wording.id], origins[key, wording.id] = clip, origin
                    break
                refused.append(reason or "it takes too long")
            if refused:
                notes.append(f"{key} ({wording.id}) sounds by its second best: {'; '.join(refused)}.")
    return Sounds(clips, tuple(notes), origins)


class _Speaker:
    """The engine, as long as it answers."""

    def __init__(self, speech: Speech | None) -> None:
        self._speech = speech
        self._answers = True

    def speak(self, text: str) -> Spoken:
        if self._speech is None:
            return Spoken(None, "failed", "there is no speech engine")
        spoken = self._speech.speak(text, anew=self._answers)
        self._answers = self._answers and not spoken.hung
        return spoken


def _candidates(
    pack: Pack, place: tuple[str, CueSound, Wording], speaker: _Speaker
) -> Iterator[tuple[Clip | None, Origin, str]]:
    """Sounds for a wording, best first, each with the reason why there is none; the last one always is one."""
    key, cue, wording = place
    if wording.tone:
        yield tone(wording.tone), "tone", ""
        return
    own = _recording(pack, (key, wording.id))
    if wording.text and (own is None or pack.text.voice == "system"):
        spoken = speaker.speak(wording.text)
        yield spoken.clip, "cached" if spoken.how == "cached" else "spoken", spoken.reason
    if own is not None:
        yield own, "recorded", ""
    for other in cue.wordings:
        clip = _recording(pack, (key, other.id))
        if clip is not None:
            yield clip, "recorded", ""
    yield tone(cue.earcon), "tone", ""


def _recording(pack: Pack, slot: Slot) -> Clip | None:
    clip = pack.recordings.get(slot)
    if clip is None or slot in pack.levelled:
        return clip
    return level(clip.astype(np.float64))
