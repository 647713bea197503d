"""The runner's own normal: known from earlier runs, from the settings, or learned from the first valid running."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from coach.coaching.lesson import Lesson
from coach.coaching.normal import Band, Normal, Seen, Usual
from coach.config import Baseline as Settings
from coach.config import Stance
from coach.events import Foot, Placement, Step

TRIGGER_SD = 2.0
RELEASE_SD = 1.0
"""A band is never narrower than this many SD of the runner's own single steps …"""
WIDEST = 2.0
"""… nor wider than so many times the trigger that was asked for, lest a restless learning time deafen the coach."""
SPEED_STEP = 0.08
"""Speeds within so large a share of each other are one speed."""
MORE_S = 30.0
"""Good running at a new speed for so long makes it one's own."""
_LEAST_STEPS = 5
_LEAST_SHARE = 0.1
"""A speed at which less than this share of the learning steps were run was passed through."""

Side: TypeAlias = tuple[Placement, Foot]
_Speed: TypeAlias = int | None


class Baseline:
    """Learns each foot's normal as the medians of `learn_s` seconds of believed running, speed by speed.

    What is known from earlier runs is known at once. A contact time from the settings is, too, and stays; flight,
    stride and spread are learned beside it. Once a normal is known, good running at speeds that were not seen before is
    learned as well: until then they are calculated, in a band that is wider by what is unsure.
    """

    def __init__(self, settings: Settings, stance: Stance, known: Mapping[Side, tuple[Seen, ...]]) -> None:
        self._lessons: dict[Side, dict[_Speed, Lesson]] = {}
        self._more: dict[tuple[Side, _Speed], Lesson] = {}
        self._usual: dict[tuple[Side, float | None], Usual] = {}
        self._bands: dict[tuple[Side, float | None], Band] = {}
        self._normals = {side: Normal(seen) for side, seen in known.items() if seen}
        self.set(settings, stance)

    def set(self, settings: Settings, stance: Stance) -> None:
        """Settings from now on; what was learned stays, but gives way to a contact time that they tell."""
        self._learn_s = settings.learn_s
        contact_s = None if settings.contact_ms is None else 1e-3 * settings.contact_ms
        self._told = None if contact_s is None else Seen(0, contact_s, speed_mps=settings.contact_at_mps)
        self._trigger, self._release = 0.01 * stance.trigger_percent, 0.01 * stance.release_percent
        self._normals = {side: Normal(normal.seen, self._told) for side, normal in self._normals.items()}
        self._usual.clear()
        self._bands.clear()

    @property
    def normals(self) -> Mapping[Side, Normal]:
        """What is known by now."""
        return self._normals

    def learn(self, step: Step, speed_mps: float | None) -> None:
        """A believed running step of a foot whose normal is not known yet, with its speed where that is known."""
        side: Side = (step.placement, step.foot)
        if side in self._normals:
            return
        lessons = self._lessons.setdefault(side, {})
        lessons.setdefault(rung(speed_mps), Lesson()).add(step, speed_mps)
        if self.learned_s(step) >= self._learn_s:
            total = sum(lesson.steps for lesson in lessons.values())
            least = max(_LEAST_STEPS, _LEAST_SHARE * total)
            seen = tuple(lesson.seen() for lesson in lessons.values() if lesson.steps >= least)
            if seen:
                self._now_known(side, seen)
                del self._lessons[side]

    def more(self, step: Step, speed_mps: float | None, level: float) -> None:
        """A good step of a foot whose normal is known; `level` is how far contact has drifted."""
        side: Side = (step.placement, step.foot)
        normal = self._normals.get(side)
        if speed_mps is None or normal is None or self._told is not None:
            return
        here = rung(speed_mps)
        if any(here == rung(seen.speed_mps) for seen in normal.seen):
            return
        lesson = self._more.setdefault((side, here), Lesson())
        lesson.add(step, speed_mps, level)
        if lesson.seconds >= MORE_S:
            self._now_known(side, (*normal.seen, lesson.seen()))
            del self._more[side, here]

    def knows(self, step: Step) -> bool:
        """Whether it is known what is usual for this step's foot and sensor."""
        return self._told is not None or (step.placement, step.foot) in self._normals

    def usual(self, step: Step, speed_mps: float | None) -> Usual:
        """What is usual for this step's foot and sensor at this speed; only where it is known."""
        return self._usual_of((step.placement, step.foot), speed_mps)

    def own_mps(self, step: Step) -> float | None:
        """The speed at which this foot's normal is known best, where it was learned with speed."""
        normal = self._normals.get((step.placement, step.foot))
        return None if normal is None else normal.speed_mps

    def learned_s(self, step: Step) -> float:
        """Seconds of running from which this foot has been learned so far."""
        return sum(lesson.seconds for lesson in self._lessons.get((step.placement, step.foot), {}).values())

    def band(self, step: Step, speed_mps: float | None) -> Band:
        """The band around both feet's normal, as sensors of this kind see it; only where it is known."""
        side: Side = (step.placement, step.foot)
        band = self._bands.get((side, speed_mps))
        if band is None:
            band = self._bands[side, speed_mps] = self._band(side, speed_mps)
        return band

    def _band(self, own: Side, speed_mps: float | None) -> Band:
        kind = own[0].partition("-")[0]
        sides = [side for side in self._normals if side[0].startswith(kind)] or [own]
        usual = [self._usual_of(side, speed_mps) for side in sides]
        spread = max((self._normals[side].spread for side in sides if side in self._normals), default=0.0)
        spread = min(spread, self._trigger * WIDEST / TRIGGER_SD)
        unsure = max(one.unsure for one in usual)
        return Band(
            normal_s=sum(one.contact_s for one in usual) / len(usual),
            trigger=max(self._trigger, TRIGGER_SD * spread) + unsure,
            release=max(self._release, RELEASE_SD * spread) + unsure,
        )

    def _now_known(self, side: Side, seen: tuple[Seen, ...]) -> None:
        self._normals[side] = Normal(seen, self._told)
        self._usual.clear()
        self._bands.clear()

    def _usual_of(self, side: Side, speed_mps: float | None) -> Usual:
        usual = self._usual.get((side, speed_mps))
        if usual is None:
            seen = self._normals.get(side)
            told = () if self._told is None else (self._told,)
            usual = self._usual[side, speed_mps] = (seen or Normal(told, self._told)).at(speed_mps)
        return usual


def rung(speed_mps: float | None) -> _Speed:
    """Which of the speeds that are told apart."""
    return None if speed_mps is None else round(math.log(speed_mps) / SPEED_STEP)
