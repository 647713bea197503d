"""The coach: steps in, advice out. Everything in stream time; it never asks what time it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from coach.coaching import words
from coach.coaching.baseline import Baseline
from coach.coaching.bounce import BounceGuard
from coach.coaching.drawn_out import DrawnOut
from coach.coaching.gates import Gates
from coach.coaching.metronome import MetronomeRule
from coach.coaching.normal import Band, Normal
from coach.coaching.recent import Recent
from coach.coaching.report import Reporter
from coach.coaching.withholding import Withholding
from coach.config import Config
from coach.events import Advice, Beat, CueDecision, Key, Link, State, Status, Step, Tick

SILENT_S = 3.0
"""Without a step for so long, the runner does not run."""

Thought: TypeAlias = Advice | Status | Beat


class Coach:
    """Learns the runner's own normal, notices drawn-out stance and bouncing, and says what is worth saying.

    `feed` takes every step, believed or not, in order of `declared_s`; `notice` what else happens; `heard` what became
    of an advice. Whether and when it sounds (cool-down, budget, quiet time, one voice) is the scheduler's matter.
    """

    def __init__(self, config: Config) -> None:
        self._baseline = Baseline(config.baseline, config.stance)
        self._drawn_out = DrawnOut(config.stance, config.cues)
        self._bounce = BounceGuard(config.bounce)
        self._gates = Gates(config)
        self._withholding = Withholding(config.cues.withhold_percent, config.cues.withhold_seed)
        self._metronome = MetronomeRule(config.metronome)
        self._reporter = Reporter()
        self._learn_s = config.baseline.learn_s
        self._window_steps = config.stance.window_steps
        self._excess = Recent()
        self._stride_s = Recent()
        self._pushes = 0
        self._last_step_s = math.inf
        self._lost: set[str] = set()
        self._state: State = "waiting"
        self._band: Band | None = None
        self._learned_s = 0.0

    def feed(self, step: Step, outside_speed_mps: float | None = None) -> list[Thought]:
        """One step, with the running speed where it is known from outside the motion sensors."""
        if step.reason == "late":
            return []  # news of the past says nothing about now
        at_s = step.declared_s
        out: list[Thought] = []
        if at_s - self._last_step_s > SILENT_S:
            out += self._halt(at_s)
        self._last_step_s = at_s
        if self._state == "paused":
            return out
        if step.activity != "run":
            out += self._halt(at_s)
            self._state = "walking" if step.activity == "walk" else "standing"
        elif step.valid:
            self._gates.ran(step)
            self._baseline.learn(step, outside_speed_mps)
            out += self._judge(step, outside_speed_mps)
        return out + self._report(at_s)

    def notice(self, event: Tick | Link | Key) -> list[Thought]:
        """Time passes, a sensor comes or goes, the runner presses `pause` (once more ends it)."""
        out: list[Thought] = []
        match event:
            case Tick():
                if self._state != "paused" and event.at_s - self._last_step_s > SILENT_S:
                    out += self._halt(event.at_s)
                    self._state = "sensor-lost" if self._lost else "standing"
            case Link(state="lost"):
                self._lost.add(event.placement)
            case Link():
                self._lost.discard(event.placement)
            case Key(key="pause"):
                out += self._halt(event.at_s)
                self._state = "waiting" if self._state == "paused" else "paused"
            case Key():
                return []
        return out + self._report(event.at_s)

    def heard(self, decision: CueDecision) -> list[Beat]:
        """Fate of an advice: a dropped push cue does not count and is offered again, a played one starts the beat."""
        if decision.cue not in words.PUSH:
            return []
        if decision.outcome == "dropped":
            self._pushes -= 1
            self._drawn_out.dropped(decision.decided_s)
        if decision.outcome != "played" or not self._drawn_out.active:
            return []
        return self._metronome.cued(decision.decided_s, self._own_spm())

    def _judge(self, step: Step, speed_mps: float | None) -> list[Thought]:
        """A believed running step against own normal."""
        at_s = step.declared_s
        normal = self._baseline.normal(step)
        if normal is None:
            self._state = "learning"
            self._learned_s = self._baseline.learned_s(step)
            return []
        band = self._band = self._baseline.band(step, speed_mps)
        excess = step.contact_s / normal.contact_at(speed_mps) - 1.0
        stride_s = step.stride_s or normal.stride_s or 0.72
        span_s = 0.5 * self._window_steps * stride_s
        self._excess.add(at_s, excess, span_s)
        if step.stride_s is not None:
            self._stride_s.add(at_s, step.stride_s, span_s)
        out = [*self._ease(step, normal, excess), *self._stance(at_s, excess, band)]
        if self._gates.below_floor(self._excess.median):
            out += self._metronome.stop(at_s, "contact is short enough")
        elif self._gates.settled:
            out += self._metronome.running(at_s, self._own_spm())
        self._state = "bouncy" if self._bounce.bouncy else "drawn-out" if self._drawn_out.active else "good"
        return out

    def _ease(self, step: Step, normal: Normal, excess: float) -> Sequence[Thought]:
        at_s = step.declared_s
        if not (self._gates.settled and self._bounce.update(step, normal, excess)):
            return []
        because = words.bouncy(self._bounce.excess)
        value, limit = 1e2 * self._bounce.excess, 1e2 * self._bounce.limit
        advice = Advice(at_s=at_s, cue=words.EASE, rule="bounce", because=because, value=value, limit=limit)
        return [advice, *self._metronome.stop(at_s, because)]

    def _stance(self, at_s: float, excess: float, band: Band) -> Sequence[Thought]:
        median = self._excess.median
        turn = self._drawn_out.update(at_s, median, band.trigger, band.release)
        if turn is None or median is None:
            return [] if self._drawn_out.active else self._metronome.mended(at_s)
        value, limit = 1e3 * band.normal_s * (1.0 + median), 1e3 * band.limit_s
        if turn == "mended":
            because = words.mended(band, self._drawn_out.lasted_s)
            chime = Advice(at_s=at_s, cue=words.MENDED, rule="mended", because=because, value=value, limit=limit)
            return [chime, *self._metronome.mended(at_s)]
        if self._gates.push(excess, band.release, locked=self._bounce.locked(at_s)):
            return []
        advice = Advice(
            at_s=at_s,
            cue=words.PUSH[self._pushes % len(words.PUSH)],
            rule="drawn-out",
            because=words.drawn_out(band, median, self._drawn_out.lasts_s(at_s)),
            value=value,
            limit=limit,
            withheld=self._withholding.next(),
        )
        self._pushes += 1
        self._drawn_out.offered(at_s)
        return [advice]

    def _halt(self, at_s: float) -> list[Thought]:
        """Running is interrupted: what was going on is over, and the runner settles in anew."""
        self._excess.clear()
        self._stride_s.clear()
        self._drawn_out.clear()
        self._bounce.clear()
        self._gates.stopped()
        return [*self._metronome.stop(at_s, "not running")]

    def _own_spm(self) -> float | None:
        stride_s = self._stride_s.median
        return None if stride_s is None else 120.0 / stride_s

    def _report(self, at_s: float) -> list[Thought]:
        if not self._reporter.wants(at_s, self._state):
            return []
        band = self._band
        status = Status(
            at_s=at_s,
            state=self._state,
            text=self._text(at_s),
            normal_s=None if band is None else band.normal_s,
            limit_s=None if band is None else band.limit_s,
        )
        return [*self._reporter.tell(status)]

    def _text(self, at_s: float) -> str:
        band, never = self._band, self._gates.never
        match self._state:
            case "waiting":
                text = "waiting for you to run"
            case "learning":
                text = words.learning(self._learned_s, self._learn_s)
            case "good" if band is not None:
                text = words.good(band, self._excess.median)
            case "drawn-out" if band is not None:
                given_up = "; left alone for now" if self._drawn_out.given_up else ""
                text = words.drawn_out(band, self._excess.median or 0.0, self._drawn_out.lasts_s(at_s)) + given_up
            case "bouncy":
                text = words.bouncy(self._bounce.excess)
            case _:
                text = self._state
        return f"{text}; push cues are off: {never}" if never else text
