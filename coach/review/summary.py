"""A whole run in one record: how long, how contact was, what was said, what could not be used. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from statistics import median

from coach.events import PLACEMENTS, CueDecision, Placement, Played, Rejected, State, Status, Step
from coach.review.tables import CueRow, cue_rows

LONGEST_STEP_S = 2.0
"""Two running steps further apart than this are not one stretch of running (a slow stride takes 0.9 s)."""


@dataclass(frozen=True, slots=True)
class SensorHealth:
    """What one sensor gave."""

    placement: Placement
    steps: int
    """Running steps."""
    valid: int
    rejected: Mapping[str, int]
    """What was thrown away before any step came of it: reason → how many."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a runner wants to know after the run. None = not measured or not known."""

    start_s: float
    end_s: float
    running_s: float
    state_s: Mapping[State, float]
    """How long the coach thought what."""
    running_steps: int
    valid_steps: int
    """Running steps that are believed; all means below are theirs."""
    contact_s: float | None
    contact_left_s: float | None
    contact_right_s: float | None
    normal_s: float | None
    """The runner's own normal when the run ended."""
    cadence_spm: float | None
    balance_percent: float | None
    """Mean share of the left foot in contact time."""
    cues: tuple[CueRow, ...]
    rejected_steps: Mapping[str, int]
    """Why running steps were not believed: reason → how many, the most frequent first."""
    sensor_losses: int
    """How often the coach noticed that a sensor had gone silent."""
    sensors: tuple[SensorHealth, ...]

    @property
    def duration_s(self) -> float:
        """From the first sign of life to the last."""
        return self.end_s - self.start_s

    @property
    def drawn_out_s(self) -> float:
        """How long stance was drawn-out."""
        return self.state_s.get("drawn-out", 0.0)

    def outcome(self, outcome: str) -> tuple[CueRow, ...]:
        """Cues that were `played`, `dropped` or `withheld`."""
        return tuple(cue for cue in self.cues if cue.outcome == outcome)


def summarise(
    steps: Iterable[Step],
    statuses: Iterable[Status],
    decisions: Iterable[CueDecision],
    rejected: Iterable[Rejected] = (),
    played: Iterable[Played] = (),
) -> Summary:
    """Everything a run gave, in any number; all may be empty."""
    steps, statuses, rejected = list(steps), list(statuses), list(rejected)
    cues = tuple(cue_rows(decisions, played))
    start_s, end_s = _span(steps, statuses, cues)
    running = [step for step in steps if step.activity == "run"]
    valid = [step for step in running if step.valid]
    left = _median(step.contact_s for step in valid if step.foot == "left")
    right = _median(step.contact_s for step in valid if step.foot == "right")
    return Summary(
        start_s=start_s,
        end_s=end_s,
        running_s=running_time(running),
        state_s=state_times(statuses, end_s),
        running_steps=len(running),
        valid_steps=len(valid),
        contact_s=_median(step.contact_s for step in valid),
        contact_left_s=left,
        contact_right_s=right,
        normal_s=next((s.normal_s for s in reversed(statuses) if s.normal_s is not None), None),
        cadence_spm=_median(step.values["cadence_spm"] for step in valid if "cadence_spm" in step.values),
        balance_percent=100.0 * left / (left + right) if left and right else None,
        cues=cues,
        rejected_steps=_tally(step.reason or "no reason given" for step in running if not step.valid),
        sensor_losses=sum(state == "sensor-lost" for state, _, _ in state_stretches(statuses, end_s)),
        sensors=_sensors(running, rejected),
    )


def running_time(running: Sequence[Step]) -> float:
    """Seconds from running step to running step, stops and walks left out."""
    gaps = (later.initial_contact_s - step.initial_contact_s for step, later in pairwise(running))
    return sum(gap for gap in gaps if 0.0 < gap <= LONGEST_STEP_S)


def state_times(statuses: Sequence[Status], end_s: float) -> dict[State, float]:
    """Seconds in each state; a state lasts until the next status."""
    spent: defaultdict[State, float] = defaultdict(float)
    for state, start_s, stop_s in state_stretches(statuses, end_s):
        spent[state] += stop_s - start_s
    return dict(spent)


def state_stretches(statuses: Sequence[Status], end_s: float) -> list[tuple[State, float, float]]:
    """(state, from, to) in order, neighbours of the same state joined."""
    stretches: list[tuple[State, float, float]] = []
    ends = [later.at_s for later in statuses[1:]] + [max(end_s, statuses[-1].at_s)] if statuses else []
    for status, stop_s in zip(statuses, ends, strict=True):
        if stretches and stretches[-1][0] == status.state:
            stretches[-1] = (status.state, stretches[-1][1], stop_s)
        else:
            stretches.append((status.state, status.at_s, stop_s))
    return stretches


def _span(steps: Sequence[Step], statuses: Sequence[Status], cues: Sequence[CueRow]) -> tuple[float, float]:
    times = [s.initial_contact_s for s in steps] + [s.declared_s for s in steps]
    times += [s.at_s for s in statuses] + [c.decided_s for c in cues]
    return (min(times), max(times)) if times else (0.0, 0.0)


def _sensors(running: Sequence[Step], rejected: Sequence[Rejected]) -> tuple[SensorHealth, ...]:
    worn = {s.placement for s in running} | {r.placement for r in rejected}
    return tuple(
        SensorHealth(
            placement=placement,
            steps=sum(s.placement == placement for s in running),
            valid=sum(s.placement == placement and s.valid for s in running),
            rejected=counts(r for r in rejected if r.placement == placement),
        )
        for placement in PLACEMENTS
        if placement in worn
    )


def counts(rejected: Iterable[Rejected]) -> dict[str, int]:
    """Reason → how much was thrown away for it, the most frequent first."""
    counts: Counter[str] = Counter()
    for one in rejected:
        counts[one.reason] += one.count
    return dict(counts.most_common())


def _tally(reasons: Iterable[str]) -> dict[str, int]:
    return dict(Counter(reasons).most_common())


def _median(values: Iterable[float]) -> float | None:
    real = [value for value in values if isfinite(value)]
    return median(real) if real else None
