"""Players without a device: nothing at all, or a WAV file."""

from __future__ import annotations

from pathlib import Path

from cues.beat import Tap
from cues.clip import RATE_HZ
from cues.mixer import Gains
from cues.player.engine import Clips, Engine
from cues.player.messages import Hush, Message, Missed, Say, Started, Tempo
from cues.wav import Writer

BLOCK = RATE_HZ
LAG_S = 10.0
"""The file stays this far behind the newest message, so that messages need not come in exact order of time."""


class NullPlayer:
    """Silence, and why: nothing ever begins to sound."""

    output = ""

    def __init__(self, reason: str = "", remedy: str = "") -> None:
        self.reason = reason
        self.remedy = remedy
        self._missed: list[Missed] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:  # noqa: ARG002 - a Player's call
        """Not heard."""
        if at_s is not None:
            self._missed.append(Missed(cue_id, at_s, self.reason))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Not heard."""

    def tap(self, tap: Tap) -> None:
        """Not heard."""

    def hush(self, at_s: float) -> None:
        """Silent already."""

    def run_to(self, at_s: float) -> None:
        """Nothing becomes late."""

    def started(self) -> list[Started]:
        """Nothing."""
        return []

    def missed(self) -> list[Missed]:
        """Every cue that had a time."""
        missed, self._missed = self._missed, []
        return missed

    def news(self) -> list[str]:
        """None."""
        return []

    def close(self) -> None:
        """Nothing to close."""


class WavPlayer:
    """Writes what would be heard to a 16-bit WAV file, as fast as it can; the same calls give the same bytes.

    Mono, unless the clicks are panned. Sample 0 of the file is `origin_s` of the session. As nothing can come between,
    a cue counts as started as soon as it is asked for. Raises OSError where the file cannot be written.
    """

    reason = ""
    remedy = ""
    output = ""

    def __init__(self, path: Path, clips: Clips, *, origin_s: float = 0.0, gains: Gains | None = None) -> None:
        gains = gains or Gains()
        self._channels = 2 if gains.pan else 1
        self._engine = Engine(clips, gains, origin_s)
        self._writer = Writer(path, self._channels)
        self._known_s = origin_s
        self._started: list[Started] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """`at_s` None: at the newest time heard of."""
        at_s = self._known_s if at_s is None else at_s
        self._take(Say(cue_id, key, wording, at_s, at_s), at_s)

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Tick, or with `spm` None fall silent."""
        self._take(Tempo(spm, at_s, until_s, every), at_s)

    def tap(self, tap: Tap) -> None:
        """One beat."""
        self._take(tap, tap.at_s)

    def hush(self, at_s: float) -> None:
        """Fall silent, in the middle of a word if need be."""
        self._take(Hush(at_s), at_s)

    def missed(self) -> list[Missed]:
        """Nothing is ever missed."""
        return []

    def news(self) -> list[str]:
        """None."""
        return []

    def started(self) -> list[Started]:
        """What has been placed in the file since the last call."""
        started, self._started = self._started, []
        return started

    def run_to(self, at_s: float) -> None:
        """Write everything before `at_s`: what is asked for an earlier moment is late, as it is where it is heard."""
        self._known_s = max(self._known_s, at_s)
        self._render_to(self._engine.frame_at(at_s))

    def close(self) -> None:
        """Let the last sound end, stop a metronome that has no end of its own, and finish the file."""
        self._render_to(max(self._engine.frame_at(self._known_s), self._engine.silent_from))
        self._writer.close()

    def _take(self, message: Message, at_s: float) -> None:
        begun = self._engine.take(message)
        if begun is not None:
            self._started.append(begun)
        self._known_s = max(self._known_s, at_s)
        self._render_to(self._engine.frame_at(self._known_s - LAG_S))

    def _render_to(self, frame: int) -> None:
        while (left := frame - self._engine.position) > 0:
            self._writer.write(self._engine.render(min(left, BLOCK))[:, : self._channels])
            self._engine.started()
