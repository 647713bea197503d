"""What may be said, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind = Literal["coaching", "notice"]
Durations: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]
"""Cue key → its wordings as (id, longest duration in s)."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something worth saying. The scheduler decides whether and when it is said."""

    key: str
    """Which cue of the pack, e.g. `push-through-the-ball`."""
    at_s: float
    """When it became due."""
    expires_s: float
    """The last moment at which it still makes sense to begin saying it."""
    urgency: int
    """The higher one is said first when several wait."""
    kind: Kind
    """`coaching` is rationed; a `notice` (sensor lost, sensor back) only waits for its turn to speak."""
    because: str
    """The number that says so, in the runner's words."""
    cue_id: int
    """Unique within a run."""
    wording: str = ""
    """Which of the pack's wordings is asked for; empty, or one that the pack has not: they take turns."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a cue: each offered cue gets exactly one."""

    cue: Cue
    outcome: Literal["played", "dropped"]
    reason: str
    """Why it was dropped; for a played cue what it had to wait for, empty when nothing."""
    requested_s: float | None
    """Stream time at which it was released; None when it was dropped."""
    wording: str
    """Which of the pack's wordings was chosen; empty when it was dropped."""
