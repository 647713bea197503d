"""Left or right: by the pelvis's roll alone, or by the push to the side and one tap of the runner's."""

from __future__ import annotations

import math
from collections import deque

from coach.events import Foot
from coach.gait.trunk.steps import TrunkStep

REACH_S = 0.3
"""A tap this long before the first loading or after the last still means that step."""
SETTLE_STEPS = 8
"""Steps after a stop before the push to the side says again which foot is which."""
HABIT = 0.05
"""How fast the runner's habit, leftward push per left foot, is learned."""


class Sides:
    """Gives each step its foot.

    With a gyroscope at the waist the hip of the swinging leg rises: 0.1 to 0.2 s after loading the pelvis rolls to the
    right on a right foot. Without, feet merely alternate until the runner taps once; from then on they are counted, and
    after a stop the push to the side, compared with what it was while the count held, tells them apart again.
    """

    def __init__(self) -> None:
        self._taps: deque[tuple[float, Foot]] = deque()
        self._last_loading_s = -math.inf
        self._foot: Foot = "unknown"
        self._habit = 0.0
        self._counted = 0

    def tap(self, foot: Foot, at_s: float) -> None:
        """The runner says that this foot landed at `at_s`; to be told before the samples that follow it."""
        self._taps.append((at_s, foot))

    def foot(self, step: TrunkStep) -> Foot:
        """The foot of the next step in order."""
        if step.by_roll and not math.isnan(step.leftness):
            return "left" if step.leftness > 0.0 else "right"
        self._advance(step)
        tapped = self._tapped(step)
        if tapped is not None:
            self._foot = tapped
            self._habit = 0.0
        self._compare(step.leftness)
        self._last_loading_s = step.loading_s
        return self._foot

    def _advance(self, step: TrunkStep) -> None:
        """Count feet; forget them where the count was lost."""
        self._counted = self._counted + 1 if step.beats else 0
        if not step.beats:
            self._foot = "unknown"
        elif step.beats % 2:
            self._foot = _other(self._foot)

    def _compare(self, leftness: float) -> None:
        """Learn the habit while the foot is known; know the foot from it when it was lost."""
        if math.isnan(leftness):
            return
        push = math.copysign(1.0, leftness)
        if self._foot != "unknown":
            sign = push if self._foot == "left" else -push
            self._habit += (sign - self._habit) * (HABIT if self._habit else 1.0)
        elif self._habit and self._counted >= SETTLE_STEPS:
            self._foot = "left" if push * self._habit > 0.0 else "right"

    def _tapped(self, step: TrunkStep) -> Foot | None:
        """The newest tap that lies nearer to this step's loading than to its neighbours'."""
        after_s = (step.loading_s + step.next_loading_s) / 2.0
        if math.isnan(after_s):
            after_s = step.loading_s + REACH_S
        before_s = max((step.loading_s + self._last_loading_s) / 2.0, step.loading_s - REACH_S)
        tapped: Foot | None = None
        while self._taps and self._taps[0][0] < after_s:
            at_s, foot = self._taps.popleft()
            tapped = foot if at_s >= before_s else tapped
        return tapped


def _other(foot: Foot) -> Foot:
    others: dict[Foot, Foot] = {"left": "right", "right": "left", "unknown": "unknown"}
    return others[foot]
