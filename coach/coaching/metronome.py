"""When the metronome clicks, and at which tempo. Ramps and the clicks themselves are its own business."""

from __future__ import annotations

import math

from coach.config import Metronome
from coach.events import Beat

RULE = "metronome"


class MetronomeRule:
    """Four modes.

    `drawn-out` begins with each push cue that sounded and ends when stance is good again, or after `longest_s`;
    `chosen` does so alone, instead of words, where it is the means that was chosen; `always` clicks while the runner
    runs; `off` never does.
    """

    def __init__(self, settings: Metronome) -> None:
        self._on_until_s = -math.inf
        self.set(settings)

    def set(self, settings: Metronome) -> None:
        """Settings from now on; what clicks already goes on."""
        self._mode = settings.mode
        self._raise = 1.0 + 0.01 * settings.raise_percent
        self._raise_percent = settings.raise_percent
        self._longest_s = settings.longest_s

    def cued(self, at_s: float, own_spm: float | None, *, chosen: bool = False) -> list[Beat]:
        """A push cue has begun to sound, or the metronome was chosen in its place."""
        if not (chosen if self._mode == "chosen" else self._mode == "drawn-out"):
            return []
        return self._start(at_s, own_spm, at_s + self._longest_s)

    def running(self, at_s: float, own_spm: float | None) -> list[Beat]:
        """The runner runs and has settled."""
        if self._mode != "always" or at_s < self._on_until_s:
            return []
        return self._start(at_s, own_spm, None)

    def stop(self, at_s: float, because: str) -> list[Beat]:
        """Silence, where it was clicking."""
        if at_s >= self._on_until_s:
            return []
        self._on_until_s = -math.inf
        return [Beat(at_s=at_s, spm=None, until_s=None, rule=RULE, because=because)]

    def mended(self, at_s: float) -> list[Beat]:
        """Stance is good again."""
        return self.stop(at_s, "stance is good again") if self._mode in ("drawn-out", "chosen") else []

    def _start(self, at_s: float, own_spm: float | None, until_s: float | None) -> list[Beat]:
        if own_spm is None:
            return []
        self._on_until_s = math.inf if until_s is None else until_s
        because = f"own cadence {own_spm:.0f} + {self._raise_percent:g} %"
        return [Beat(at_s=at_s, spm=own_spm * self._raise, until_s=until_s, rule=RULE, because=because)]
