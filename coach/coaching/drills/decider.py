"""From what the runner does to what is said: the routine leads, the scheduler keeps one voice at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coach.coaching.deciding import Moment, row_of
from coach.coaching.drills.leader import Leader, Thought
from coach.coaching.drills.routine import Part
from coach.devices.charge import LowBattery
from coach.events import (
    Advice,
    DrillName,
    DrillPart,
    Guide,
    Key,
    Link,
    Output,
    Rejected,
    Reload,
    Repetition,
    Speed,
    State,
    Status,
    Step,
    Tick,
)
from cues.cue import Cue, Durations, Kind, Verdict
from cues.scheduler import Limits, Scheduler

SPARSE = Limits(quiet_first_s=0.0, cooldown_s=6.0, budget_per_10min=30)
"""Words about form; the routine itself is never rationed."""
IN_A_DRILL = "in a drill"
FORM = frozenset({"drill-quicker", "drill-quieter", "drill-knees-straighter", "drill-knees-softer", "drill-heel-up"})
_CALLS: Mapping[str, tuple[int, float]] = {
    "drill-stop": (60, 5.0),
    "drill-paused": (55, 5.0),
    "drill-goes-on": (55, 5.0),
    "drill-skipped": (55, 5.0),
    "drill-repeat": (55, 5.0),
    "drill-warm": (55, 5.0),
    "sensor-lost": (35, 10.0),
    "sensor-back": (35, 10.0),
    "battery-low": (15, 60.0),
}
"""Cue → urgency, and for how many seconds it still makes sense."""
_ROUTINE = (40, 30.0)
_FORM = (20, 1.5)
_COUNT = (10, 0.4)


class DrillDecider:
    """Moments in, outputs out; the same moments give the same outputs, always."""

    def __init__(self, parts: Sequence[Part], durations: Durations, *, counts: bool) -> None:
        self._leader = Leader(parts, counts=counts)
        self._durations = {key: max((s for _, s in ways), default=0.0) for key, ways in durations.items()}
        self._scheduler = Scheduler(SPARSE, durations)
        self._started = False
        self._cue_id = 0
        self._now_s = -math.inf
        self._state: tuple[State, str] | None = None
        self._guide: Guide | None = None
        self._lost = False

    @property
    def sensing(self) -> bool:
        """Whether any sensor is being heard now."""
        return self._leader.sensing

    def hears(self, *, sensing: bool) -> None:
        """Whether any sensor is being heard from now on."""
        self._leader.sensing = sensing

    @property
    def drill(self) -> DrillName | None:
        """What the runner has been told to do."""
        return self._leader.drill

    def feed(self, moment: Moment) -> list[Output]:  # noqa: PLR0911  # one answer per kind of moment
        """Outputs that this moment made certain, in order."""
        match moment:
            case Step():
                step = self._judged_step(moment)
                return [step, *self._think(moment.declared_s, self._leader.step(step))]
            case Repetition():
                return [moment, *self._think(moment.declared_s, self._leader.repetition(moment))]
            case Rejected():
                return [moment]
            case Tick():
                return self._think(moment.at_s, self._leader.tick(moment.at_s))
            case Speed():
                self._leader.speed(moment)
                return []
            case Key():
                return self._key(moment)
            case Link():
                return self._link(moment)
            case LowBattery(at_s=at_s, placement=placement, percent=percent):
                told = f"the battery of {placement} is at {percent} %"
                return self._think(at_s, [Advice(at_s, "battery-low", "battery", told, 0.0, 0.0)])
            case Reload():
                return []  # the routine was laid out at the start

    def finish(self) -> list[Output]:
        """The session is over: what waited comes out."""
        out = self._think(self._now_s, self._leader.finish())
        return out + [row_of(verdict) for verdict in self._scheduler.finish(self._now_s)]

    def _key(self, key: Key) -> list[Output]:
        match key.key:
            case "pause":
                return self._think(key.at_s, self._leader.pause(key.at_s))
            case "skip":
                return self._think(key.at_s, self._leader.skip(key.at_s))
            case "repeat":
                return self._think(key.at_s, self._leader.repeat(key.at_s))
            case _:
                return []

    def _link(self, link: Link) -> list[Output]:
        self._lost = link.state == "lost"
        cue = "sensor-lost" if self._lost else "sensor-back"
        told = f"nothing from {link.placement}" if self._lost else f"{link.placement} is heard again"
        return self._think(link.at_s, [Advice(link.at_s, cue, "link", told, 0.0, 0.0)])

    def _judged_step(self, step: Step) -> Step:
        """A hop is no running step, however much it looks like one."""
        if not self._leader.drilling(step.initial_contact_s):
            return step
        return replace(step, valid=False, reason=step.reason or IN_A_DRILL)

    # ── from thought to word ──────────────────────────────────────────────────────────────────────────────────

    def _think(self, at_s: float, thoughts: Iterable[Thought]) -> list[Output]:
        out: list[Output] = []
        if not self._started:
            self._started = True
            self._scheduler.start(at_s)
        self._now_s = max(self._now_s, at_s)
        for thought in thoughts:
            match thought:
                case Advice():
                    out += self._offer(thought)
                case Guide():
                    out += [thought, *self._status(thought)]
                    self._guide = thought
                case DrillPart():
                    out.append(thought)
        return out + self._judged(self._scheduler.advance(self._now_s))

    def _offer(self, advice: Advice) -> list[Output]:
        kind, (urgency, lasts_s) = _rank(advice.cue)
        self._cue_id += 1
        self._leader.due()
        at_s = max(advice.at_s, self._now_s)
        cue = Cue(advice.cue, at_s, at_s + lasts_s, urgency, kind, advice.because, self._cue_id)
        return self._judged(self._scheduler.offer(cue))

    def _judged(self, verdicts: Iterable[Verdict]) -> list[Output]:
        out: list[Output] = []
        for verdict in verdicts:
            self._leader.said(verdict.cue.key, verdict.requested_s, self._durations.get(verdict.cue.key, 0.0))
            out.append(row_of(verdict))
        return out

    def _status(self, guide: Guide) -> list[Status]:
        state: State = "paused" if guide.note == "paused" else "sensor-lost" if self._lost else "drill"
        if (state, guide.part) == self._state:
            return []
        self._state = state, guide.part
        return [Status(guide.at_s, state, guide.part)]


def _rank(cue: str) -> tuple[Kind, tuple[int, float]]:
    if cue in FORM:
        return "coaching", _FORM
    return "notice", _COUNT if cue.startswith("count-") else _CALLS.get(cue, _ROUTINE)
