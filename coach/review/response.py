"""What contact time did after each cue: the change that followed it, which is not yet what it caused.

Cues come when contact is long, so it would often have become shorter by itself. What the cues caused is told by
`coach.coaching.effect`, against cues that were due and withheld by chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from coach.coaching.effect import Effect
from coach.coaching.effect import effect as effect_of
from coach.coaching.normal import SPEED_EXPONENT
from coach.coaching.response import AFTER_STEPS, BEFORE_STEPS, LEAST_STEPS, Trial
from coach.events import Step
from coach.review.cues_csv import CueRow

_NEAR_S = 30.0


def effect(cues: Sequence[CueRow], followed: Sequence[float | None]) -> Effect | None:
    """What the push cues of this run caused; None with too few of either kind, as in most single runs."""
    return effect_of(
        [
            Trial(cue.heard_s, cue.cue, cue.outcome == "played", 0.0, 1e3 * change_s)
            for cue, change_s in zip(cues, followed, strict=True)
            if cue.pushes and cue.outcome != "dropped" and change_s is not None
        ]
    )


def responses(steps: Sequence[Step], cues_s: Sequence[float]) -> list[float | None]:
    """For each cue median contact after minus before in s; None where too few believed running steps were near.

    Where speed is known, what a change of speed alone would have done is taken out.
    """
    believed = [step for step in steps if step.valid]
    at_s = [step.declared_s for step in believed]
    return [_response(believed, at_s, cue_s) for cue_s in cues_s]


def _response(believed: Sequence[Step], at_s: Sequence[float], cue_s: float) -> float | None:
    now = bisect_left(at_s, cue_s)
    before = [s for s in believed[max(now - BEFORE_STEPS, 0) : now] if cue_s - s.declared_s < _NEAR_S]
    after = [s for s in believed[now + AFTER_STEPS[0] : now + AFTER_STEPS[1]] if s.declared_s - cue_s < 2 * _NEAR_S]
    if min(len(before), len(after)) < LEAST_STEPS:
        return None
    contact_s = median(step.contact_s for step in before)
    return median(step.contact_s for step in after) - contact_s * _by_speed(before, after)


def _by_speed(before: Sequence[Step], after: Sequence[Step]) -> float:
    """What the change of speed alone made of contact time, as a factor."""
    old, new = ([s.values["speed_mps"] for s in part if "speed_mps" in s.values] for part in (before, after))
    if 2 * len(old) < len(before) or 2 * len(new) < len(after):
        return 1.0
    return (median(new) / median(old)) ** SPEED_EXPONENT
