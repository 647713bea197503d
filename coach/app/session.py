"""One session, live or simulated: record an event first, then compute, then act."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coach.app.result import RunLog
from coach.events import Beat, CueDecision, Event, Output, Played
from coach.pipeline import Pipeline
from coach.recording.writer import Writer
from coach.screen.state import ScreenState
from cues.player import Player


class Session:
    """Takes events in order of arrival; what the pipeline makes of them is recorded, shown and sounded."""

    def __init__(
        self,
        *,
        pipeline: Pipeline,
        writer: Writer,
        player: Player,
        heard: Callable[[str, float], None],
        screen: ScreenState | None = None,
    ) -> None:
        self.log = RunLog()
        self._pipeline = pipeline
        self._writer = writer
        self._player = player
        self._heard = heard
        self._screen = screen
        self._cues: dict[int, str] = {}

    def take(self, event: Event) -> None:
        """One event, from bytes to sound."""
        self._writer.write(event)
        if self._screen is not None:
            self._screen.take(event)
        self._act(self._pipeline.feed(event))

    def listen(self) -> None:
        """Collect the sounds that have begun since the last call; each is an event of its own."""
        for sound in self._player.started():
            played = Played(sound.cue_id, sound.requested_s, sound.started_s)
            self.log.played.append(played)
            self.take(played)
            if sound.cue_id in self._cues:
                self._heard(self._cues[sound.cue_id], sound.started_s)

    def finish(self) -> None:
        """What is still open in the pipeline comes out; nothing new begins to sound."""
        outputs = self._pipeline.finish()
        self._keep(outputs)

    def _act(self, outputs: Sequence[Output]) -> None:
        self._keep(outputs)
        for output in outputs:
            match output:
                case CueDecision(outcome="played", requested_s=float(requested_s)):
                    self._cues[output.cue_id] = output.cue
                    self._player.say(output.cue_id, output.cue, output.wording, requested_s)
                case Beat():
                    self._player.beat(output.spm, output.at_s, output.until_s)
                case _:
                    pass

    def _keep(self, outputs: Sequence[Output]) -> None:
        self.log.add(outputs)
        for output in outputs:
            self._writer.write_output(output)
            if self._screen is not None:
                self._screen.take(output)
