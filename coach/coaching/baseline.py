"""The runner's own normal: learned from the first valid running, or known from the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.coaching.normal import Band, Normal
from coach.config import Baseline as Settings
from coach.config import Stance
from coach.events import Foot, Placement, Step

TRIGGER_SD = 2.0
RELEASE_SD = 1.0
"""A band is never narrower than this many SD of the runner's own single steps …"""
WIDEST = 2.0
"""… nor wider than so many times the trigger that was asked for, lest a restless learning time deafen the coach."""
SLOPE_SD = 0.3
"""Runners differ: contact changed by -36.8 ± 10.9 ms per m/s (fifteen runners). So large a share of a change that was
only calculated from speed may be wrong, and the band is wider by that much."""
_PAUSE_S = 2.0
_LEAST_STEPS = 5
_MAD_TO_SD = 1.4826

_Side: TypeAlias = tuple[Placement, Foot]


@dataclass(slots=True)
class _Lesson:
    """What one foot has shown so far."""

    seconds: float = 0.0
    last_s: float | None = None
    contact_s: list[float] = field(default_factory=list[float])
    stride_s: list[float] = field(default_factory=list[float])
    flight_s: list[float] = field(default_factory=list[float])
    oscillation_cm: list[float] = field(default_factory=list[float])
    speed_mps: list[float] = field(default_factory=list[float])

    def add(self, step: Step, speed_mps: float | None) -> None:
        if self.last_s is not None and step.declared_s - self.last_s <= _PAUSE_S:
            self.seconds += step.declared_s - self.last_s
        self.last_s = step.declared_s
        self.contact_s.append(step.contact_s)
        seen = (
            (self.stride_s, step.stride_s),
            (self.flight_s, step.flight_s),
            (self.oscillation_cm, step.values.get("oscillation_cm")),
            (self.speed_mps, speed_mps),
        )
        for values, value in seen:
            if value is not None:
                values.append(value)

    def normal(self, contact_s: float | None) -> Normal:
        usual_s = _median(self.contact_s)
        spread = _MAD_TO_SD * _median([abs(value - usual_s) for value in self.contact_s]) / usual_s
        return Normal(
            contact_s=usual_s if contact_s is None else contact_s,
            spread=spread,
            stride_s=_most(self.stride_s, self.contact_s),
            flight_s=_most(self.flight_s, self.contact_s),
            oscillation_cm=_most(self.oscillation_cm, self.contact_s),
            speed_mps=_most(self.speed_mps, self.contact_s) if contact_s is None else None,
        )


class Baseline:
    """Learns each foot's normal as the median of `learn_s` seconds of believed running; then keeps it.

    A contact time from the settings is known at once and stays; flight, stride and spread are learned beside it.
    """

    def __init__(self, settings: Settings, stance: Stance) -> None:
        self._learn_s = settings.learn_s
        self._contact_s = None if settings.contact_ms is None else 1e-3 * settings.contact_ms
        self._trigger, self._release = 0.01 * stance.trigger_percent, 0.01 * stance.release_percent
        self._lessons: dict[_Side, _Lesson] = {}
        self._normals: dict[_Side, Normal] = {}

    def learn(self, step: Step, speed_mps: float | None) -> None:
        """A believed running step, with its speed where that is known from outside the motion sensors."""
        side: _Side = (step.placement, step.foot)
        if side in self._normals:
            return
        lesson = self._lessons.get(side)
        if lesson is None:
            lesson = self._lessons[side] = _Lesson()
        lesson.add(step, speed_mps)
        if lesson.seconds >= self._learn_s and len(lesson.contact_s) >= _LEAST_STEPS:
            self._normals[side] = lesson.normal(self._contact_s)
            del self._lessons[side]

    def normal(self, step: Step) -> Normal | None:
        """What is usual for this step's foot and sensor; None while it is being learned."""
        normal = self._normals.get((step.placement, step.foot))
        return Normal(self._contact_s) if normal is None and self._contact_s is not None else normal

    def learned_s(self, step: Step) -> float:
        """Seconds of running from which this foot has been learned so far."""
        lesson = self._lessons.get((step.placement, step.foot))
        return 0.0 if lesson is None else lesson.seconds

    def band(self, step: Step, speed_mps: float | None) -> Band:
        """The band around both feet's normal, as sensors of this kind see it. Only where `normal` is known."""
        kind = step.placement.partition("-")[0]
        normals = [normal for (placement, _), normal in self._normals.items() if placement.startswith(kind)]
        if not normals:
            normals = [normal for normal in (self.normal(step),) if normal is not None]
        spread = min(max(normal.spread for normal in normals), self._trigger * WIDEST / TRIGGER_SD)
        normal_s = sum(normal.contact_at(speed_mps) for normal in normals) / len(normals)
        learned_s = sum(normal.contact_s for normal in normals) / len(normals)
        unsure = SLOPE_SD * abs(normal_s / learned_s - 1.0)
        return Band(
            normal_s=normal_s,
            trigger=max(self._trigger, TRIGGER_SD * spread) + unsure,
            release=max(self._release, RELEASE_SD * spread) + unsure,
        )


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _most(values: Sequence[float], steps: Sequence[float]) -> float | None:
    """The median where at least half of the steps have the value."""
    return _median(values) if 2 * len(values) >= len(steps) else None
