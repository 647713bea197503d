"""What is known of the runner before a session begins: own normals, how many sessions, this week's dose, what worked.

A recording's header keeps it as names and numbers, so that a replay begins with the same knowledge:

    normal.foot-left.left.0.contact_s    one foot's contact at the first of the speeds that were seen
    session                              sessions before this one
    dose.this_week_s, dose.last_week_s   cued seconds of the last seven days, and of the seven before
    tried.push-pull.count                trials of a cue; also .change_ms and .sd_ms
    tried.push-pull/glue.count           those of one of its wordings
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from coach.coaching.baseline import Side
from coach.coaching.belief import Tried
from coach.coaching.normal import Seen
from coach.events import PLACEMENTS, Foot

_FEET: tuple[Foot, ...] = ("left", "right", "unknown")
_SIDES: tuple[Side, ...] = tuple((placement, foot) for placement in PLACEMENTS for foot in _FEET)


@dataclass(frozen=True, slots=True)
class Memory:
    """Empty for a runner whom nobody knows."""

    normals: Mapping[Side, tuple[Seen, ...]] = field(default_factory=dict[Side, tuple[Seen, ...]])
    session: int = 0
    this_week_s: float = 0.0
    last_week_s: float = 0.0
    tried: Mapping[str, Tried] = field(default_factory=dict[str, Tried])


def to_profile(memory: Memory) -> dict[str, float]:
    """Names and numbers; an empty memory gives none."""
    return {name: float(value) for name, value in _entries(memory) if value}


def from_profile(profile: Mapping[str, float]) -> Memory:
    """The memory; names that this version does not know are passed over, as is what is incomplete."""
    rows: dict[Side, dict[str, dict[str, float]]] = {}
    arms: dict[str, dict[str, float]] = {}
    for name, value in profile.items():
        match name.split("."):
            case ["normal", placement, foot, number, what]:
                side = _side(placement, foot)
                if side is not None:
                    rows.setdefault(side, {}).setdefault(number, {})[what] = value
            case ["tried", cue, what]:
                arms.setdefault(cue, {})[what] = value
            case _:
                pass
    normals = {side: tuple(seen for row in found.values() if (seen := _seen(row))) for side, found in rows.items()}
    return Memory(
        normals={side: seen for side, seen in normals.items() if seen},
        session=round(profile.get("session", 0.0)),
        this_week_s=profile.get("dose.this_week_s", 0.0),
        last_week_s=profile.get("dose.last_week_s", 0.0),
        tried={
            cue: Tried(round(arm.get("count", 0.0)), arm.get("change_ms", 0.0), arm.get("sd_ms", 0.0))
            for cue, arm in arms.items()
        },
    )


def _entries(memory: Memory) -> Iterator[tuple[str, float]]:
    for (placement, foot), seen in memory.normals.items():
        for number, row in enumerate(seen):
            for column in fields(row):
                value: float | None = getattr(row, column.name)
                yield f"normal.{placement}.{foot}.{number}.{column.name}", 0.0 if value is None else value
    yield "session", memory.session
    yield "dose.this_week_s", memory.this_week_s
    yield "dose.last_week_s", memory.last_week_s
    for cue, arm in memory.tried.items():
        for what in ("count", "change_ms", "sd_ms"):
            yield f"tried.{cue}.{what}", getattr(arm, what)


def _side(placement: str, foot: str) -> Side | None:
    return next((side for side in _SIDES if side == (placement, foot)), None)


def _seen(row: Mapping[str, float]) -> Seen | None:
    known = {column.name for column in fields(Seen)}
    values = {name: value for name, value in row.items() if name in known and value > 0.0}
    if not {"steps", "contact_s"} <= values.keys():
        return None
    return Seen(steps=round(values.pop("steps")), **values)
