"""What a cue did to contact: before and after each cue that was given or withheld, one trial after the other."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from coach.coaching.normal import median

BEFORE_STEPS = 30
AFTER_STEPS = (10, 40)
"""Contact is the median over these steps, counted from the cue: hearing it out and answering takes some."""
LEAST_STEPS = 10
"""A trial whose last part is shorter than this, since the runner stopped, says nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One cue that was due, given or withheld by chance, and what contact did."""

    at_s: float
    cue: str
    given: bool
    before_ms: float
    """How far contact lay above own normal for the speed, median over the steps before."""
    change_ms: float
    """The same after, minus before; below zero contact became shorter. Speed is taken out on both sides."""
    wording: str = ""
    """In which of the pack's words it was given; empty where it was withheld."""


@dataclass(slots=True)
class _Open:
    at_s: float
    cue: str
    given: bool
    before_ms: float
    wording: str
    taken: int = 0
    after_ms: list[float] = field(default_factory=list[float])


class Responses:
    """Feed it every believed running step and every push cue that was given or withheld by chance."""

    def __init__(self) -> None:
        self.trials: list[Trial] = []
        self._past: deque[float] = deque(maxlen=BEFORE_STEPS)
        self._open: _Open | None = None

    def step(self, excess_ms: float) -> None:
        """Contact of this step above own normal for its speed."""
        self._past.append(excess_ms)
        trial = self._open
        if trial is None:
            return
        trial.taken += 1
        if trial.taken > AFTER_STEPS[0]:
            trial.after_ms.append(excess_ms)
        if trial.taken >= AFTER_STEPS[1]:
            self.close()

    def decided(self, at_s: float, cue: str, *, given: bool, wording: str = "") -> None:
        """A cue was given, or withheld by chance."""
        self.close()
        if len(self._past) >= LEAST_STEPS:
            self._open = _Open(at_s, cue, given, median(list(self._past)), wording)

    def interrupt(self) -> None:
        """Running is over: what came before says nothing about what comes next."""
        self.close()
        self._past.clear()

    def close(self) -> None:
        """What is open counts if it lasted long enough."""
        trial, self._open = self._open, None
        if trial is not None and len(trial.after_ms) >= LEAST_STEPS:
            change_ms = median(trial.after_ms) - trial.before_ms
            self.trials.append(Trial(trial.at_s, trial.cue, trial.given, trial.before_ms, change_ms, trial.wording))
