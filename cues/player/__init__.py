"""Where the sound goes: a device, a WAV file, or nowhere. All players take the same calls.

player = open_player(sounds.clips, now=session_time)
player.say(7, "push-pull", "glue", at_s=None)
player.beat(172, at_s=now, until_s=now + 30)
player.started()      # [Started(cue_id=7, …)]
player.close()
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cues.beat import Tap
from cues.mixer import Gains
from cues.player.device import Latency, SoundUnavailableError
from cues.player.engine import Clips
from cues.player.in_step import InStep
from cues.player.listing import Outputs, outputs
from cues.player.messages import HUSHED, Missed, Started
from cues.player.offline import NullPlayer, WavPlayer
from cues.player.process import ProcessPlayer

__all__ = [
    "HUSHED",
    "Clips",
    "Gains",
    "InStep",
    "Latency",
    "Missed",
    "NullPlayer",
    "Outputs",
    "Player",
    "ProcessPlayer",
    "SoundUnavailableError",
    "Started",
    "Tap",
    "WavPlayer",
    "open_player",
    "outputs",
]


class Player(Protocol):
    """Makes cues and clicks heard. No call waits for a sound, and none fails because a sound cannot be made."""

    @property
    def reason(self) -> str:
        """Why it is silent; empty when it is not. It may change during a run."""
        ...

    @property
    def remedy(self) -> str:
        """What to do about it."""
        ...

    @property
    def output(self) -> str:
        """Name of the output in use, or of the last one; empty while it is not known. It may change during a run."""
        ...

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """Say a cue at `at_s` of the session's time; at once where that is None or past."""
        ...

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Tick at `spm` from `at_s` until before `until_s` (None: until told otherwise); `spm` None falls silent.

        `every` is 1 for each step, 2 for every second one. Raises ValueError for an impossible tempo.
        """
        ...

    def tap(self, tap: Tap) -> None:
        """One beat at a moment of its own; told less than the output's latency ahead, it is left out."""
        ...

    def hush(self, at_s: float) -> None:
        """Fall silent at `at_s` (at once where that is past): words break off, and nothing told before counts any more.

        What comes later sounds again.
        """
        ...

    def run_to(self, at_s: float) -> None:
        """The session's time has come to `at_s`: clicks that are asked for before it are late from now on."""
        ...

    def started(self) -> list[Started]:
        """What has begun to sound since the last call, in the session's time."""
        ...

    def missed(self) -> list[Missed]:
        """What was asked for and will never sound, since the last call."""
        ...

    def news(self) -> list[str]:
        """Sentences for the runner about sound that was lost or is back, since the last call."""
        ...

    def close(self) -> None:
        """Stop and let go of the output."""
        ...


def open_player(
    clips: Clips,
    *,
    now: Callable[[], float],
    device: str = "",
    latency: Latency = "safe",
    gains: Gains | None = None,
    duck_others: bool = False,
) -> Player:
    """A player for the sound device. Where there is none it is silent, says why, and plays as soon as there is one."""
    return ProcessPlayer(clips, now=now, device=device, latency=latency, gains=gains, duck_others=duck_others)
