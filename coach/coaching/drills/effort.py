"""Parts that are called, counted in and stopped: a set of a drill, a stride."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal

from coach.coaching.drills.form import Form
from coach.coaching.drills.routine import Part
from coach.coaching.drills.scene import Scene
from coach.coaching.drills.score import BEST_FIVE, best_five, figures
from coach.coaching.drills.stage import Ended, Stage
from coach.events import DrillName, Repetition, Step

Phase = Literal["told", "counted-in", "awaited", "going", "halted"]
EARLY_S = 0.3
"""Whoever is so much before the call has still heard it."""
CALL_AGAIN_S = 8.0
"""Nothing was sensed for so long after the call: the runner is told that it is his turn."""
GIVE_UP_S = 12.0
"""Whoever stopped and has not gone on by now has ended the set."""
PAUSED_S, PAUSED_BEATS = 1.0, 2.5
"""A runner has stopped when so many beats of his own rhythm and a second have passed without a repetition."""
WALKED_AWAY = 6
"""Walking steps that end a set which was stopped."""
BEGUN = 8
"""Running steps after the call: something is done that cannot be counted, so the clock counts."""
EVERY = 5
HIGHEST = 60
"""The last number that the packs can say."""
NUMBER_S = 1.2
"""No number takes longer to say."""


class Effort(Stage):
    """Told, counted in, then going for so long or so far."""

    def __init__(self, part: Part, scene: Scene) -> None:
        super().__init__(part, scene)
        self.phase: Phase = "told"
        self.note = "get ready"
        self._begun_m = 0.0
        self._stands_s: float | None = None
        """Since when the part's own clock stands still."""
        self._lost_s = 0.0

    def tick(self) -> None:
        """From words to count-in to going to the end."""
        voice, now_s = self._scene.voice, self._scene.now_s
        if self.phase == "told" and voice.quiet(now_s):
            self.phase, voice.go_s = "counted-in", None
            self._scene.wish("drill-go", self.part.name)
        elif self.phase == "counted-in":
            if voice.go_s is not None and now_s >= voice.go_s:
                self._called(voice.go_s)
            elif voice.go_s is None and voice.due == 0:
                self._called(now_s)  # the pack cannot count in
        if self.phase == "going" and self._left_now <= 0.0:
            self.end("done")

    def end(self, how: Ended) -> None:
        """The tone that means stop, unless it never began."""
        if self.ended is None and how == "done":
            self._scene.wish("drill-stop", self.part.name)
        super().end(how)

    def _called(self, go_s: float) -> None:
        self._go(go_s)

    def _go(self, from_s: float) -> None:
        self.phase, self.note, self.start_s = "going", "go", from_s
        self._begun_m = self._scene.odometer.metres(from_s)

    @property
    def left(self) -> tuple[float, str] | None:
        """Metres where the speed is known, else seconds."""
        if self.phase in {"told", "counted-in", "awaited"}:
            return self._whole
        return max(self._left_now, 0.0), self._whole[1]

    @property
    def _whole(self) -> tuple[float, str]:
        if self._scene.odometer.known(self._scene.now_s) and self.part.length_m:
            return self.part.length_m, "m"
        return self.part.length_s, "s"

    @property
    def _left_now(self) -> float:
        length, unit = self._whole
        if unit == "m":
            return length - (self._scene.odometer.metres(self._scene.now_s) - self._begun_m)
        now_s = self._scene.now_s if self._stands_s is None else self._stands_s
        return length - (now_s - self.start_s - self._lost_s)


class Stride(Effort):
    """Fast and relaxed; its steps are running, and measured as such."""

    def __init__(self, part: Part, scene: Scene) -> None:
        super().__init__(part, scene)
        self._steps: list[Step] = []

    def step(self, step: Step) -> None:
        """One of its steps."""
        if self.phase == "going" and step.valid:
            self._steps.append(step)

    @property
    def values(self) -> Mapping[str, float]:
        """Median contact time."""
        return {"contact_ms": 1e3 * median(step.contact_s for step in self._steps)} if self._steps else {}


class Set(Effort):
    """A set of a drill: begins to count with the first repetition, notices when they stop, and waits a while.

    Repetitions of its time that become certain after its end still belong to it.
    """

    def __init__(self, part: Part, scene: Scene, drill: DrillName) -> None:
        super().__init__(part, scene)
        self.repetitions: list[Repetition] = []
        self._drill = drill
        self._form = Form(drill)
        self._strolled = self._ran = 0
        self._asked = False

    def tick(self) -> None:
        """As any effort; and where it is sensed, whether the runner has begun or stopped."""
        if self._scene.sensing and self.phase in {"awaited", "going", "halted"}:
            self.count = len(self.repetitions)
        super().tick()
        silent_s, sensing = self._scene.now_s - self._last_s, self._scene.sensing
        if self.ended is not None:
            return
        if self.phase == "awaited":
            self._wait(silent_s)
        elif self.phase == "going" and self.repetitions and sensing and silent_s > self._patience_s:
            self.phase, self.note, self._stands_s = "halted", "you stopped", self._last_s
            self._scene.wish("drill-stopped", f"nothing for {silent_s:.1f} s after {len(self.repetitions)}")
        elif self.phase == "halted" and (silent_s > GIVE_UP_S or not sensing):
            self.end("stopped")

    def end(self, how: Ended) -> None:
        """A set that was given up ended with its last repetition."""
        super().end(how)
        if how == "stopped" and self.repetitions:
            self.end_s = self._last_s

    def step(self, step: Step) -> None:
        """Whoever walks after stopping has had enough of this set; whoever runs before the first has begun unseen."""
        self._ran += self.phase == "awaited" and step.activity == "run"
        if self.phase == "halted" and step.activity == "walk":
            self._strolled += 1
            if self._strolled >= WALKED_AWAY:
                self.end("stopped")

    def repetition(self, repetition: Repetition) -> None:
        """One more, if it is of this drill and of this set's time."""
        after = self.ended is not None and repetition.at_s > self.end_s
        enough = self.part.hops is not None and len(self.repetitions) >= self.part.hops
        if repetition.drill != self._drill or self.phase in {"told", "counted-in"} or after or enough:
            return
        if not self.repetitions:
            if repetition.at_s < self.start_s - EARLY_S:
                return
            self._go(repetition.at_s)
        elif self._stands_s is not None and self.ended is None:
            self.phase, self.note, self._strolled = "going", "go", 0
            self._lost_s += repetition.at_s - self._stands_s
            self._stands_s = None
        self.repetitions.append(repetition)
        self.count = len(self.repetitions)
        if self.ended is None:
            self._speak(repetition)

    def _called(self, go_s: float) -> None:
        if self._scene.sensing:
            self.phase, self.note, self.start_s = "awaited", "go", go_s
        else:
            self._go(go_s)

    def _wait(self, silent_s: float) -> None:
        """Nothing has been sensed since the call."""
        if not self._scene.sensing:
            self._go(self.start_s)
        elif silent_s > CALL_AGAIN_S and self._ran >= BEGUN:
            if self._drill == "butt-kick":
                self._scene.wish("drill-heel-up", "no heel came up far enough to be counted")
            self._go(self.start_s)
        elif silent_s > CALL_AGAIN_S and not self._asked:
            self._asked = True
            self._scene.wish("drill-your-turn", f"nothing for {silent_s:.0f} s after the call")
        elif silent_s > CALL_AGAIN_S + self.part.length_s:
            self.end("stopped")

    def _speak(self, repetition: Repetition) -> None:
        """A fault that shows, else every fifth."""
        count = len(self.repetitions)
        shown = None if self.part.hops else self._form.feed(repetition)
        if shown is not None:
            fault, value = shown
            self._scene.wish(fault.cue, fault.because.format(value, fault.limit), value, fault.limit)
        elif count % EVERY == 0 and count <= HIGHEST and self._scene.counts and self._room:
            self._scene.wish(f"count-{count}", f"repetition {count}", float(count))
        if self.part.hops is not None and count >= self.part.hops:
            self.end("done")

    @property
    def _room(self) -> bool:
        """Whether a number is over before the tone that means stop."""
        return self.part.hops is not None or self._left_now > NUMBER_S

    @property
    def _last_s(self) -> float:
        return self.repetitions[-1].at_s if self.repetitions else self.start_s

    @property
    def _patience_s(self) -> float:
        return PAUSED_S + PAUSED_BEATS * _beat_s(self.repetitions)

    @property
    def left(self) -> tuple[float, str] | None:
        """Of a test, hops."""
        if self.part.hops is not None:
            return float(self.part.hops - len(self.repetitions)), "hops"
        return super().left

    @property
    def drilling(self) -> bool:
        """From the call on."""
        return self.phase in {"awaited", "going", "halted"}

    @property
    def values(self) -> Mapping[str, float]:
        """Medians of the set; of a test also its result."""
        found = dict(figures(self.repetitions))
        best = best_five(self.repetitions) if self.part.hops is not None else None
        return found if best is None else {**found, BEST_FIVE: best}


def _beat_s(repetitions: Sequence[Repetition]) -> float:
    """The runner's own rhythm; a slow one while it is not known."""
    recent = [later.at_s - earlier.at_s for earlier, later in pairwise(repetitions[-6:])]
    return median(recent) if recent else 0.9
