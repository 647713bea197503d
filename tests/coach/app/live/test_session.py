"""Who hears a cue: what sounded, and what only a machine without an output kept from sounding."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.live.session import Session
from coach.app.sound.sounding import Sounding
from coach.config import Config
from coach.events import CueDecision, Event, Output, Tick
from coach.pipeline import Pipeline
from coach.recording import Header, Writer
from cues.player import HUSHED, Missed, NullPlayer, Started

NOWHERE = "There is no sound output."


class EachTick(Pipeline):
    """Decides to say something at each tick."""

    def feed(self, event: Event) -> list[Output]:
        """One cue a tick."""
        at_s = event.at_s if isinstance(event, Tick) else None
        return [] if at_s is None else [CueDecision(round(at_s), at_s, "ease", "played", "", at_s, "easy")]


class Told(NullPlayer):
    """What becomes of each cue is told beforehand; `fate` is why it never sounds, None where it does."""

    def __init__(self, reason: str, fate: str | None) -> None:
        super().__init__(reason)
        self._fate = fate
        self._said: list[tuple[int, float]] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:  # noqa: ARG002 - a Player's call
        """A cue."""
        self._said += [] if at_s is None else [(cue_id, at_s)]

    def started(self) -> list[Started]:
        """All of them, where nothing is in the way."""
        return [Started(n, at_s, at_s + 0.06) for n, at_s in self._emptied()] if self._fate is None else []

    def missed(self) -> list[Missed]:
        """All of them, where something is."""
        return [Missed(n, at_s, self._fate) for n, at_s in self._emptied()] if self._fate is not None else []

    def _emptied(self) -> list[tuple[int, float]]:
        said, self._said = self._said, []
        return said


@pytest.mark.parametrize(
    ("reason", "fate", "heard"),
    [
        ("", None, [("ease", 1.06)]),
        (NOWHERE, NOWHERE, [("ease", 1.0)]),
        (NOWHERE, HUSHED, []),
        ("", "the driver hung", []),
    ],
    ids=["it sounded", "no output at all", "switched off by the runner", "lost on the way"],
)
def test_the_simulated_runner_hears_what_is_said_to_him(
    reason: str, fate: str | None, heard: list[tuple[str, float]], tmp_path: Path
) -> None:
    answered: list[tuple[str, float]] = []
    with Writer(tmp_path / "run.mcap", Header()) as writer:
        session = Session(
            pipeline=EachTick(Config(), ("foot-left",), {}),
            writer=writer,
            sounding=Sounding(Config(), Told(reason, fate)),
            heard=lambda cue, at_s: answered.append((cue, at_s)),
        )
        session.take(Tick(1.0))
        session.listen()
    assert answered == heard
    assert [played.started_s is None for played in session.log.played] == [fate is not None]
