"""Leads through the routine, part by part: what is to be said, and where the runner is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from coach.coaching.drills.clock import Clock
from coach.coaching.drills.effort import Effort, Set, Stride
from coach.coaching.drills.routine import Part
from coach.coaching.drills.scene import COUNT_IN_S, Scene
from coach.coaching.drills.stage import EasyRunning, Stage, WalkBack
from coach.events import Advice, DrillName, DrillPart, Guide, Repetition, Speed, Step

RULE = "drills"
TAIL_S = 4.0
"""So long after its end a set may still learn of repetitions that were part of it; skips of one foot are slowest."""
AROUND_S = 1.0
"""Around a set feet may have begun a little early and end a little late."""
Thought: TypeAlias = Advice | Guide | DrillPart


@dataclass(slots=True)
class _Tail:
    """A set that is over, but whose last repetitions may not be certain yet."""

    stage: Stage
    until_s: float


class Leader:
    """Moments in order of time in, thoughts out. While it is paused time does not pass for the routine."""

    def __init__(self, parts: Sequence[Part], *, counts: bool) -> None:
        self.over = False
        self.sensing = False
        """Whether a sensor that can count is being heard; told from outside."""
        self._parts = parts
        self._number = -1
        self._scene = Scene(counts=counts)
        self._stage: Stage | None = None
        self._tail: _Tail | None = None
        self._shown: Guide | None = None
        self._at_s = 0.0
        self._clock = Clock()
        self._drilled_s = (-math.inf, -math.inf)

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────────

    def tick(self, at_s: float) -> Iterator[Thought]:
        """Time has come to here."""
        if self._goes_on(at_s):
            if self._stage is None:
                self._enter(0)
            else:
                self._stage.tick()
        yield from self._thoughts()

    def step(self, step: Step) -> Iterator[Thought]:
        """A step of any kind."""
        if self._goes_on(step.declared_s) and self._stage is not None:
            self._stage.step(replace(step, initial_contact_s=self._clock.own(step.initial_contact_s)))
        yield from self._thoughts()

    def repetition(self, repetition: Repetition) -> Iterator[Thought]:
        """A repetition of any drill; it was dated on the clock that pauses do not stop."""
        if self._goes_on(repetition.declared_s):
            own = replace(repetition, at_s=self._clock.own(repetition.at_s))
            if self._tail is not None:
                self._tail.stage.repetition(own)
            if self._stage is not None:
                self._stage.repetition(own)
        yield from self._thoughts()

    def speed(self, speed: Speed) -> None:
        """How fast the runner is, by somebody else's measure."""
        if not self._clock.stands:
            self._scene.odometer.feed(replace(speed, at_s=self._clock.own(speed.at_s)))

    def pause(self, at_s: float) -> Iterator[Thought]:
        """Stand still, or go on."""
        self._goes_on(at_s)
        self._at_s = max(self._at_s, at_s)
        self._clock.toggle(self._at_s)
        self._scene.wish("drill-paused" if self._clock.stands else "drill-goes-on", "key")
        yield from self._thoughts()

    def skip(self, at_s: float) -> Iterator[Thought]:
        """Leave this part out; with a drill or a stride its walk back too."""
        stage = self._stage
        if not self._goes_on(at_s) or stage is None or stage.part.kind == "over":
            return
        stage.end("skipped")
        self._scene.say.clear()
        self._scene.wish("drill-warm" if stage.part.kind == "warm-up" else "drill-skipped", "key")
        walks = isinstance(stage, Effort) and self._parts[self._number + 1].kind == "walk-back"
        yield from self._thoughts(2 if walks else 1)

    def repeat(self, at_s: float) -> Iterator[Thought]:
        """Do this part from its beginning; on the way back, the set or stride before it."""
        stage = self._stage
        if not self._goes_on(at_s) or stage is None or stage.part.kind == "over":
            return
        if stage.part.kind == "warm-up":
            stage.begin()
        else:
            stage.end("skipped")
            self._scene.say.clear()
            self._scene.wish("drill-repeat", "key")
            yield from self._thoughts(-1 if stage.part.kind == "walk-back" else 0)
        yield from self._thoughts()

    # ── what became of words ──────────────────────────────────────────────────────────────────────────────────

    def due(self) -> None:
        """Words were asked for; each gets one verdict."""
        self._scene.voice.due += 1

    def said(self, cue: str, from_s: float | None, lasts_s: float) -> None:
        """The verdict: they are said from here on, or (None) not at all."""
        voice = self._scene.voice
        voice.due -= 1
        if from_s is not None:
            own_s = self._clock.own(from_s)
            voice.free_s = max(voice.free_s, own_s + lasts_s)
            if cue == "drill-go":
                voice.go_s = own_s + COUNT_IN_S

    @property
    def drill(self) -> DrillName | None:
        """What the runner has been told to do."""
        return None if self._stage is None else self._stage.part.drill

    def drilling(self, at_s: float) -> bool:
        """Whether what a foot did at this time was part of a drill, and no step."""
        from_s, to_s = self._drilled_s
        if from_s - AROUND_S <= at_s <= to_s + AROUND_S:
            return True
        stage = self._stage
        return stage is not None and stage.drilling and at_s >= self._clock.real(stage.start_s) - AROUND_S

    def finish(self) -> Iterator[Thought]:
        """The session is over, with the routine or before it."""
        yield from self._last_of_tail()
        stage, self._stage = self._stage, None
        if stage is not None and not self.over and stage.part.kind not in {"talk", "over"}:
            stage.end("stopped")
            yield from self._leave(stage)
            yield from self._last_of_tail()

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────

    def _goes_on(self, at_s: float) -> bool:
        """Time has come to here; False while it does not pass."""
        if self._clock.stands or self.over:
            return False
        self._at_s = max(self._at_s, at_s)
        self._scene.now_s = self._clock.own(self._at_s)
        self._scene.sensing = self.sensing
        return True

    def _thoughts(self, onward: int = 1) -> Iterator[Thought]:
        """Whatever the part wanted said, then the part after it if this one is over, then where that leaves us."""
        while True:
            yield from self._advice()
            if self._tail is not None and self._scene.now_s >= self._tail.until_s:
                yield from self._last_of_tail()
            stage = self._stage
            if stage is None or stage.ended is None or self.over:
                break
            yield from self._leave(stage)
            if stage.part.kind == "over":
                self.over = True
                break
            self._enter(self._number + onward)
            onward = 1
        yield from self._guide()

    def _advice(self) -> Iterator[Advice]:
        said, self._scene.say[:] = list(self._scene.say), []
        for one in said:
            yield Advice(self._at_s, one.cue, RULE, one.because, one.value, one.limit)

    def _enter(self, number: int) -> None:
        self._number = number
        part = self._parts[number]
        self._stage = _stage(part, self._scene)
        self._stage.begin()

    def _leave(self, stage: Stage) -> Iterator[Thought]:
        yield from self._last_of_tail()
        if isinstance(stage, Set) and self._scene.sensing and stage.drilling:
            self._tail = _Tail(stage, self._scene.now_s + TAIL_S)
        elif stage.part.kind != "talk" and not (isinstance(stage, Effort) and stage.phase in {"told", "counted-in"}):
            yield self._row(stage)
        if isinstance(stage, Set):
            self._drilled_s = self._clock.real(stage.start_s), self._clock.real(stage.end_s)

    def _last_of_tail(self) -> Iterator[Thought]:
        if self._tail is not None:
            stage, self._tail = self._tail.stage, None
            yield self._row(stage)

    def _row(self, stage: Stage) -> DrillPart:
        part = stage.part
        return DrillPart(
            kind=part.kind,
            drill=part.drill or "",
            name=part.name,
            set_number=part.set_number,
            start_s=self._clock.real(stage.start_s),
            end_s=self._clock.real(stage.end_s),
            repetitions=stage.count,
            ended=stage.ended or "stopped",
            values=stage.values,
        )

    def _guide(self) -> Iterator[Guide]:
        stage = self._stage
        if stage is None:
            return
        left = None if stage.part.kind in {"talk", "over"} else stage.left
        guide = Guide(
            at_s=self._at_s,
            kind=stage.part.kind,
            drill=stage.part.drill or "",
            part=stage.part.name,
            note="paused" if self._clock.stands else stage.note,
            count=stage.count,
            remaining=None if left is None else float(math.ceil(left[0] - 1e-9)),
            unit="" if left is None else left[1],
            next=self._parts[self._number + 1].name if self._number + 1 < len(self._parts) else "",
        )
        if self._shown is None or replace(guide, at_s=self._shown.at_s) != self._shown:
            self._shown = guide
            yield guide


def _stage(part: Part, scene: Scene) -> Stage:
    match part.kind:
        case "warm-up":
            return EasyRunning(part, scene)
        case "walk-back":
            return WalkBack(part, scene)
        case "stride":
            return Stride(part, scene)
        case "drill" if part.drill is not None:
            return Set(part, scene, part.drill)
        case _:
            return Stage(part, scene)
