"""What the runner heard, numbered alike in picture, table and FIT file. A cue and its beat are one."""

from __future__ import annotations

from dataclasses import dataclass

from coach.review.cues_csv import CueRow
from coach.review.summary import Summary

_TOGETHER_S = 1.0


@dataclass(frozen=True, slots=True)
class Sounded:
    """One cue that sounded: words, a stretch of the metronome, or words with a beat after them."""

    number: int
    """From 1."""
    cue: CueRow
    response_s: float | None
    """Change of contact time after the words; None for a lone metronome, or where it cannot be told."""
    beat: CueRow | None = None
    """The stretch of the metronome that began with the words."""

    @property
    def words(self) -> str:
        """In a few words."""
        return self.cue.words if self.beat is None else f"{self.cue.words}, {self.beat.words}"

    @property
    def until_s(self) -> float | None:
        """When the metronome fell silent."""
        return (self.beat or self.cue).until_s


def sounded(summary: Summary) -> list[Sounded]:
    """Everything that was played, in order."""
    heard: list[Sounded] = []
    for cue, change_s in zip(summary.cues, summary.responses, strict=True):
        if cue.outcome != "played":
            continue
        last = heard[-1] if heard else None
        joins = not cue.spoken and last is not None and last.cue.spoken and last.beat is None
        if joins and last is not None and abs(cue.heard_s - last.cue.heard_s) < _TOGETHER_S:
            heard[-1] = Sounded(last.number, last.cue, last.response_s, cue)
        else:
            heard.append(Sounded(len(heard) + 1, cue, change_s if cue.advises else None))
    return heard
