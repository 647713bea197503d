"""One session, live or simulated: record an event first, then compute, then act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from coach.app.pipelines import Deciding
from coach.app.sound.sounding import Sounding
from coach.errors import FileError
from coach.events import CueDecision, DrillPart, Event, Output, Played
from coach.recording import Writer
from coach.review.run import Run
from coach.screen.state import ScreenState
from cues.player import HUSHED

T = TypeVar("T")


class Session:
    """Takes events in order of arrival; what the pipeline makes of them is recorded, shown and sounded.

    A recording that cannot be written any more (a full disk) is told in `failure` and left; the coaching goes on.
    """

    def __init__(
        self,
        *,
        pipeline: Deciding,
        writer: Writer,
        sounding: Sounding,
        heard: Callable[[str, float], None],
        screen: ScreenState | None = None,
        phrases: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.log = Run(phrases=phrases or {}, start_s=0.0)
        self.failure: FileError | None = None
        self.over = False
        """A led routine has come to its end."""
        self._pipeline = pipeline
        self._writer = writer
        self._sounding = sounding
        self._heard = heard
        self._screen = screen
        self._cues: dict[int, str] = {}

    def take(self, event: Event) -> None:
        """One event, from bytes to sound."""
        self._record(self._writer.write, event)
        self.log.see(event)
        if self._screen is not None:
            self._screen.take(event)
        outputs = self._pipeline.feed(event)
        self._keep(outputs)
        self._cues |= {output.cue_id: output.cue for output in outputs if isinstance(output, CueDecision)}
        self._sounding.take(event, outputs, self._pipeline.early())

    def listen(self) -> None:
        """Collect the sounds that have begun, or never will, since the last call; each is an event of its own."""
        player = self._sounding.player
        for sound in player.started():
            self.take(Played(sound.cue_id, sound.requested_s, sound.started_s))
            self._answer(sound.cue_id, sound.started_s)
        for sound in player.missed():
            self.take(Played(sound.cue_id, sound.requested_s, None, sound.reason))
            if player.reason and sound.reason != HUSHED:  # no output deafens the one who listens, not who is simulated
                self._answer(sound.cue_id, sound.requested_s)

    def _answer(self, cue_id: int, at_s: float) -> None:
        """A simulated runner may answer a cue."""
        if cue_id in self._cues:
            self._heard(self._cues[cue_id], at_s)

    def finish(self) -> None:
        """What is still open in the pipeline comes out; nothing new begins to sound."""
        self._keep(self._pipeline.finish())

    def _keep(self, outputs: Sequence[Output]) -> None:
        self.log.add(outputs)
        self.over |= any(isinstance(output, DrillPart) and output.kind == "over" for output in outputs)
        for output in outputs:
            self._record(self._writer.write_output, output)
            if self._screen is not None:
                self._screen.take(output)

    def _record(self, write: Callable[[T], None], record: T) -> None:
        if self.failure is not None:
            return
        try:
            write(record)
        except FileError as fault:
            self.failure = fault
            if self._screen is not None:
                self._screen.recording = ""
                self._screen.tell(self._screen.at_s, "recording", f"Recording has stopped: {fault}")
