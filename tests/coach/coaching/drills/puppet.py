"""A puppet that follows the calls of a routine, and what was heard as a transcript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.events import (
    Activity,
    CueDecision,
    DrillName,
    DrillPart,
    Foot,
    Guide,
    Key,
    Link,
    Output,
    Repetition,
    Speed,
    Status,
    Step,
)
from cues.pack import Pack

EVERY_S: Mapping[DrillName, float] = {"pogo": 0.42, "skip": 0.8, "butt-kick": 0.6}
CONTACT_S: Mapping[DrillName, float] = {"pogo": 0.19, "skip": 0.18, "butt-kick": float("nan")}
Moment = Repetition | Step | Key | Link | Speed


def repetition(drill: DrillName, at_s: float, **values: float) -> Repetition:
    contact_s = values.pop("contact_s", CONTACT_S[drill])
    return Repetition(drill, "foot-left", "unknown", at_s, at_s + 0.4, contact_s, 0.24, (), values)


def step(at_s: float, foot: Foot, activity: Activity) -> Step:
    return Step(
        foot, "foot-left", at_s, at_s + 0.3, at_s + 0.35, 0.3, 0.005, 1.0, None, activity, activity == "run", ""
    )


@dataclass
class Puppet:
    """Somebody who does what is called, as the detectors would tell it."""

    delay_s: float = 0.5
    slower: float = 1.0
    rests: Mapping[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])
    """Set → after how many seconds it stops, and for how long."""
    does: Callable[[Repetition], Repetition] = lambda one: one
    """How it does what it does."""
    coming: list[Moment] = field(default_factory=list[Moment])
    sets: int = 0
    told: DrillName | None = None
    runs: bool = False

    def hear(self, cue: str, at_s: float) -> None:
        what = cue.removeprefix("drill-").removesuffix("-again")
        if what in EVERY_S or what == "test":
            self.told = "pogo" if what == "test" else next(drill for drill in EVERY_S if drill == what)
        elif what in {"warm-up", "stride"}:
            self.told = None
            if what == "warm-up":
                self._move("run", at_s, 900.0, 0.36)
        elif what == "go" and self.told is not None:
            self._drill(self.told, at_s + 3.0 + self.delay_s)
        elif what in {"stop", "skipped", "warm"}:
            self.coming = [one for one in self.coming if not isinstance(one, Repetition | Step) or date_of(one) <= at_s]
            self._move("walk", at_s + 1.5, 60.0, 0.55 * self.slower)

    def until(self, at_s: float) -> list[Moment]:
        due = [one for one in self.coming if declared_s(one) <= at_s]
        self.coming = [one for one in self.coming if declared_s(one) > at_s]
        return sorted(due, key=declared_s)

    def _drill(self, drill: DrillName, from_s: float) -> None:
        self.sets += 1
        self.coming = [one for one in self.coming if not isinstance(one, Step)]
        after_s, for_s = self.rests.get(self.sets, (1e9, 0.0))
        for k in range(100):
            own_s = k * EVERY_S[drill] * self.slower
            one = repetition(drill, from_s + own_s + (for_s if own_s > after_s else 0.0))
            self.coming.append(self.does(one))

    def _move(self, activity: Activity, from_s: float, for_s: float, every_s: float) -> None:
        feet: tuple[Foot, Foot] = ("left", "right")
        for k in range(round(for_s / every_s)):
            self.coming.append(step(from_s + k * every_s, feet[k % 2], activity))


def date_of(one: Moment) -> float:
    return one.initial_contact_s if isinstance(one, Step) else one.at_s


def declared_s(one: Moment) -> float:
    return one.declared_s if isinstance(one, Step | Repetition) else one.at_s


@dataclass
class Led:
    """What a routine gave."""

    outputs: list[Output]
    pack: Pack

    @property
    def said(self) -> list[CueDecision]:
        return [one for one in self.outputs if isinstance(one, CueDecision) and one.outcome == "played"]

    @property
    def parts(self) -> list[DrillPart]:
        return [one for one in self.outputs if isinstance(one, DrillPart)]

    @property
    def guides(self) -> list[Guide]:
        return [one for one in self.outputs if isinstance(one, Guide)]

    @property
    def statuses(self) -> list[Status]:
        return [one for one in self.outputs if isinstance(one, Status)]

    def times(self, cue: str) -> list[float]:
        return [one.requested_s for one in self.said if one.cue == cue and one.requested_s is not None]

    def transcript(self) -> str:
        """Words and beeps at their times, and each part when it is over."""
        lines: list[str] = []
        for one in self.outputs:
            if isinstance(one, CueDecision) and one.outcome == "played":
                way = next(way for way in self.pack.text.cues[one.cue].wordings if way.id == one.wording)
                lines.append(f"{one.requested_s:8.2f}  {way.text or f'({way.tone})'}")
            elif isinstance(one, DrillPart):
                count = "" if one.repetitions is None else f", {one.repetitions} repetitions"
                lines.append(f"{one.end_s:8.2f}  -- {one.name}: {one.end_s - one.start_s:.1f} s{count}, {one.ended}")
        return "\n".join(lines) + "\n"


Lead = Callable[..., Led]
