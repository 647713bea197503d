"""A player whose metronome is the push-pull beat: where others tick at a tempo, this one taps with the feet."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from cues.beat import PushPull, Side, Tap
from cues.metronome import check_tempo
from cues.player.messages import Missed, Started

if TYPE_CHECKING:
    from cues.player import Player


class InStep:
    """Passes everything on, but `beat` begins and ends taps that follow the contacts it is told.

    The tempo is the runner's own then; the one that is asked for only says that there shall be a beat.
    `delay_s` gives for an output's name how much later than it is told it is heard (Bluetooth headphones); it is asked
    anew when the output is another.
    """

    def __init__(self, player: Player, delay_s: Callable[[str], float]) -> None:
        self._player = player
        self._delay_s = delay_s
        self._output = player.output
        self._beat = PushPull(delay_s(self._output))
        self._from_s, self._until_s, self._every = math.inf, math.inf, 1

    @property
    def state(self) -> Literal["silent", "free", "locked"]:
        """Whether it follows anybody, and whether in step; see `PushPull.state`."""
        return self._beat.state

    @property
    def reason(self) -> str:
        """As of the player behind."""
        return self._player.reason

    @property
    def remedy(self) -> str:
        """As of the player behind."""
        return self._player.remedy

    @property
    def output(self) -> str:
        """As of the player behind."""
        return self._player.output

    def run_to(self, at_s: float) -> None:
        """As of the player behind."""
        self._player.run_to(at_s)

    def contact(self, side: Side, initial_contact_s: float, toe_off_s: float, *, sure: bool = True) -> None:
        """A foot has been on the ground, believed and while running; see `PushPull.contact`."""
        self._beat.contact(side, initial_contact_s, toe_off_s, sure=sure)

    def doubt(self) -> None:
        """A step that is not believed, or no running."""
        self._beat.doubt()

    def advance(self, at_s: float) -> None:
        """Time has come to `at_s`: tap what is due. At least every tenth of a second, or taps come too late."""
        if self._player.output != self._output:
            self._output = self._player.output
            self._beat.output_delay_s = self._delay_s(self._output)
        for tap in self._beat.taps(at_s):
            if self._from_s <= tap.at_s < self._until_s and self._wanted(tap):
                self._player.tap(tap)

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Tap from `at_s` until before `until_s`, or with `spm` None fall silent; `every` 2: one foot only."""
        if spm is None:
            self._until_s = min(self._until_s, at_s)
            return
        check_tempo(spm, every)
        self._from_s = min(self._from_s, at_s) if self._from_s <= at_s < self._until_s else at_s
        self._until_s, self._every = math.inf if until_s is None else until_s, every

    def _wanted(self, tap: Tap) -> bool:
        return self._every == 1 or tap.side <= 0.0

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """As `Player.say`."""
        self._player.say(cue_id, key, wording, at_s)

    def tap(self, tap: Tap) -> None:
        """As `Player.tap`."""
        self._player.tap(tap)

    def hush(self, at_s: float) -> None:
        """As `Player.hush`; no beat goes on afterwards."""
        self._until_s = min(self._until_s, at_s)
        self._player.hush(at_s)

    def started(self) -> list[Started]:
        """As `Player.started`."""
        return self._player.started()

    def missed(self) -> list[Missed]:
        """As `Player.missed`."""
        return self._player.missed()

    def news(self) -> list[str]:
        """As `Player.news`."""
        return self._player.news()

    def close(self) -> None:
        """As `Player.close`."""
        self._player.close()
