"""The coach: steps in, advice out. Everything in stream time; it never asks what time it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from coach.coaching import words
from coach.coaching.baseline import Side
from coach.coaching.bounce import BounceGuard
from coach.coaching.dose import Dose
from coach.coaching.drawn_out import DrawnOut
from coach.coaching.fate import Fate
from coach.coaching.gates import Gates
from coach.coaching.gauge import Gauge, Reading
from coach.coaching.means import METRONOME, Means
from coach.coaching.memory import Memory
from coach.coaching.metronome import MetronomeRule
from coach.coaching.news import News
from coach.coaching.normal import Normal
from coach.coaching.response import Responses, Trial
from coach.coaching.rules import Rules
from coach.coaching.turns import Turns
from coach.coaching.welcome import Welcome
from coach.config import Config
from coach.events import Advice, Beat, CueDecision, Key, Link, Speed, State, Status, Step, Tick

SILENT_S = 3.0
"""Without a step for so long, the runner does not run."""

Thought: TypeAlias = Advice | Status | Beat


class Coach:
    """Knows or learns the runner's own normal, notices drawn-out stance and bouncing, and says what is worth saying.

    `feed` takes every step, believed or not, in order of `declared_s`; `notice` what else happens; `heard` what became
    of an advice. Whether and when it sounds (cool-down, budget, quiet time, one voice) is the scheduler's matter, and
    whether a cue that may sound is kept back (fading, chance) that of `coach.coaching.fate`.
    """

    def __init__(self, config: Config, memory: Memory | None = None) -> None:
        memory = memory or Memory()
        self._gauge = Gauge(config, memory.normals if config.baseline.profile else {})
        self._drawn_out = DrawnOut(config.stance, config.cues)
        self._bounce = BounceGuard(config.bounce)
        self._gates = Gates(config)
        self._turns = Turns(config.cues)
        self._means = Means(memory.tried, config, memory.session)
        self._dose = Dose(config.dose, memory.this_week_s, memory.last_week_s)
        self._metronome = MetronomeRule(config.metronome)
        self._rules = Rules(config.rules)
        self._responses = Responses()
        self._news = News()
        self._welcome = Welcome(config.cues)
        self._learn_s = config.baseline.learn_s
        self._offers = 0
        self._last_step_s = math.inf
        self._lost: set[str] = set()
        self._state: State = "waiting"
        self._reading: Reading | None = None

    @property
    def normals(self) -> Mapping[Side, Normal]:
        """What is known of the runner's feet by now."""
        return self._gauge.normals

    @property
    def trials(self) -> Sequence[Trial]:
        """What contact did after each push cue that was given or withheld by chance."""
        return self._responses.trials

    @property
    def cued_s(self) -> float:
        """Seconds of cued running."""
        return self._dose.cued_s

    @property
    def reading(self) -> Reading | None:
        """The newest believed running step against own normal."""
        return self._reading

    def set(self, config: Config) -> None:
        """Settings from now on; what was learned stays, and what goes on goes on."""
        self._gauge.set(config)
        self._drawn_out.set(config.stance, config.cues)
        self._bounce.set(config.bounce)
        self._gates.set(config)
        self._turns.set(config.cues)
        self._means.set(config)
        self._dose.set(config.dose)
        self._metronome.set(config.metronome)
        self._rules.set(config.rules)
        self._welcome.set(config.cues)
        self._learn_s = config.baseline.learn_s

    def feed(self, step: Step) -> list[Thought]:
        """One step; its `values` tell its speed where that is known."""
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
            self._turns.ran(step)
            reading = self._gauge.read(step)
            self._welcome.ran(at_s, learning=reading is None)
            if reading is None:
                self._state = "learning"
            else:
                out += [*self._judge(step, reading), *self._introduce(reading)]
            if self._gates.settled and not self._turns.on(at_s):
                out += self._own_rules(step)
        return out + self._report(at_s)

    def notice(self, event: Tick | Link | Key | Speed) -> list[Thought]:
        """Time passes, a sensor comes or goes, a speed is told, the runner presses `pause` (once more ends it)."""
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
            case Speed():
                self._gauge.note(event)
                return []
            case Key():
                return []
        return out + self._report(event.at_s)

    def heard(self, decision: CueDecision, fate: Fate = "given") -> list[Beat]:
        """Fate of an advice: what was dropped is offered again, a push that is played starts the beat."""
        if decision.cue == words.EASE and decision.outcome == "dropped":
            self._bounce.dropped(decision.decided_s)
        if not self._offers or decision.cue not in (*words.PUSH, METRONOME):
            return []
        self._offers -= 1
        at_s = decision.decided_s
        if decision.outcome == "dropped":
            self._drawn_out.dropped(at_s)
            return []
        self._means.used(decision.cue)
        if fate != "faded":
            given = decision.outcome == "played"
            self._responses.decided(at_s, decision.cue, given=given, wording=decision.wording)
        if decision.outcome != "played":
            return []
        self._dose.pushed(at_s)
        if not self._drawn_out.active:
            return []
        return self._metronome.cued(at_s, self._gauge.own_spm, chosen=decision.cue == METRONOME)

    def finish(self, at_s: float) -> list[Beat]:
        """The run is over, and a metronome with it."""
        self._responses.close()
        return self._metronome.stop(at_s, "the run is over")

    def _introduce(self, reading: Reading) -> Sequence[Thought]:
        """The quiet time is over, and own normal was learned in it."""
        if not self._welcome.due(reading.at_s) or self._state != "good":
            return []
        band, because = reading.band, words.learned(reading.band, self._learn_s)
        value, limit = 1e3 * band.normal_s, 1e3 * band.limit_s
        return [Advice(at_s=reading.at_s, cue=words.LEARNED, rule="learned", because=because, value=value, limit=limit)]

    def _judge(self, step: Step, reading: Reading) -> list[Thought]:
        """A believed running step against own normal."""
        self._reading = reading
        self._responses.step(reading.excess_ms)
        out = [*self._ease(step, reading), *self._stance(reading)]
        at_s = reading.at_s
        if self._gates.below_floor(reading.median):
            out += self._metronome.stop(at_s, "contact is short enough")
        elif self._gates.settled:
            out += self._metronome.running(at_s, self._gauge.own_spm)
        self._state = "bouncy" if self._bounce.bouncy else "drawn-out" if self._drawn_out.active else "good"
        if self._gates.settled and self._state == "good" and not (reading.hilly or self._turns.on(at_s)):
            self._learn_on(step, reading)
        return out

    def _learn_on(self, step: Step, reading: Reading) -> None:
        """Good running keeps teaching; what is about to be called drawn-out does not."""
        if reading.median is not None and reading.median <= reading.band.trigger:
            self._gauge.good(step, reading)

    def _ease(self, step: Step, reading: Reading) -> Sequence[Thought]:
        at_s = reading.at_s
        if self._turns.on(at_s):
            return []
        if not (self._gates.settled and self._bounce.update(step, reading.usual, reading.excess)):
            return []
        because = words.bouncy(self._bounce.excess)
        value, limit = 1e2 * self._bounce.excess, 1e2 * self._bounce.limit
        advice = Advice(at_s=at_s, cue=words.EASE, rule="bounce", because=because, value=value, limit=limit)
        return [advice, *self._metronome.stop(at_s, because)]

    def _stance(self, reading: Reading) -> Sequence[Thought]:
        at_s, band, median = reading.at_s, reading.band, reading.median
        # where feet or sink disagree, or in a turn, stance is long for another reason, and no stretch begins
        form = reading.agrees and not self._turns.on(at_s)
        felt = median if median is None or form or self._drawn_out.active else min(median, band.trigger)
        turn = self._drawn_out.update(at_s, felt, band.trigger, band.release)
        if turn in ("mended", "over"):
            self._means.stretch_over()
        if turn in (None, "over") or median is None:
            return [] if self._drawn_out.active else self._metronome.mended(at_s)
        value, limit = 1e3 * band.normal_s * (1.0 + median), 1e3 * band.limit_s
        if turn == "mended" and not form:
            return self._metronome.mended(at_s)
        if turn == "mended":
            because = words.mended(band, self._drawn_out.lasted_s)
            chime = Advice(at_s=at_s, cue=words.MENDED, rule="mended", because=because, value=value, limit=limit)
            return [chime, *self._metronome.mended(at_s)]
        if not form or self._gates.push(reading.excess, band.release, locked=self._bounce.locked(at_s)):
            return []
        because = words.drawn_out(band, median, self._drawn_out.lasts_s(at_s))
        cue = self._means.next(reading.stride)
        self._drawn_out.offered(at_s)
        self._offers += 1
        return [Advice(at_s=at_s, cue=cue, rule="drawn-out", because=because, value=value, limit=limit)]

    def _own_rules(self, step: Step) -> Iterable[Thought]:
        """The runner's own rules; a push cue among them is held to the gates of all push cues."""
        for advice in self._rules.step(step, self._gauge.span_s(step.stride_s)):
            barred = self._gates.bars(locked=self._bounce.locked(advice.at_s)) or self._short()
            if advice.cue not in words.PUSH or not barred:
                yield advice

    def _short(self) -> bool:
        """Contact is below the floor, or not known at all."""
        return self._reading is None or self._gates.below_floor(self._reading.median)

    def _halt(self, at_s: float) -> list[Thought]:
        """Running is interrupted: what was going on is over, and the runner settles in anew."""
        for part in (self._gauge, self._drawn_out, self._bounce, self._turns, self._rules):
            part.clear()
        self._responses.interrupt()
        self._gates.stopped()
        return [*self._metronome.stop(at_s, "not running")]

    def _report(self, at_s: float) -> list[Thought]:
        if not self._news.wants(at_s, self._state):
            return []
        band = None if self._reading is None else self._reading.band
        status = Status(
            at_s=at_s,
            state=self._state,
            text=self._text(at_s),
            normal_s=None if band is None else band.normal_s,
            limit_s=None if band is None else band.limit_s,
            since_s=self._drawn_out.since_s if self._state == "drawn-out" else None,
            remark=self._remark,
        )
        return [*self._news.tell(status)]

    def _text(self, at_s: float) -> str:
        reading = self._reading
        match self._state:
            case "waiting":
                text = "waiting for you to run"
            case "learning":
                text = words.learning(self._gauge.learned_s, self._learn_s)
            case "good" if reading is not None:
                text = words.good(reading.band, reading.median)
            case "drawn-out" if reading is not None:
                given_up = "; left alone for now" if self._drawn_out.given_up else ""
                lasts_s = self._drawn_out.lasts_s(at_s)
                text = words.drawn_out(reading.band, reading.median or 0.0, lasts_s) + given_up
            case "bouncy":
                text = words.bouncy(self._bounce.excess)
            case _:
                text = self._state
        return f"{text}; {self._remark}" if self._remark else text

    @property
    def _remark(self) -> str:
        never = self._gates.never
        return f"{words.PUSH_IS_OFF}: {never}" if never else self._dose.warning
