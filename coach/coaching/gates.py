"""When the runner must not be pushed, and why."""

from __future__ import annotations

from coach.config import Config, Runner
from coach.events import Foot, Step


class Gates:
    """Reasons for silence that hold for every push cue, whatever the rule found."""

    def __init__(self, config: Config) -> None:
        self._taken = 0
        self._foot: Foot = "unknown"
        self.set(config)

    def set(self, config: Config) -> None:
        """Settings from now on."""
        self._floor = -0.01 * config.stance.floor_percent
        self._settle_steps = config.cues.settle_steps
        self.never = never_push(config.runner)
        """Why this runner is never pushed; empty when he may be."""

    def stopped(self) -> None:
        """The runner stands or walks."""
        self._taken = 0
        self._foot = "unknown"

    def ran(self, step: Step) -> None:
        """One more running step; with a lone foot each stands for two."""
        self._taken += 2 if step.foot == self._foot != "unknown" else 1
        self._foot = step.foot

    @property
    def settled(self) -> bool:
        """Whether the last stop or walk lies far enough behind."""
        return self._taken > self._settle_steps

    def below_floor(self, median: float | None) -> bool:
        """Whether contact is so short already that nothing, not even a click, may press for less."""
        return median is not None and median < self._floor

    def push(self, excess: float, release: float, *, locked: bool) -> str:
        """Why no push cue may be given at a believed step of this excess over own normal; empty when one may."""
        return self.bars(locked=locked) or ("this step was good" if excess <= release else "")

    def bars(self, *, locked: bool) -> str:
        """Why no push cue may be given at all, whoever asks for one; empty when one may."""
        if self.never:
            return self.never
        if not self.settled:
            return "settling in"
        return "bounced a short while ago" if locked else ""


def never_push(runner: Runner) -> str:
    """Why sink and push cues are off for this runner altogether."""
    if runner.pain:
        return "pain is set"
    reach_cm, limit_cm = runner.knee_to_wall_cm, runner.knee_to_wall_limit_cm
    if reach_cm is not None and reach_cm < limit_cm:
        return f"knee-to-wall {reach_cm:g} cm is below your limit of {limit_cm:g} cm"
    return ""
