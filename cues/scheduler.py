"""Which cue is said, when, and in which words. Pure: time is an argument.

The law of this file:
1. one voice at a time, with a breath between two; a cue waits its turn until it expires;
2. quiet time, cool-down and budget ration `coaching` cues only, a `notice` waits for nothing but its turn;
3. of the cues that may speak the most urgent goes first, then the oldest; a newer cue replaces a waiting namesake;
4. no wording twice in a row where a cue has several and none of them is asked for;
5. every offered cue gets exactly one verdict, as soon as it is certain.

A release is dated at the moment the last gate opened, not at the call that found out: calling `advance` more often
changes nothing.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from cues.cue import Cue, Durations, Verdict

BREATH_S = 0.3
"""Silence between two utterances, so that two cues do not run into one sentence."""
BUDGET_SPAN_S = 600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much coaching a runner wants to hear."""

    quiet_first_s: float
    """No coaching cue in the first seconds after `Scheduler.start`."""
    cooldown_s: float
    """At least so long between the starts of two coaching cues."""
    budget_per_10min: int
    """At most so many coaching cues in any ten minutes."""


@dataclass(frozen=True, slots=True)
class _Gate:
    """Something that keeps a cue back until `opens_s`."""

    opens_s: float
    reason: str


class Scheduler:
    """Offer cues as they become due, advance as time passes; both return the verdicts that have become certain.

    Times must not run backwards; an older time than the last one counts as the last one.
    """

    def __init__(self, limits: Limits, pack_durations: Durations) -> None:
        self._limits = limits
        self._wordings = {key: tuple(wordings) for key, wordings in pack_durations.items()}
        self._now_s = -math.inf
        self._quiet_until_s = math.inf
        self._voice_free_s = -math.inf
        self._coached_s: deque[float] = deque(maxlen=max(limits.budget_per_10min, 1))
        self._said: dict[str, int] = {}
        self._speaking = ""
        self._waiting: list[Cue] = []

    def start(self, at_s: float) -> tuple[Verdict, ...]:
        """The quiet time begins. Before the first call no coaching cue is said; a later call begins it anew."""
        verdicts = self.advance(at_s)
        self._quiet_until_s = at_s + self._limits.quiet_first_s
        return verdicts

    def offer(self, cue: Cue) -> tuple[Verdict, ...]:
        """A cue is due. Verdicts of other cues that time has decided come first."""
        verdicts = list(self.advance(cue.at_s))
        if not self._wordings.get(cue.key):
            return (*verdicts, _dropped(cue, "the pack has no such cue"))
        if cue.key == self._speaking and self._now_s < self._voice_free_s:
            return (*verdicts, _dropped(cue, "being said already"))
        for waiting in [w for w in self._waiting if w.key == cue.key]:
            self._waiting.remove(waiting)
            verdicts.append(_dropped(waiting, "replaced by a newer one"))
        self._waiting.append(cue)
        return (*verdicts, *self.advance(cue.at_s))

    def advance(self, at_s: float) -> tuple[Verdict, ...]:
        """Time has come to `at_s`: waiting cues are said or expire."""
        verdicts: list[Verdict] = []
        while True:
            verdicts += self._drop_hopeless()
            ready = [(max(self._gate(cue).opens_s, cue.at_s, self._now_s), cue) for cue in self._waiting]
            moment_s = min((opens_s for opens_s, _ in ready), default=math.inf)
            if moment_s > at_s:
                break
            rivals = [cue for opens_s, cue in ready if opens_s <= moment_s]
            verdicts.append(self._release(min(rivals, key=lambda c: (-c.urgency, c.at_s, c.cue_id)), moment_s))
        self._now_s = max(self._now_s, at_s)
        return (*verdicts, *self._drop_hopeless())

    def limit(self, at_s: float, limits: Limits) -> tuple[Verdict, ...]:
        """Other limits from now on; the quiet time, cool-down and budget that are running are measured by them."""
        verdicts = self.advance(at_s)
        self._quiet_until_s += limits.quiet_first_s - self._limits.quiet_first_s
        self._coached_s = deque(self._coached_s, maxlen=max(limits.budget_per_10min, 1))
        self._limits = limits
        return (*verdicts, *self.advance(at_s))

    def finish(self, at_s: float) -> tuple[Verdict, ...]:
        """The run is over: what still waits is dropped."""
        verdicts = self.advance(at_s)
        left, self._waiting = self._waiting, []
        return (*verdicts, *(_dropped(cue, "the run ended") for cue in left))

    def _gate(self, cue: Cue) -> _Gate:
        """The last of the gates that this cue must pass."""
        gates = [_Gate(-math.inf, ""), _Gate(self._voice_free_s, "another cue was speaking")]
        if cue.kind == "coaching":
            limits = self._limits
            last_s = self._coached_s[-1] if self._coached_s else -math.inf
            quiet = "no running yet" if math.isinf(self._quiet_until_s) else f"quiet first {limits.quiet_first_s:g} s"
            gates += [
                _Gate(self._quiet_until_s, quiet),
                _Gate(last_s + limits.cooldown_s, f"cool-down of {limits.cooldown_s:g} s"),
                _Gate(self._budget_opens_s(), f"budget of {limits.budget_per_10min} in ten minutes"),
            ]
        return max(gates, key=lambda gate: gate.opens_s)

    def _budget_opens_s(self) -> float:
        if self._limits.budget_per_10min == 0:
            return math.inf
        spent = len(self._coached_s) == self._limits.budget_per_10min
        return self._coached_s[0] + BUDGET_SPAN_S if spent else -math.inf

    def _drop_hopeless(self) -> list[Verdict]:
        """Cues whose gate opens too late for them."""
        verdicts: list[Verdict] = []
        for cue in list(self._waiting):
            gate = self._gate(cue)
            if max(gate.opens_s, cue.at_s, self._now_s) > cue.expires_s:
                self._waiting.remove(cue)
                verdicts.append(_dropped(cue, gate.reason if gate.opens_s > cue.at_s else "expired"))
        return verdicts

    def _release(self, cue: Cue, at_s: float) -> Verdict:
        gate = self._gate(cue)
        wordings = self._wordings[cue.key]
        turn = self._said.get(cue.key, 0) % len(wordings)
        turn = next((n for n, (wording, _) in enumerate(wordings) if wording == cue.wording), turn)
        wording, duration_s = wordings[turn]
        self._said[cue.key] = turn + 1
        self._waiting.remove(cue)
        self._speaking = cue.key
        self._voice_free_s = at_s + duration_s + BREATH_S
        self._now_s = max(self._now_s, at_s)
        if cue.kind == "coaching":
            self._coached_s.append(at_s)
        return Verdict(cue, "played", gate.reason if gate.opens_s > cue.at_s else "", at_s, wording)


def _dropped(cue: Cue, reason: str) -> Verdict:
    return Verdict(cue, "dropped", reason, None, "")
