"""The cues on the device that shows the page, with the delay that was measured, and what cannot be promised."""

from __future__ import annotations

import json
import time
from collections import deque
from statistics import median

from nicegui import events, ui

from coach.events import CueDecision
from coach.screen.web.messages import Setup
from coach.screen.web.parts import button, line
from coach.screen.web.picture import Chip

HONEST = (
    "Keep this page in front and the screen on: a locked phone stops the page, and the cues with it. Wireless "
    "headphones add a delay of their own, often 0.2 s, that no browser knows. The computer goes on sounding as well; "
    "volume = 0 under [audio] in the settings keeps it quiet."
)
LONGEST_S = 5.0
"""An answer that took longer tells nothing about the delay."""


class PhoneSound:
    """A switch, and what it does; `chip` says how it is."""

    def __init__(self, setup: Setup) -> None:
        self.on = False
        self._sounds = setup.sounds
        self._client = ui.context.client
        self._sent_s: dict[int, float] = {}
        self._delays_s: deque[float] = deque(maxlen=5)
        self._number = 0
        self._beat: float | None = None
        names = json.dumps([f"{cue}/{wording}" for cue, wording in setup.sounds])
        self._start = button("Play the cues on this device", lambda: None, "headphones")
        self._start.on("click", js_handler=f"() => soundOn({names})")  # in the tap itself, or browsers stay silent
        self._stop = button("Stop playing here", self._end, "headset_off", "active")
        self._stop.set_visibility(False)
        line(HONEST, "note")
        ui.on("sound", self._told)

    @property
    def chip(self) -> Chip:
        """How this device sounds; no text where it does not."""
        if not self.on:
            return Chip("", "")
        if not self._delays_s:
            return Chip("headphones", "Cues sound here", "good")
        return Chip("headphones", f"Cues sound here · {1e3 * median(self._delays_s):.0f} ms later", "good")

    def say(self, decision: CueDecision) -> None:
        """A cue was given: let it sound here, too."""
        if self.on and (decision.cue, decision.wording) in self._sounds:
            self._number += 1
            self._sent_s[self._number] = time.monotonic()
            self._run(f"soundSay({json.dumps(f'{decision.cue}/{decision.wording}')}, {self._number})")

    def beat(self, spm: float | None) -> None:
        """Click at this tempo, or not at all."""
        if self.on and spm != self._beat:
            self._beat = spm
            self._run(f"soundBeat({spm or 0})")

    def _end(self) -> None:
        self._beat = None
        self._run("soundOff()")
        self._switch(on=False)

    def _switch(self, *, on: bool) -> None:
        self.on = on
        self._start.set_visibility(not on)
        self._stop.set_visibility(on)

    def _told(self, event: events.GenericEventArguments) -> None:
        """The browser is ready, or has begun to say something: the way there is half the way there and back."""
        what, number, more = event.args
        if what == "on":
            self._switch(on=True)
        elif (sent_s := self._sent_s.pop(int(number), None)) is not None:
            there_s = 0.5 * (time.monotonic() - sent_s)
            if there_s < LONGEST_S:
                self._delays_s.append(there_s + float(more))

    def _run(self, script: str) -> None:
        self._client.run_javascript(script)
