"""One session, live or simulated: record an event first, then compute, then act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from coach.errors import FileError
from coach.events import Beat, CueDecision, Event, Output, Packet, Played, Step, Tick
from coach.pipeline import Pipeline
from coach.recording import Writer
from coach.review.run import Run
from coach.screen.state import ScreenState
from cues.player import InStep, Player

T = TypeVar("T")


class Session:
    """Takes events in order of arrival; what the pipeline makes of them is recorded, shown and sounded.

    A recording that cannot be written any more (a full disk) is told in `failure` and left; the coaching goes on.
    """

    def __init__(
        self,
        *,
        pipeline: Pipeline,
        writer: Writer,
        player: Player,
        heard: Callable[[str, float], None],
        screen: ScreenState | None = None,
        in_step: InStep | None = None,
        every: int = 1,
    ) -> None:
        self.log = Run()
        self.failure: FileError | None = None
        self._pipeline = pipeline
        self._writer = writer
        self._player = player
        self._heard = heard
        self._screen = screen
        self._in_step = in_step
        self._every = every
        self._cues: dict[int, str] = {}

    def take(self, event: Event) -> None:
        """One event, from bytes to sound."""
        self._record(self._writer.write, event)
        self.log.see(event)
        if self._screen is not None:
            self._screen.take(event)
        outputs = self._pipeline.feed(event)
        self._keep(outputs)
        for output in outputs:
            self._sound(output)
        if self._in_step is not None and isinstance(event, Packet | Tick):
            self._in_step.advance(event.arrived_s if isinstance(event, Packet) else event.at_s)

    def listen(self) -> None:
        """Collect the sounds that have begun, or never will, since the last call; each is an event of its own."""
        for sound in self._player.started():
            self.take(Played(sound.cue_id, sound.requested_s, sound.started_s))
            if sound.cue_id in self._cues:
                self._heard(self._cues[sound.cue_id], sound.started_s)
        for sound in self._player.missed():
            self.take(Played(sound.cue_id, sound.requested_s, None, sound.reason))

    def finish(self) -> None:
        """What is still open in the pipeline comes out; nothing new begins to sound."""
        self._keep(self._pipeline.finish())

    def _sound(self, output: Output) -> None:
        match output:
            case CueDecision(outcome="played", requested_s=float(requested_s)) if output.wording:
                self._cues[output.cue_id] = output.cue
                self._player.say(output.cue_id, output.cue, output.wording, requested_s)
            case Beat():
                self._player.beat(output.spm, output.at_s, output.until_s, self._every)
            case Step(valid=True, activity="run") if self._in_step is not None:
                self._in_step.contact(output.foot, output.initial_contact_s, output.toe_off_s)
            case _:
                pass

    def _keep(self, outputs: Sequence[Output]) -> None:
        self.log.add(outputs)
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
