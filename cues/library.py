"""Which sound each wording of a pack gets: the one place that knows the order of second bests.

    a voice that was asked for:  cached → spoken now → the wording's recording → another recording of the cue → earcon
    a recorded voice:            the wording's recording; a text without one goes the way above
    a tone:                      itself

The scheduler has reserved a wording's longest duration; what is longer is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cues.clip import RATE_HZ, Clip, level
from cues.pack import CueSound, Pack, Wording
from cues.speech import Speech
from cues.tones import tone

Slot = tuple[str, str]
"""Cue key and wording id."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """A pack, ready to be played."""

    clips: Mapping[Slot, Clip]
    """Every wording of every cue has a sound."""
    notes: tuple[str, ...]
    """What had to be replaced, and why: one sentence each."""


def load_sounds(pack: Pack, speech: Speech | None = None) -> Sounds:
    """Gather, or have spoken, everything that the pack may need. Without `speech` nothing is spoken."""
    clips: dict[Slot, Clip] = {}
    notes: list[str] = []
    durations = pack.durations
    for key, cue in pack.text.cues.items():
        durations_s = dict(durations[key])
        for wording in cue.wordings:
            refused: list[str] = []
            for clip, reason in _candidates(pack, (key, cue, wording), speech):
                if clip is not None and len(clip) <= round(durations_s[wording.id] * RATE_HZ):
                    clips[key, wording.id] = clip
                    break
                refused.append(reason or "it takes too long")
            if refused:
                notes.append(f"{key} ({wording.id}) sounds by its second best: {'; '.join(refused)}.")
    return Sounds(clips, tuple(notes))


def _candidates(
    pack: Pack, place: tuple[str, CueSound, Wording], speech: Speech | None
) -> Iterator[tuple[Clip | None, str]]:
    """Sounds for a wording, best first, each with the reason why there is none; the last one always is one."""
    key, cue, wording = place
    if wording.tone:
        yield tone(wording.tone), ""
        return
    own = _recording(pack, (key, wording.id))
    if wording.text and (own is None or pack.text.voice == "system"):
        spoken = None if speech is None else speech.speak(wording.text)
        yield (None, "there is no speech engine") if spoken is None else (spoken.clip, spoken.reason)
    if own is not None:
        yield own, ""
    for other in cue.wordings:
        clip = _recording(pack, (key, other.id))
        if clip is not None:
            yield clip, ""
    yield tone(cue.earcon), ""


def _recording(pack: Pack, slot: Slot) -> Clip | None:
    clip = pack.recordings.get(slot)
    if clip is None or slot in pack.levelled:
        return clip
    return level(clip.astype(np.float64))
