"""Clicks and earcons, built from recipes. Recipes are data, so a pack can name the one it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from cues.clip import RATE_HZ, Clip

BELL = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))
WOOD = ((1.0, 1.0), (2.71, 0.4), (5.15, 0.15))
SOFT = ((1.0, 1.0), (2.0, 0.15))


@dataclass(frozen=True, slots=True)
class Note:
    """One struck tone: a quick rise, an exponential decay, an end at exactly zero."""

    pitch_hz: float
    at_s: float = 0.0
    lasts_s: float = 0.3
    peak: float = 0.45
    """Upper bound of its magnitude; a recipe's simultaneous notes add up."""
    rise_s: float = 0.004
    decay_s: float = 0.09
    """Time to fall to 37 %."""
    partials: tuple[tuple[float, float], ...] = BELL
    """(multiple of the pitch, share); higher ones fade faster."""


RECIPES: Mapping[str, tuple[Note, ...]] = MappingProxyType(
    {
        "strong-click": (Note(1500.0, lasts_s=0.05, peak=0.7, rise_s=0.001, decay_s=0.011, partials=WOOD),),
        "weak-click": (Note(1120.0, lasts_s=0.05, peak=0.4, rise_s=0.001, decay_s=0.009, partials=WOOD),),
        "push": (Note(311.1, lasts_s=0.07, peak=0.7, rise_s=0.001, decay_s=0.02, partials=WOOD),),
        "pull": (Note(932.3, lasts_s=0.04, peak=0.4, rise_s=0.001, decay_s=0.008, partials=SOFT),),
        "chime": (Note(880.0, peak=0.3), Note(1318.5, at_s=0.12, lasts_s=0.5, peak=0.3, decay_s=0.13)),
        "nudge": (Note(659.3, lasts_s=0.16), Note(659.3, at_s=0.2, lasts_s=0.2)),
        "push-pull": (Note(523.3, lasts_s=0.2), Note(784.0, at_s=0.22, lasts_s=0.2, decay_s=0.05)),
        "tick": (Note(988.0, lasts_s=0.08, decay_s=0.03), Note(988.0, at_s=0.16, lasts_s=0.08, decay_s=0.03)),
        "quick": tuple(Note(1174.7, at_s=0.09 * k, lasts_s=0.07, peak=0.4, decay_s=0.025) for k in range(4)),
        "ease": (Note(392.0, lasts_s=0.6, rise_s=0.06, decay_s=0.22, partials=SOFT),),
        "faint": tuple(Note(523.3, at_s=0.25 * k, lasts_s=0.25, peak=0.45 / (k + 1)) for k in range(3)),
        "lost": (Note(784.0, lasts_s=0.25), Note(523.3, at_s=0.18, lasts_s=0.45, decay_s=0.14)),
        "back": (Note(523.3, lasts_s=0.25), Note(784.0, at_s=0.18, lasts_s=0.45, decay_s=0.14)),
        # three to get ready, the fourth means go; and the one that means stop
        "count-in": (
            *(Note(587.3, at_s=float(k), lasts_s=0.15, peak=0.4, decay_s=0.05) for k in range(3)),
            Note(1174.7, at_s=3.0, lasts_s=0.45, peak=0.5, decay_s=0.14),
        ),
        "stop": (Note(1174.7, lasts_s=0.16, peak=0.5), Note(587.3, at_s=0.18, lasts_s=0.5, peak=0.5, decay_s=0.16)),
        "count": (Note(1318.5, lasts_s=0.07, peak=0.4, decay_s=0.025),),
        "count-ten": tuple(Note(1318.5, at_s=0.1 * k, lasts_s=0.07, peak=0.4, decay_s=0.025) for k in range(2)),
        "attention": tuple(Note(440.0, at_s=0.26 * k, lasts_s=0.25, peak=0.4) for k in range(3)),
        "pogo": tuple(Note(784.0, at_s=0.15 * k, lasts_s=0.12, decay_s=0.04) for k in range(5)),
        "skip": tuple(Note(hz, at_s=0.13 * k, lasts_s=0.12, decay_s=0.04) for k, hz in enumerate((587.3, 880.0) * 3)),
        "butt-kick": tuple(Note(440.0 * 2 ** (k / 5), at_s=0.12 * k, lasts_s=0.1, decay_s=0.04) for k in range(6)),
        "stride": tuple(Note(523.3 * 2 ** (k / 4), at_s=0.1 * k, lasts_s=0.2, peak=0.4) for k in range(5)),
        "easy": tuple(Note(392.0, at_s=0.26 * k, lasts_s=0.25, peak=0.4, partials=SOFT) for k in range(3)),
        "walk": tuple(
            Note(hz, at_s=0.4 * k, lasts_s=0.3, peak=0.4, partials=SOFT) for k, hz in enumerate((392.0, 330.0))
        ),
        "question": (Note(659.3, lasts_s=0.2), Note(880.0, at_s=0.25, lasts_s=0.3)),
        "half": (Note(659.3, lasts_s=0.3, decay_s=0.12),),
        "minute": tuple(Note(659.3, at_s=0.35 * k, lasts_s=0.3, decay_s=0.12) for k in range(2)),
        "end": tuple(
            Note(hz, at_s=0.15 * k, lasts_s=0.3, peak=0.4) for k, hz in enumerate((784.0, 659.3, 523.3, 1046.5))
        ),
        "arpeggio": (
            Note(523.3, lasts_s=0.2, peak=0.4),
            Note(659.3, at_s=0.13, lasts_s=0.2, peak=0.4),
            Note(784.0, at_s=0.26, lasts_s=0.45, peak=0.4, decay_s=0.13),
        ),
    }
)


def tone(name: str) -> Clip:
    """The sound of a recipe in RECIPES; KeyError for any other name."""
    notes = RECIPES[name]
    out = np.zeros(max(_frames(note.at_s) + _frames(note.lasts_s) for note in notes))
    for note in notes:
        struck = _strike(note)
        first = _frames(note.at_s)
        out[first : first + len(struck)] += struck
    return out.astype(np.float32)


def _strike(note: Note) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    t_s = np.arange(_frames(note.lasts_s)) / RATE_HZ
    shares = sum(share for _, share in note.partials)
    wave = np.zeros(len(t_s))
    for multiple, share in note.partials:
        fade = np.exp(-t_s * multiple**0.5 / note.decay_s)
        wave += share / shares * fade * np.sin(2.0 * np.pi * multiple * note.pitch_hz * t_s)
    rise = 0.5 - 0.5 * np.cos(np.pi * np.minimum(t_s / note.rise_s, 1.0))
    fall = 0.5 - 0.5 * np.cos(np.pi * np.minimum((note.lasts_s - t_s) / (0.2 * note.lasts_s), 1.0))
    return note.peak * rise * fall * wave


def _frames(seconds: float) -> int:
    return round(seconds * RATE_HZ)
