"""A run at one row a second, as watches and training diaries keep it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.events import Activity, Step
from coach.review.readings import LIFE_S, Heart

SPEED_LIFE_S = 3
"""A running speed that no step repeated is held for so many seconds, then it is not known."""
_MOVING = frozenset({"", "walking"})
"""Reasons under which a step's cadence and speed are believed: of a walk, contact alone is not."""


@dataclass(frozen=True, slots=True)
class Second:
    """One second, means over the steps that began in it; what no step told is None or left out."""

    number: int
    """0 = the run's first."""
    activity: Activity | None
    """Of its last step."""
    contact_s: float | None
    """Believed running steps only."""
    stride_s: float | None
    """Running and walking."""
    duty_factor: float | None
    """Mean contact over mean stride of the believed running steps."""
    speed_mps: float | None
    heart_bpm: float | None = None
    """As it was told last, within `LIFE_S`."""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Means of the other measures, believed running steps only."""

    @property
    def cadence_spm(self) -> float | None:
        """Steps of both feet per minute."""
        return None if self.stride_s is None else 120.0 / self.stride_s


def seconds(steps: Sequence[Step], start_s: float, end_s: float, heart: Heart = ()) -> list[Second]:
    """Every second from `start_s` up to the one in which `end_s` lies, without holes; at least one."""
    count = max(math.ceil(end_s - start_s), 1)
    begun: list[list[Step]] = [[] for _ in range(count)]
    for step in steps:
        begun[min(max(int(step.initial_contact_s - start_s), 0), count - 1)].append(step)
    hearts = _hearts(heart, start_s, count)
    rows: list[Second] = []
    speed_mps, told = None, -SPEED_LIFE_S
    for number, here in enumerate(begun):
        new_mps = _mean([s.values["speed_mps"] for s in here if s.reason in _MOVING and "speed_mps" in s.values])
        if new_mps is not None:
            speed_mps, told = new_mps, number
        elif number - told >= SPEED_LIFE_S:
            speed_mps = None
        rows.append(_second(number, here, speed_mps, hearts[number]))
    return rows


def _second(number: int, steps: Sequence[Step], speed_mps: float | None, heart_bpm: float | None) -> Second:
    believed = [step for step in steps if step.valid]
    paired = [(step.contact_s, step.stride_s) for step in believed if step.stride_s is not None]
    contact_s = _mean([contact_s for contact_s, _ in paired] or [step.contact_s for step in believed])
    believed_stride_s = _mean([stride_s for _, stride_s in paired])
    walked_s = _mean([s.stride_s for s in steps if s.reason in _MOVING and s.stride_s is not None])
    return Second(
        number=number,
        activity=steps[-1].activity if steps else None,
        contact_s=contact_s,
        stride_s=walked_s if believed_stride_s is None else believed_stride_s,
        duty_factor=None if contact_s is None or believed_stride_s is None else contact_s / believed_stride_s,
        speed_mps=speed_mps,
        heart_bpm=heart_bpm,
        values=_means([step.values for step in believed]),
    )


def _hearts(heart: Heart, start_s: float, count: int) -> list[float | None]:
    """The newest at the end of each second, None where it is too old."""
    told = iter([*heart, (math.inf, 0.0)])
    coming = next(told)
    newest_s, newest = -math.inf, 0.0
    found: list[float | None] = []
    for number in range(count):
        end_s = start_s + number + 1
        while coming[0] <= end_s:
            (newest_s, newest), coming = coming, next(told)
        found.append(newest if end_s - newest_s <= LIFE_S else None)
    return found


def _means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    gathered: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            gathered.setdefault(name, []).append(value)
    return {name: math.fsum(values) / len(values) for name, values in gathered.items()}


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
