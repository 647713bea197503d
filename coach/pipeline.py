"""The waist of the house: events in, outputs out. Pure and synchronous; time comes only with the events."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from coach.coaching.coach import Coach, Thought
from coach.config import Config
from coach.events import (
    Advice,
    Beat,
    CueDecision,
    Event,
    Key,
    Link,
    Output,
    Packet,
    Placement,
    Played,
    Rejected,
    Speed,
    Step,
    Tick,
)
from coach.measures.measurer import Measurer
from cues.cue import Cue, Kind, Verdict
from cues.scheduler import Limits, Scheduler

SILENT_S = 3.0
"""A sensor from which nothing came for so long is lost."""
RANK: Mapping[str, tuple[Kind, int, float]] = {
    "sensor-lost": ("notice", 40, 10.0),
    "sensor-back": ("notice", 30, 10.0),
    "ease": ("coaching", 20, 5.0),
    "good-chime": ("coaching", 0, 2.0),
}
"""Cue → kind, urgency, and for how many seconds it still makes sense."""
PUSH: tuple[Kind, int, float] = ("coaching", 10, 3.0)

Durations = Mapping[str, Sequence[tuple[str, float]]]
"""Cue key → its wordings as (id, longest duration in s)."""


class Pipeline:
    """Everything that is decided during a run. The same events give the same outputs, always.

    `durations` are the pack's: the scheduler keeps one voice at a time by them.
    """

    def __init__(self, config: Config, placements: Sequence[Placement], durations: Durations) -> None:
        self._measurer = Measurer(config, placements)
        self._coach = Coach(config)
        cues = config.cues
        self._scheduler = Scheduler(Limits(cues.quiet_first_s, cues.cooldown_s, cues.budget_per_10min), durations)
        self._heard_s: dict[Placement, float] = {}
        self._lost: set[Placement] = set()
        self._running = False
        self._cue_id = 0
        self._now_s = -math.inf

    def feed(self, event: Event) -> list[Output]:
        """Outputs that this event made certain, in order."""
        match event:
            case Packet():
                back = self._back(event.placement, event.arrived_s)
                self._heard_s[event.placement] = event.arrived_s
                return back + self._after(self._measurer.packet(event))
            case Tick():
                return self._lose_silent(event) + self._think(event.at_s, self._coach.notice(event))
            case Link(state="lost"):
                return self._lose(event.placement, event.at_s)
            case Key(key="left" | "right"):
                self._measurer.tap("left" if event.key == "left" else "right", event.at_s)
            case Key():
                return self._think(event.at_s, self._coach.notice(event))
            case Speed():
                return self._after(self._measurer.speed(event))
            case Link() | Played():
                pass  # a sensor is back when its packets are; sounds change no decision
        return []

    def finish(self) -> list[Output]:
        """The recording is over: what waited comes out."""
        out = self._after(self._measurer.finish())
        return out + self._judged(self._scheduler.finish(self._now_s))

    # ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _after(self, found: Iterable[Step | Rejected]) -> list[Output]:
        out: list[Output] = []
        for one in found:
            out.append(one)
            if isinstance(one, Step):
                out += self._step(one)
        return out

    def _step(self, step: Step) -> list[Output]:
        out: list[Output] = []
        if not self._running and step.valid:
            self._running = True
            out += self._judged(self._scheduler.start(step.declared_s))
        return out + self._think(step.declared_s, self._coach.feed(step, step.values.get("outside_speed_mps")))

    # ── sensors that come and go ──────────────────────────────────────────────────────────────────────────────

    def _lose_silent(self, tick: Tick) -> list[Output]:
        out: list[Output] = []
        for placement, heard_s in self._heard_s.items():
            if tick.at_s - heard_s >= SILENT_S:
                out += self._lose(placement, tick.at_s)
        return out

    def _lose(self, placement: Placement, at_s: float) -> list[Output]:
        if placement in self._lost:
            return []
        self._lost.add(placement)
        out = self._after(self._measurer.silence(placement))
        out += self._think(at_s, self._coach.notice(Link(placement, at_s, "lost")))
        return out + self._offer("sensor-lost", at_s, f"nothing from {placement} for {SILENT_S:g} s")

    def _back(self, placement: Placement, at_s: float) -> list[Output]:
        if placement not in self._lost:
            return []
        self._lost.discard(placement)
        out = self._think(at_s, self._coach.notice(Link(placement, at_s, "connected")))
        return out + self._offer("sensor-back", at_s, f"{placement} is heard again")

    # ── from thought to word ──────────────────────────────────────────────────────────────────────────────────

    def _think(self, at_s: float, thoughts: Iterable[Thought]) -> list[Output]:
        out: list[Output] = []
        for thought in thoughts:
            match thought:
                case Advice(withheld=True):
                    out.append(self._withheld(thought))
                case Advice():
                    out += self._offer(thought.cue, thought.at_s, thought.because)
                case Beat():
                    out += self._beat(thought)
                case _:
                    out.append(thought)
        self._now_s = max(self._now_s, at_s)
        return out + self._judged(self._scheduler.advance(at_s))

    def _offer(self, key: str, at_s: float, because: str) -> list[Output]:
        kind, urgency, lasts_s = RANK.get(key, PUSH)
        cue = Cue(key, at_s, at_s + lasts_s, urgency, kind, because, self._next_id())
        return self._judged(self._scheduler.offer(cue))

    def _judged(self, verdicts: Iterable[Verdict]) -> list[Output]:
        out: list[Output] = []
        for verdict in verdicts:
            cue = verdict.cue
            decision = CueDecision(
                cue_id=cue.cue_id,
                decided_s=cue.at_s,
                cue=cue.key,
                outcome=verdict.outcome,
                reason=verdict.reason,
                requested_s=verdict.requested_s,
                wording=verdict.wording,
                because=cue.because,
            )
            out.append(decision)
            for beat in self._coach.heard(decision):
                out += self._beat(beat)
        return out

    def _withheld(self, advice: Advice) -> CueDecision:
        return CueDecision(
            cue_id=self._next_id(),
            decided_s=advice.at_s,
            cue=advice.cue,
            outcome="withheld",
            reason="by chance, to learn what cues do",
            requested_s=None,
            because=advice.because,
        )

    def _beat(self, beat: Beat) -> list[Output]:
        """The metronome's own row in the cue table, then the beat itself; its end needs no row."""
        if beat.spm is None:
            return [beat]
        row = CueDecision(
            cue_id=self._next_id(),
            decided_s=beat.at_s,
            cue="metronome",
            outcome="played",
            reason="",
            requested_s=beat.at_s,
            because=beat.because,
            spm=beat.spm,
            until_s=beat.until_s,
        )
        return [row, beat]

    def _next_id(self) -> int:
        self._cue_id += 1
        return self._cue_id
