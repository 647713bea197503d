"""A screening run becomes the runner's own normal, or is refused with what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coach.coaching.baseline import Side, rung
from coach.coaching.lesson import Lesson
from coach.coaching.normal import Normal, Seen
from coach.coaching.speed import RunningSpeed
from coach.events import Step

LEAST_S = 60.0
"""Of believed running by each foot, at one speed at least."""
OTHER_S = 30.0
"""A further speed needs so much."""
SETTLE_S = 10.0
"""Running after each stop that is not looked at."""
LEAST_TRUSTED = 0.8
WIDEST_SPREAD = 0.06
"""Robust SD of single steps: 1.2 to 2.5 % in fifteen runners, up to 4 % with what a sensor adds."""
LARGEST_TREND = 0.04
"""Last third of the steps at one speed against the first."""
MOST_UNEVEN = 0.10
"""Share of the running that may lie 5 % off the rest."""
_STOP_S = 3.0


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening found; `missing` is empty where it can be used."""

    normals: Mapping[Side, Normal]
    missing: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Foot:
    lessons: dict[int | None, Lesson] = field(default_factory=dict[int | None, Lesson])
    running: int = 0
    reasons: Counter[str] = field(default_factory=Counter[str])


class Screening:
    """Add the steps of one or more recordings, then `judge`."""

    def __init__(self, *, own_speed: bool = False) -> None:
        self._own_speed = own_speed
        self._feet: dict[Side, _Foot] = {}

    def add(self, steps: Iterable[Step], speed_mps: float | None = None) -> None:
        """All steps of one recording, in order; `speed_mps` where it was typed in."""
        speeds, since_s, last_s = RunningSpeed(own=self._own_speed), 0.0, -1e9
        for foot in self._feet.values():
            for lesson in foot.lessons.values():
                lesson.pause()
        for step in steps:
            at_s = step.declared_s
            if step.activity != "run" or at_s - last_s > _STOP_S:
                since_s = at_s
            last_s = at_s
            if step.activity != "run" or at_s - since_s < SETTLE_S:
                continue
            foot = self._feet.setdefault((step.placement, step.foot), _Foot())
            foot.running += 1
            if not step.valid:
                foot.reasons[step.reason] += 1
                continue
            known_mps = speeds.of(step) if speed_mps is None else speed_mps
            foot.lessons.setdefault(rung(known_mps), Lesson()).add(step, known_mps)

    def judge(self) -> Screened:
        """What is normal at each speed, or why that cannot be told."""
        normals: dict[Side, Normal] = {}
        missing: list[str] = []
        for side, foot in sorted(self._feet.items()):
            seen = _seen(foot)
            why = _too_few(foot) or _untrusted(foot) or _mixed(foot)
            if why:
                missing.append(f"{_name(side)}: {why}")
            else:
                normals[side] = Normal(seen)
        if not self._feet:
            missing.append("no running was found")
        return Screened({} if missing else normals, tuple(missing), () if missing else tuple(_remarks(normals)))


def _seen(foot: _Foot) -> tuple[Seen, ...]:
    return tuple(lesson.seen() for lesson in foot.lessons.values() if lesson.seconds >= OTHER_S)


def _too_few(foot: _Foot) -> str:
    longest_s = max((lesson.seconds for lesson in foot.lessons.values()), default=0.0)
    if longest_s >= LEAST_S:
        return ""
    at = "" if set(foot.lessons) <= {None} else " at one speed"
    return f"{longest_s:.0f} s of trusted running{at}, and {LEAST_S:.0f} s are needed"


def _untrusted(foot: _Foot) -> str:
    trusted = 1.0 - foot.reasons.total() / foot.running
    if trusted >= LEAST_TRUSTED:
        return ""
    (worst, _), *_ = foot.reasons.most_common(1)
    return f"only {100 * trusted:.0f} % of the steps can be trusted (most often: {worst})"


def _mixed(foot: _Foot) -> str:
    for lesson in foot.lessons.values():
        if lesson.seconds < OTHER_S:
            continue
        at = f" at {lesson.speed_mps:.1f} m/s" if lesson.speed_mps is not None else ""
        if abs(lesson.trend) > LARGEST_TREND:
            hint = "" if at else " and tell the speed"
            return f"contact changed by {100 * lesson.trend:+.0f} % on the way{at}: warm up, then run evenly{hint}"
        if lesson.uneven > MOST_UNEVEN:
            return f"contact was off by 5 % or more in {100 * lesson.uneven:.0f} % of the running{at}, too mixed"
        spread = lesson.seen().spread
        if spread > WIDEST_SPREAD:
            return f"single steps scatter by {100 * spread:.0f} %{at}, too mixed for a normal"
    return ""


def _remarks(normals: Mapping[Side, Normal]) -> Iterable[str]:
    if all(normal.speed_mps is None for normal in normals.values()):
        yield "The speed is not known: this normal holds for the speed of this run, and other speeds look drawn-out."
    usual = {side: normal.at(None).contact_s for side, normal in normals.items()}
    for (placement, foot), contact_s in usual.items():
        other = next((c for (p, f), c in usual.items() if f == "right" and p[:4] == placement[:4]), None)
        if foot == "left" and other is not None and abs(contact_s / other - 1.0) > 0.08:
            yield f"Left and right differ by {1e3 * abs(contact_s - other):.0f} ms; each foot is held to its own."


def _name(side: Side) -> str:
    placement, foot = side
    return placement if foot in (*placement.split("-"), "unknown") else f"{placement}, {foot} foot"
