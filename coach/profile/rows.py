"""What the profile keeps, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.coaching.baseline import Side
from coach.coaching.normal import Seen
from coach.coaching.response import Trial


@dataclass(frozen=True, slots=True)
class Calibration:
    """The runner's own normal in one shoe on one ground. Every one is kept; the newest that knows a foot holds."""

    made_at: str
    """ISO 8601 with zone."""
    shoe: str
    surface: str
    source: str
    """`screening`, or `run` for what a coached run learned beside it."""
    normals: Mapping[Side, tuple[Seen, ...]]
    restarts_fading: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One coached run."""

    started_at: str
    """ISO 8601 with zone."""
    running_s: float
    cued_s: float
    trials: tuple[Trial, ...] = ()
