"""From steps to decisions: what the coach thinks, what the scheduler lets through, and what is kept back on purpose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from coach.coaching import words
from coach.coaching.coach import SILENT_S, Coach, Thought
from coach.coaching.deciding import Moment, row_of
from coach.coaching.fate import Fate, Fates
from coach.coaching.means import METRONOME, Wordings
from coach.coaching.memory import Memory
from coach.coaching.rules import check
from coach.config import Config, parse
from coach.devices.charge import LowBattery
from coach.errors import ConfigError
from coach.events import Advice, Beat, CueDecision, Key, Link, Output, Rejected, Reload, Repetition, Speed, Step, Tick
from cues.cue import Cue, Durations, Kind, Verdict
from cues.scheduler import Limits, Scheduler

RANK: Mapping[str, tuple[Kind, int, float]] = {
    "sensor-lost": ("notice", 40, 10.0),
    "sensor-back": ("notice", 30, 10.0),
    "battery-low": ("notice", 10, 60.0),
    "learned": ("notice", 5, 20.0),
    "ease": ("coaching", 20, 5.0),
    "good-chime": ("coaching", 0, 2.0),
}
"""Cue → kind, urgency, and for how many seconds it still makes sense."""
PUSH: tuple[Kind, int, float] = ("coaching", 10, 3.0)
BEAT_S = 1.0
"""How long the voice is kept free where the metronome stands in for a word."""


class Decider:
    """Everything that is decided about steps. The same moments give the same outputs, always.

    A push cue that is kept back passes the same gates as one that is given, and costs the same cool-down and budget:
    only so can the two be compared.
    """

    def __init__(self, config: Config, durations: Durations, memory: Memory | None = None) -> None:
        check(config.rules, durations)
        memory = memory or Memory()
        self.coach = Coach(config, memory)
        self._durations = {**durations, METRONOME: ((METRONOME, BEAT_S),)}
        self._scheduler = Scheduler(_limits(config), self._durations)
        self._fates = Fates(config.cues, config.fading, memory.session)
        pack = {cue: [wording for wording, _ in wordings] for cue, wordings in durations.items()}
        self._wordings = Wordings(memory.tried, pack, config.cues, memory.session)
        self._running = False
        self._cue_id = 0
        self._now_s = -math.inf

    def feed(self, moment: Moment) -> list[Output]:  # noqa: PLR0911  # one answer per kind of moment
        """Outputs that this moment made certain, in order."""
        match moment:
            case Step():
                return self._step(moment)
            case Rejected():
                return [moment]
            case Link(state="lost"):
                told = f"nothing from {moment.placement} for {SILENT_S:g} s"
                return self._think(moment.at_s, self.coach.notice(moment)) + self._offer(
                    "sensor-lost", moment.at_s, told
                )
            case Link():
                told = f"{moment.placement} is heard again"
                return self._think(moment.at_s, self.coach.notice(moment)) + self._offer(
                    "sensor-back", moment.at_s, told
                )
            case Tick() | Key() | Speed():
                return self._think(moment.at_s, self.coach.notice(moment))
            case Reload():
                return self._reload(moment)
            case LowBattery(placement=placement, percent=percent):
                return self._offer("battery-low", moment.at_s, f"the battery of {placement} is at {percent} %")
            case Repetition():
                return []  # drills are counted where they are led

    def finish(self) -> list[Output]:
        """The run is over: what waited comes out."""
        return [*self._judged(self._scheduler.finish(self._now_s)), *self.coach.finish(self._now_s)]

    def _step(self, step: Step) -> list[Output]:
        out: list[Output] = [step]
        if not self._running and step.valid:
            self._running = True
            out += self._judged(self._scheduler.start(step.declared_s))
        return out + self._think(step.declared_s, self.coach.feed(step))

    def _reload(self, reload: Reload) -> list[Output]:
        try:
            config = parse(reload.text)
            check(config.rules, self._durations)
        except ConfigError:
            return []  # written by another version: the settings in force stay
        self.coach.set(config)
        self._fates.set(config.cues, config.fading)
        self._wordings.set(config.cues)
        return self._judged(self._scheduler.limit(reload.at_s, _limits(config)))

    # ── from thought to word ──────────────────────────────────────────────────────────────────────────────────

    def _think(self, at_s: float, thoughts: Iterable[Thought]) -> list[Output]:
        out: list[Output] = []
        for thought in thoughts:
            match thought:
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
        wording = self._wordings.next(key)
        cue = Cue(key, at_s, at_s + lasts_s, urgency, kind, because, self._next_id(), wording)
        return self._judged(self._scheduler.offer(cue))

    def _judged(self, verdicts: Iterable[Verdict]) -> list[Output]:
        out: list[Output] = []
        for verdict in verdicts:
            fate: Fate = "given"
            if verdict.outcome == "played" and verdict.cue.key in (*words.PUSH, METRONOME):
                fate = self._fates.next()
                self._wordings.used(verdict.cue.key)
            decision = self._decision(verdict, fate)
            # a metronome that was chosen is told by the row of its beat
            if decision.outcome != "played" or decision.cue != METRONOME:
                out.append(decision)
            for beat in self.coach.heard(decision, fate):
                out += self._beat(beat)
        return out

    def _decision(self, verdict: Verdict, fate: Fate) -> CueDecision:
        row = row_of(verdict)
        if fate == "given":
            return row
        reason = words.kept_back(fate, self._fates.percent)
        return replace(row, outcome="withheld", reason=reason, requested_s=None, wording="")

    def _beat(self, beat: Beat) -> list[Output]:
        """The metronome's own row in the cue table, then the beat itself; its end needs no row."""
        if beat.spm is None:
            return [beat]
        row = CueDecision(
            cue_id=self._next_id(),
            decided_s=beat.at_s,
            cue=METRONOME,
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


def _limits(config: Config) -> Limits:
    cues = config.cues
    return Limits(cues.quiet_first_s, cues.cooldown_s, cues.budget_per_10min)
