"""The routine as a list of parts: what to do, the one thing to mind, and how long.

Easy running, then two sets of 20 to 30 m of each drill with a walk back, then two or three strides. The order, the
lengths and the counts are settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.coaching.drills.dose import grown, most_hops_s
from coach.config import Drills
from coach.events import DRILLS, DrillName, PartKind

TEST = "pogo-test"
ROUTINES = ("warm-up", *DRILLS, TEST)
"""What can be led, by name."""
NAMES: Mapping[DrillName, str] = {"pogo": "Pogo jumps", "skip": "Skips", "butt-kick": "Butt kicks"}
TEST_HOPS = 10
TEST_S = 25.0
"""Ten hops that were not counted are over by now."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the routine."""

    kind: PartKind
    name: str
    """As a screen shows it."""
    cue: str
    """Said as it begins."""
    drill: DrillName | None = None
    set_number: int = 0
    length_s: float = 0.0
    """How long, where nothing else ends it; 0 = as long as the words."""
    length_m: float = 0.0
    """How far, where the speed is known."""
    hops: int | None = None
    """A test: over after so many."""


def routine(name: str, settings: Drills, week: int = 1) -> tuple[Part, ...]:
    """The parts of the routine of this name, in the week that makes it (from 1)."""
    if name == TEST:
        test = Part("drill", "Ten pogo jumps, the test", "drill-test", "pogo", 1, TEST_S, hops=TEST_HOPS)
        return (_SAFETY, test, _OVER)
    if name == "warm-up":
        warm_up_s = 60.0 * settings.warm_up_min
        easy = [Part("warm-up", "Easy running", "drill-warm-up", length_s=warm_up_s)] if warm_up_s else []
        drills = [part for drill in settings.order for part in _sets(drill, settings, week)]
        return (_SAFETY, *easy, *drills, *_strides(settings), _OVER)
    by_name: Mapping[str, DrillName] = {drill: drill for drill in DRILLS}
    return (_SAFETY, *list(_sets(by_name[name], settings, week))[:-1], _OVER)


_SAFETY = Part("talk", "Before you begin", "drill-safety")
_OVER = Part("over", "That is all", "drill-done")


def _sets(drill: DrillName, settings: Drills, week: int) -> Iterator[Part]:
    """Sets, each with a walk back."""
    length_m, length_s = grown(settings.length_m, week), grown(settings.length_s, week)
    if drill == "pogo":
        share = min(most_hops_s(week) / (settings.sets * length_s), 1.0)
        length_m, length_s = share * length_m, share * length_s
    for number in range(1, settings.sets + 1):
        name = NAMES[drill] if settings.sets == 1 else f"{NAMES[drill]}, set {number} of {settings.sets}"
        cue = f"drill-{drill}" if number == 1 else f"drill-{drill}-again"
        yield Part("drill", name, cue, drill, number, length_s, length_m)
        yield _walk_back(length_m)


def _strides(settings: Drills) -> Iterator[Part]:
    for number in range(1, settings.strides + 1):
        name = "Stride" if settings.strides == 1 else f"Stride {number} of {settings.strides}"
        cue = "drill-stride" if number == 1 else "drill-stride-again"
        length_s, length_m = settings.stride_s, settings.stride_m
        yield Part("stride", name, cue, set_number=number, length_s=length_s, length_m=length_m)
        if number < settings.strides:
            yield _walk_back(length_m)


WALK_MPS = 1.2
"""Nobody hurries back."""


def _walk_back(length_m: float) -> Part:
    return Part("walk-back", "Walk back", "drill-walk-back", length_s=length_m / WALK_MPS, length_m=length_m)
