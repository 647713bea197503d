"""A player that the runner can silence."""

from __future__ import annotations

from cues.player import HUSHED, Missed, Player, Started, Tap


class MutingPlayer:
    """Passes everything on while it is not muted. What comes meanwhile is missed; a metronome goes on afterwards."""

    def __init__(self, player: Player) -> None:
        self.muted = False
        self.reason, self.remedy = player.reason, player.remedy
        """Why it is silent although nobody muted it; as of the last `started`."""
        self._player = player
        self._missed: list[Missed] = []
        self._beat: tuple[float | None, float, float | None, int] = (None, 0.0, None, 1)

    @property
    def output(self) -> str:
        """As `Player.output`."""
        return self._player.output

    def toggle(self, at_s: float) -> None:
        """Silence now, in the middle of a word, or sound again."""
        self.muted = not self.muted
        spm, began_s, until_s, every = self._beat
        if self.muted:
            self._player.hush(at_s)
        elif spm is not None and (until_s is None or until_s > at_s):
            self._player.beat(spm, max(began_s, at_s), until_s, every)

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """As `Player.say`."""
        if not self.muted:
            self._player.say(cue_id, key, wording, at_s)
        elif at_s is not None:
            self._missed.append(Missed(cue_id, at_s, HUSHED))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """As `Player.beat`."""
        self._beat = (spm, at_s, until_s, every)
        if not self.muted:
            self._player.beat(spm, at_s, until_s, every)

    def tap(self, tap: Tap) -> None:
        """As `Player.tap`."""
        if not self.muted:
            self._player.tap(tap)

    def hush(self, at_s: float) -> None:
        """As `Player.hush`."""
        self._beat = (None, at_s, None, 1)
        self._player.hush(at_s)

    def run_to(self, at_s: float) -> None:
        """As `Player.run_to`."""
        self._player.run_to(at_s)

    def started(self) -> list[Started]:
        """As `Player.started`."""
        self.reason, self.remedy = self._player.reason, self._player.remedy
        return self._player.started()

    def missed(self) -> list[Missed]:
        """As `Player.missed`, and what came while it was muted."""
        muted, self._missed = self._missed, []
        return [*self._player.missed(), *muted]

    def news(self) -> list[str]:
        """As `Player.news`."""
        return self._player.news()

    def close(self) -> None:
        """As `Player.close`."""
        self._player.close()
