"""What contact time did after each cue: the change that followed it, which is not yet what it caused.

Cues come when contact is long, so it would often have become shorter by itself. Only the difference to cues that were
due and withheld by chance is an effect.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from coach.coaching.normal import SPEED_EXPONENT
from coach.events import Step
from coach.review.tables import CueRow

BEFORE_STEPS = 30
AFTER_STEPS = (10, 40)
"""Steps after the cue that are looked at; the first ones are still the old gait."""
_LEAST_STEPS = 10
_NEAR_S = 30.0
_LEAST_CUES = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """Cued against withheld: medians of how contact time changed, in s."""

    cued_s: float
    withheld_s: float

    @property
    def gain_s(self) -> float:
        """Below zero the cues made contact shorter."""
        return self.cued_s - self.withheld_s


def effect(cues: Sequence[CueRow], followed: Sequence[float | None]) -> Effect | None:
    """None with fewer than three cues of either kind: one run seldom has enough."""
    by_outcome: dict[str, list[float]] = {"played": [], "withheld": [], "dropped": []}
    for cue, change_s in zip(cues, followed, strict=True):
        if cue.spoken and change_s is not None:
            by_outcome[cue.outcome].append(change_s)
    cued, withheld = by_outcome["played"], by_outcome["withheld"]
    if min(len(cued), len(withheld)) < _LEAST_CUES:
        return None
    return Effect(median(cued), median(withheld))


def responses(steps: Sequence[Step], cues_s: Sequence[float]) -> list[float | None]:
    """For each cue median contact after minus before in s; None where too few believed running steps were near.

    Where speed is known, what a change of speed alone would have done is taken out (contact ~ speed to the -0.54).
    """
    believed = [step for step in steps if step.valid]
    at_s = [step.declared_s for step in believed]
    return [_response(believed, at_s, cue_s) for cue_s in cues_s]


def _response(believed: Sequence[Step], at_s: Sequence[float], cue_s: float) -> float | None:
    now = bisect_left(at_s, cue_s)
    before = [s for s in believed[max(now - BEFORE_STEPS, 0) : now] if cue_s - s.declared_s < _NEAR_S]
    after = [s for s in believed[now + AFTER_STEPS[0] : now + AFTER_STEPS[1]] if s.declared_s - cue_s < 2 * _NEAR_S]
    if min(len(before), len(after)) < _LEAST_STEPS:
        return None
    contact_s = median(step.contact_s for step in before)
    return median(step.contact_s for step in after) - contact_s * _by_speed(before, after)


def _by_speed(before: Sequence[Step], after: Sequence[Step]) -> float:
    """What the change of speed alone made of contact time, as a factor."""
    old, new = ([s.values["speed_mps"] for s in part if "speed_mps" in s.values] for part in (before, after))
    if 2 * len(old) < len(before) or 2 * len(new) < len(after):
        return 1.0
    return (median(new) / median(old)) ** SPEED_EXPONENT
