"""From what the pipeline decides to what is heard: the one way for a live run, the demo and a replay.

So the sound file of a replay holds what the run sounded like: the words, the clicks, the push-pull beat, and the
silence after somebody pressed mute. Ticks tell the player how far time has come, so that a click decided too late is
left out of a file as it is left out of a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from coach.app.sound.muting import MutingPlayer
from coach.app.sound.pack import output_delay_s
from coach.config import Config
from coach.events import Beat, CueDecision, Event, Key, Output, Packet, Step, Tick
from coach.gait.foot.early import EarlyStance
from cues.beat import Side
from cues.player import InStep, Player


class Sounding:
    """Lets the player sound what was decided, as the settings wish."""

    def __init__(self, config: Config, player: Player) -> None:
        metronome = config.metronome
        self.player = MutingPlayer(player)
        self.in_step = InStep(self.player, partial(output_delay_s, config)) if metronome.sound == "push-pull" else None
        """The push-pull beat, where the settings wish for it."""
        self._every = metronome.every

    def take(self, event: Event, outputs: Iterable[Output], early: Iterable[EarlyStance] = ()) -> None:
        """An event, and what the pipeline made of it."""
        for output in outputs:
            self.sound(output)
        if self.in_step is not None:
            for stance in early:
                foot: Side = "left" if stance.placement.endswith("left") else "right"
                self.in_step.contact(foot, stance.initial_contact_s, stance.predicted_toe_off_s, sure=False)
        match event:
            case Key(key="mute"):
                self.player.toggle(event.at_s)
            case Packet() if self.in_step is not None:
                self.in_step.advance(event.arrived_s)
            case Tick():
                if self.in_step is not None:
                    self.in_step.advance(event.at_s)
                self.player.run_to(event.at_s)
            case _:
                pass

    def sound(self, output: Output) -> None:
        """One output: a cue, a beat, or a step that the beat keeps in step with."""
        match output:
            case CueDecision(outcome="played", requested_s=float(requested_s)) if output.wording:
                self.player.say(output.cue_id, output.cue, output.wording, requested_s)
            case Beat():
                (self.in_step or self.player).beat(output.spm, output.at_s, output.until_s, self._every)
            case Step() if self.in_step is not None:
                if output.valid and output.activity == "run":
                    self.in_step.contact(output.foot, output.initial_contact_s, output.toe_off_s)
                else:
                    self.in_step.doubt()
            case _:
                pass
