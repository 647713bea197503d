"""What a new sound process must be told: everything that was asked for and still counts."""

from __future__ import annotations

from cues.player.messages import Hush, Message, Missed, Say, Tempo

LATE_S = 2.0
"""A cue that could not begin for so long is not said any more: it was about a moment that is over."""


class Score:
    """Keeps what was asked for until it has sounded or ended."""

    def __init__(self) -> None:
        self._says: dict[int, Say] = {}
        self._tempos: list[Tempo] = []

    def add(self, message: Message) -> None:
        """Something was asked for. A single beat does not last, and is not kept."""
        match message:
            case Say():
                self._says[message.cue_id] = message
            case Tempo():
                if not self._ticks(message.at_s):
                    self._tempos.clear()
                self._tempos.append(message)
            case Hush():
                self._says.clear()
                self._tempos.clear()
            case _:
                pass

    def answered(self, cue_id: int) -> Say | None:
        """The cue has begun, or never will; what it was, where it was still open."""
        return self._says.pop(cue_id, None)

    def overdue(self, now_s: float) -> list[Missed]:
        """Cues that it is too late for; they are forgotten."""
        late = [say for say in self._says.values() if now_s - say.requested_s > LATE_S]
        for say in late:
            self.answered(say.cue_id)
        return [Missed(say.cue_id, say.requested_s, "the output was away") for say in late]

    @property
    def open(self) -> list[Say]:
        """Cues that have not begun yet, as far as is known."""
        return list(self._says.values())

    def still(self) -> list[Message]:
        """What counts, in an order that gives the same beats again.

        All tempos since the last silence: the place of a beat follows from each of them.
        """
        return [*self._tempos, *self._says.values()]

    def _ticks(self, at_s: float) -> bool:
        """Whether the metronome ticks or is going to at this time."""
        if not self._tempos:
            return False
        last = self._tempos[-1]
        return last.at_s > at_s if last.spm is None else last.until_s is None or last.until_s > at_s
