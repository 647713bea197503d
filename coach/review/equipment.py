"""How sensors and sound served the run: what came, what was lost, what was late, what the runner was told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median

from coach.events import PLACEMENTS, Notice, Placement, Rejected, Step
from coach.review.cues_csv import CueRow
from coach.review.run import Delivery


@dataclass(frozen=True, slots=True)
class SensorHealth:
    """What one sensor gave."""

    placement: Placement
    steps: int
    """Running steps."""
    valid: int
    rejected: Mapping[str, int]
    """What was thrown away before any step came of it: reason → how many."""
    delivery: Delivery | None
    """How its packets came; None where nobody knows, as for imported tables."""
    battery: tuple[int, int] | None
    """Percent at first and at last; None where it does not tell."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How late something was, each time, in s and sorted; never empty."""

    values_s: tuple[float, ...]

    @property
    def usual_s(self) -> float:
        """As late as half of them."""
        return median(self.values_s)

    @property
    def late_s(self) -> float:
        """95 of 100 were not later."""
        return self.values_s[-(-95 * len(self.values_s) // 100) - 1]

    @property
    def worst_s(self) -> float:
        """The latest of all."""
        return self.values_s[-1]


@dataclass(frozen=True, slots=True)
class Equipment:
    """Sensors, sound, and the way from a step to a cue. A delay that nothing tells of is None."""

    sensors: tuple[SensorHealth, ...]
    losses: int
    """How often the coach noticed that a sensor had gone silent."""
    certain: Delay | None
    """From toe-off to the sample that made the step certain."""
    asked: Delay | None
    """From the decision to the time for which the cue was asked: how long it waited for its turn."""
    sounded: Delay | None
    """From then to the begin of its sound, as the output tells it."""
    unheard: int
    """Cues that were asked for and never sounded."""
    notices: tuple[Notice, ...]


def equipment(
    running: Sequence[Step],
    rejected: Sequence[Rejected],
    cues: Sequence[CueRow],
    *,
    losses: int,
    deliveries: Mapping[Placement, Delivery],
    batteries: Mapping[Placement, tuple[int, int]],
    notices: Sequence[Notice],
) -> Equipment:
    """Of running steps, what was thrown away, and cues."""
    worn = {s.placement for s in running} | {r.placement for r in rejected} | set(deliveries) | set(batteries)
    asked = [cue for cue in cues if cue.outcome == "played" and cue.spoken and cue.requested_s is not None]
    return Equipment(
        sensors=tuple(
            SensorHealth(
                placement=placement,
                steps=sum(s.placement == placement for s in running),
                valid=sum(s.placement == placement and s.valid for s in running),
                rejected=counts(r for r in rejected if r.placement == placement),
                delivery=deliveries.get(placement),
                battery=batteries.get(placement),
            )
            for placement in PLACEMENTS
            if placement in worn
        ),
        losses=losses,
        certain=_delay(step.declared_s - step.toe_off_s for step in running if step.valid),
        asked=_delay(cue.requested_s - cue.decided_s for cue in asked if cue.requested_s is not None),
        sounded=_delay(
            cue.started_s - cue.requested_s
            for cue in asked
            if cue.started_s is not None and cue.requested_s is not None
        ),
        unheard=sum(cue.started_s is None and bool(cue.reason) and not cue.news for cue in asked),
        notices=tuple(notices),
    )


def counts(rejected: Iterable[Rejected]) -> dict[str, int]:
    """Reason → how much was thrown away for it, the most frequent first."""
    found: Counter[str] = Counter()
    for one in rejected:
        found[one.reason] += one.count
    return dict(found.most_common())


def _delay(delays_s: Iterable[float]) -> Delay | None:
    real = sorted(delay_s for delay_s in delays_s if isfinite(delay_s))
    return Delay(tuple(real)) if real else None
