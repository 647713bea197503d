"""One row of the history, from a run of ours or from a watch's FIT file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from coach.coaching.dose import CUED_S
from coach.coaching.normal import SPEED_EXPONENT
from coach.review.summary import REFERENCE_MPS, Summary

Kind = Literal["coach", "watch"]


@dataclass(frozen=True, slots=True)
class Session:
    """A run in figures. None = not measured or not known."""

    key: str
    """Tells it from all others: the recording's path, or `watch` and when it began."""
    kind: Kind
    started_at: str
    """ISO 8601 with zone."""
    duration_s: float
    running_s: float
    distance_m: float | None = None
    steps: int = 0
    contact_s: float | None = None
    reference_s: float | None = None
    """Contact time at `REFERENCE_MPS`; None where speed was not known."""
    speed_mps: float | None = None
    cadence_spm: float | None = None
    sink_deg: float | None = None
    sink_cm: float | None = None
    drawn_out_s: float | None = None
    """None where own normal was not known."""
    cues_due: int = 0
    cues_said: int = 0
    dose_s: float = 0.0
    """Cued running: each push cue counts a minute, what overlaps counts once."""
    name: str = ""
    note: str = ""
    shoe: str = ""
    surface: str = ""

    @property
    def began(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.started_at)

    def contact_at(self, speed_mps: float) -> float | None:
        """Contact time at this speed, by the usual slope (contact ~ speed to the -0.54)."""
        return None if self.reference_s is None else self.reference_s * (speed_mps / REFERENCE_MPS) ** SPEED_EXPONENT

    @property
    def drawn_out_percent(self) -> float | None:
        """Of the time of running."""
        known = self.drawn_out_s is not None and self.running_s > 0.0
        return 100.0 * self.drawn_out_s / self.running_s if known and self.drawn_out_s is not None else None

    @property
    def due_per_hour(self) -> float | None:
        """How often a cue was needed."""
        known = self.drawn_out_s is not None and self.running_s > 0.0
        return 3600.0 * self.cues_due / self.running_s if known else None


def session_of(
    summary: Summary, *, key: str, started_at: str, name: str = "", shoe: str = "", surface: str = ""
) -> Session:
    """A finished run of ours."""
    said = [cue for cue in summary.outcome("played") if cue.advises]
    return Session(
        key=key,
        kind="coach",
        started_at=started_at,
        duration_s=summary.duration_s,
        running_s=summary.running_s,
        distance_m=None if summary.speed_mps is None else summary.speed_mps * summary.running_s,
        steps=summary.running_steps,
        contact_s=summary.contact_s,
        reference_s=summary.reference_s,
        speed_mps=summary.speed_mps,
        cadence_spm=summary.cadence_spm,
        sink_deg=summary.sink_deg,
        sink_cm=summary.sink_cm,
        drawn_out_s=None if summary.normal_s is None else summary.drawn_out_s,
        cues_due=sum(cue.advises for cue in summary.cues),
        cues_said=len(said),
        dose_s=dose(summary),
        name=name,
        shoe=shoe,
        surface=surface,
    )


def dose(summary: Summary) -> float:
    """Seconds of cued running, as `coach.coaching.dose` counts them."""
    total_s, until_s = 0.0, summary.start_s
    for cue in summary.outcome("played"):
        if cue.pushes:
            end_s = cue.decided_s + CUED_S
            total_s += end_s - max(cue.decided_s, until_s)
            until_s = end_s
    return total_s
