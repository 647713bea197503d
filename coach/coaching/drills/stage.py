"""One part of the routine while it lasts: what ends it, how far it has come, what is to be said meanwhile.

Parts that only need words or time: talking, easy running, the walk back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from coach.coaching.drills.routine import Part
from coach.coaching.drills.scene import Scene
from coach.events import Foot, Repetition, Step

Ended = Literal["done", "stopped", "skipped"]
STILL_S = 3.0
"""Without a step for so long the runner stands."""
STEP_M = 0.7
"""A walking step on the way back."""


class Stage:
    """A part that is over when its words are: the base of all others.

    `begin` once, then `tick`, `step` and `repetition` in order; `ended` tells when the next part's turn has come.
    """

    def __init__(self, part: Part, scene: Scene) -> None:
        self.part = part
        self.ended: Ended | None = None
        self.note = ""
        self.count: int | None = None
        self.start_s = scene.now_s
        self.end_s = scene.now_s
        self._scene = scene

    def begin(self) -> None:
        """Say what is to be done."""
        self._scene.wish(self.part.cue, self.part.name)

    def tick(self) -> None:
        """Time has passed."""
        if self._scene.voice.quiet(self._scene.now_s):
            self.end("done")

    def step(self, step: Step) -> None:
        """The runner walks or runs."""

    def repetition(self, repetition: Repetition) -> None:
        """The runner does a drill."""

    def end(self, how: Ended) -> None:
        """It is over."""
        if self.ended is None:
            self.ended, self.end_s = how, self._scene.now_s

    @property
    def left(self) -> tuple[float, str] | None:
        """How much is left of it, and the unit; None where nobody knows."""
        return None

    @property
    def drilling(self) -> bool:
        """Whether steps are parts of a drill now, and not of running."""
        return False

    @property
    def values(self) -> Mapping[str, float]:
        """Medians of what was measured in it."""
        return {}


class EasyRunning(Stage):
    """So many minutes of running: standing at a light does not warm."""

    HALF_FROM_S, MINUTE_FROM_S = 240.0, 150.0
    """Shorter than this, half-way and the last minute are not worth a word."""

    def __init__(self, part: Part, scene: Scene) -> None:
        super().__init__(part, scene)
        self._run_s = -math.inf
        self._idle_s = 0.0
        self._before_s = scene.now_s
        self._told = 0

    def step(self, step: Step) -> None:
        """Running has been seen from now on."""
        if step.activity == "run":
            self._run_s = self._scene.now_s

    def tick(self) -> None:
        """Over when enough has been run; two words on the way."""
        now_s = self._scene.now_s
        idle = self._scene.sensing and STILL_S < now_s - self._run_s < math.inf
        self._idle_s += now_s - self._before_s if idle else 0.0
        self._before_s = now_s
        self.note = "runs on when you run" if idle else ""
        left_s, length_s = self._left_s, self.part.length_s
        if self._told < 1 and length_s >= self.HALF_FROM_S and left_s <= 0.5 * length_s:
            self._told = 1
            self._scene.wish("drill-half-way", f"{left_s / 60.0:.0f} minutes left")
        if self._told < 2 and length_s >= self.MINUTE_FROM_S and left_s <= 60.0:
            self._told = 2
            self._scene.wish("drill-one-minute", "one minute left")
        if left_s <= 0.0:
            self.end("done")

    @property
    def left(self) -> tuple[float, str] | None:
        """Seconds of running."""
        return max(self._left_s, 0.0), "s"

    @property
    def _left_s(self) -> float:
        return self.part.length_s - (self._scene.now_s - self.start_s - self._idle_s)


class WalkBack(Stage):
    """Back to where the set began: by distance, by walking steps or standing still, by time where nothing tells."""

    LONGEST = 2.5
    """Times the usual time; then the routine goes on."""

    def __init__(self, part: Part, scene: Scene) -> None:
        super().__init__(part, scene)
        self._begun_m = scene.odometer.metres(scene.now_s)
        self._steps: dict[Foot, int] = {}
        self._step_s = -math.inf

    def step(self, step: Step) -> None:
        """One step of the way; what is taken for running now was the drill's last hop."""
        if step.activity != "run" and step.initial_contact_s >= self.start_s:
            self._steps[step.foot] = self._steps.get(step.foot, 0) + 1
            self._step_s = step.initial_contact_s

    def tick(self) -> None:
        """Over when the way is done, or the runner stands and waits."""
        spent_s = self._scene.now_s - self.start_s
        usual_s = self.part.length_s
        if self._scene.odometer.known(self._scene.now_s) or (self._scene.sensing and self._walked_m > 4 * STEP_M):
            stands = self._step_s > -math.inf and self._scene.now_s - self._step_s > STILL_S
            back = self._gone_m >= 0.9 * self.part.length_m or (stands and spent_s >= 0.5 * usual_s)
            if back or spent_s >= self.LONGEST * usual_s:
                self.end("done")
        elif spent_s >= usual_s:
            self.end("done")

    @property
    def left(self) -> tuple[float, str] | None:
        """Metres where they are known, else seconds."""
        if self._scene.odometer.known(self._scene.now_s) or (self._scene.sensing and self._steps):
            return max(self.part.length_m - self._gone_m, 0.0), "m"
        return max(self.part.length_s - (self._scene.now_s - self.start_s), 0.0), "s"

    @property
    def _gone_m(self) -> float:
        odometer = self._scene.odometer
        if odometer.known(self._scene.now_s):
            return odometer.metres(self._scene.now_s) - self._begun_m
        return self._walked_m

    @property
    def _walked_m(self) -> float:
        """By the steps of one foot where only one is worn."""
        known = {foot: count for foot, count in self._steps.items() if foot != "unknown"}
        steps = sum(self._steps.values())
        return STEP_M * (2 * steps if len(known) == 1 and len(self._steps) == 1 else steps)
