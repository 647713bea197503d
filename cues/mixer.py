"""Voices and clicks added up, sample by sample, on an absolute frame count.

What comes out depends on the frame number only, never on how the frames were cut into blocks: the duck gain under a
voice is a closed formula of the frame, and the safety clip looks at one sample at a time. No clock, no lock, no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cues.clip import RATE_HZ, Clip

Stereo = NDArray[np.float32]
"""(n, 2) left and right, -1…1, at RATE_HZ."""

DUCKED = 0.2
"""Gain of the clicks under a voice: -14 dB."""
DUCK_IN = int(0.02 * RATE_HZ)
DUCK_OUT = int(0.25 * RATE_HZ)
BREAK_OFF = int(0.015 * RATE_HZ)
"""A voice that is silenced fades over so many frames."""
KNEE = 0.9
"""Magnitude above which the safety clip bends; bundled voices stay below it (-1 dBTP), so it acts on sums only."""


@dataclass(frozen=True, slots=True)
class Gains:
    """How loud, 0…1."""

    volume: float = 1.0
    """Of everything."""
    clicks: float = 0.5
    pan: float = 0.0
    """0: both clicks in the middle (right for a single earphone); 1: strong ones left only, weak ones right only."""


@dataclass(slots=True, eq=False)
class _Sound:
    start: int
    clip: Clip
    left: float
    right: float
    tag: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.clip)


class Mixer:
    """Put sounds on frames, then render block after block."""

    def __init__(self, gains: Gains | None = None) -> None:
        self._gains = gains or Gains()
        self._voices: list[_Sound] = []
        self._clicks: list[_Sound] = []
        self._position = 0
        self.begun: list[tuple[int, int]] = []
        """(tag, frame) of the voices that began in the last block."""

    @property
    def position(self) -> int:
        """Number of the next frame to be rendered."""
        return self._position

    @property
    def silent_from(self) -> int:
        """The first frame at which every sound put so far has ended."""
        return max((sound.end for sound in (*self._voices, *self._clicks)), default=self._position)

    def voice(self, clip: Clip, at_frame: int, tag: int = 0) -> int:
        """Speak from `at_frame`, or as soon as possible: not in the past, not while another voice speaks.

        Returns the frame on which it will start, unless `move_to` comes between.
        """
        start = _free(self._voices, max(at_frame, self._position), len(clip))
        self._voices.append(_Sound(start, clip, self._gains.volume, self._gains.volume, tag))
        return start

    def click(self, clip: Clip, at_frame: int, side: float) -> None:
        """Click on `at_frame` exactly, on the left (`side` -1), the right (1) or between, as far as the gains pan.

        A click that comes too late is left out, for a late click misleads.
        """
        if at_frame < self._position:
            return
        loud, pan = self._gains.volume * self._gains.clicks, self._gains.pan * side
        self._clicks.append(_Sound(at_frame, clip, loud * min(1.0, 1.0 - pan), loud * min(1.0, 1.0 + pan)))

    def hush(self, at_frame: int) -> None:
        """Break off what speaks at `at_frame`, and forget what was to begin from then on."""
        at_frame = max(at_frame, self._position)
        self._clicks = [click for click in self._clicks if click.start < at_frame]
        self._voices = [voice for voice in self._voices if voice.start < at_frame]
        for voice in self._voices:
            if voice.end > at_frame:
                voice.clip = voice.clip[: at_frame - voice.start + BREAK_OFF].copy()
                last = voice.clip[max(at_frame - voice.start, 0) :]
                last *= np.linspace(1.0, 0.0, len(last), dtype=np.float32)

    def move_to(self, frame: int) -> None:
        """Go on at another frame number, to follow a clock after the output stalled.

        What is sounding goes on where it was; a voice that should have begun in between begins now.
        """
        shift = frame - self._position
        sounding = [sound for sound in (*self._voices, *self._clicks) if sound.start < self._position]
        for sound in sounding:
            sound.start += shift
        placed = [voice for voice in self._voices if voice in sounding]
        for voice in (voice for voice in self._voices if voice not in sounding):
            voice.start = _free(placed, max(voice.start, frame), len(voice.clip))
            placed.append(voice)
        self._clicks = [click for click in self._clicks if click in sounding or click.start >= frame]
        self._position = frame

    def render(self, n_frames: int) -> Stereo:
        """The next n frames, (n, 2)."""
        first, stop = self._position, self._position + n_frames
        out: Stereo = np.zeros((n_frames, 2), np.float32)
        if not self._clicks and not self._voices:  # most blocks; a device asks for 160 a second
            self.begun = []
            self._position = stop
            return out
        for sound in self._clicks:
            _add(sound, out, first, stop, self._voices)
        for sound in self._voices:
            _add(sound, out, first, stop)
        self.begun = [(sound.tag, sound.start) for sound in self._voices if first <= sound.start < stop]
        self._clicks = [sound for sound in self._clicks if sound.end > stop]
        self._voices = [sound for sound in self._voices if sound.end + DUCK_OUT > stop]
        self._position = stop
        return _soft_clip(out)


def _free(voices: Sequence[_Sound], start: int, length: int) -> int:
    """The first frame from `start` on at which no voice is in the way of one of this length."""
    for other in sorted(voices, key=lambda voice: voice.start):
        if other.start < start + length and start < other.end:
            start = other.end
    return start


def _add(sound: _Sound, out: Stereo, first: int, stop: int, over: Sequence[_Sound] = ()) -> None:
    """Add what of a sound falls into frames first…stop-1, ducked under the voices `over` it."""
    a, z = max(sound.start, first), min(sound.end, stop)
    if a >= z:
        return
    piece = sound.clip[a - sound.start : z - sound.start]
    for voice in over:
        if voice.start < z and a < voice.end + DUCK_OUT:
            piece = piece * _duck(voice, np.arange(a, z))
    out[a - first : z - first, 0] += piece * np.float32(sound.left)
    out[a - first : z - first, 1] += piece * np.float32(sound.right)


def _duck(voice: _Sound, frames: NDArray[np.int64]) -> Clip:
    """Gain at each frame: down within 20 ms of the voice's start, back up over 250 ms after its end."""
    down = _smooth((frames - voice.start) / DUCK_IN)
    up = _smooth((frames - voice.end) / DUCK_OUT)
    return (1.0 - (1.0 - DUCKED) * down * (1.0 - up)).astype(np.float32)


def _smooth(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 below 0, 1 above 1, and no corner in between."""
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


def _soft_clip(x: Stereo) -> Stereo:
    """Unchanged up to the knee, then bent so that 1 is never reached; a formula of each sample alone."""
    size = np.abs(x)
    if np.max(size, initial=0.0) <= KNEE:
        return x
    over = np.maximum(size - KNEE, 0.0) / (1.0 - KNEE)
    bent = KNEE + (1.0 - KNEE) * over / (1.0 + over)
    return np.where(size > KNEE, np.copysign(bent, x), x).astype(np.float32)
