"""A whole run in one record: how long, how contact was, what was said, what could not be used. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median

from coach.coaching.effect import Effect
from coach.coaching.normal import SPEED_EXPONENT
from coach.coaching.power import RATIO
from coach.coaching.words import PUSH_IS_OFF
from coach.events import CueDecision, Foot, Notice, Placement, Played, Rejected, State, Status, Step
from coach.measures.context import place_of
from coach.review.cues_csv import CueRow, cue_rows
from coach.review.equipment import Equipment, equipment
from coach.review.laps import Figures, every_few_minutes, figures, laps, median_of
from coach.review.readings import Heart, Readings, mean_heart
from coach.review.response import effect, responses
from coach.review.run import Delivery
from coach.review.stretches import running_time, state_stretches, state_times

REFERENCE_MPS = 3.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a runner wants to know after the run. None = not measured or not known."""

    start_s: float
    end_s: float
    running_s: float
    state_s: Mapping[State, float]
    """How long the coach thought what."""
    steps: int
    """Of any kind, walked ones too."""
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
    sink_deg: float | None
    sink_cm: float | None
    speed_mps: float | None
    reference_s: float | None
    """Contact time at `REFERENCE_MPS`, so that runs of different speeds can be compared."""
    remarks: tuple[str, ...]
    """What the coach said besides: why push cues were off, or that there have been enough of them."""
    cues: tuple[CueRow, ...]
    responses: tuple[float | None, ...]
    """For each of `cues` how contact time changed afterwards, in s."""
    effect: Effect | None
    """What the cues did beyond chance, where cues were withheld to compare with."""
    laps: tuple[Figures, ...]
    marked: bool
    """The runner set the laps; otherwise they are equal parts of a few minutes."""
    rejected_steps: Mapping[str, int]
    """Why running steps were not believed: reason → how many, the most frequent first."""
    heart: Heart
    """As a strap told it; empty without one."""
    heart_bpm: float | None
    """Mean while running."""
    equipment: Equipment

    @property
    def duration_s(self) -> float:
        """From the beginning to the last sign of life."""
        return self.end_s - self.start_s

    @property
    def drawn_out_s(self) -> float:
        """How long stance was drawn-out."""
        return self.state_s.get("drawn-out", 0.0)

    @property
    def gated(self) -> bool:
        """Whether this runner must not be pushed."""
        return any(remark.startswith(PUSH_IS_OFF) for remark in self.remarks)

    def outcome(self, outcome: str) -> tuple[CueRow, ...]:
        """Cues that were `played`, `dropped` or `withheld`."""
        return tuple(cue for cue in self.cues if cue.outcome == outcome)


def summarise(
    steps: Iterable[Step],
    statuses: Iterable[Status],
    decisions: Iterable[CueDecision],
    rejected: Iterable[Rejected] = (),
    played: Iterable[Played] = (),
    *,
    marks_s: Sequence[float] = (),
    deliveries: Mapping[Placement, Delivery] | None = None,
    readings: Readings | None = None,
    notices: Sequence[Notice] = (),
    phrases: Mapping[tuple[str, str], str] | None = None,
    start_s: float | None = None,
) -> Summary:
    """Everything a run gave, in any number; all may be empty. `phrases` are what each wording of each cue says.

    Times count from `start_s`, else from the first sign of life.
    """
    steps, statuses, rejected = list(steps), list(statuses), list(rejected)
    cues = tuple(cue_rows(decisions, played, phrases))
    first_s, end_s = _span(steps, statuses, cues)
    start_s = first_s if start_s is None else min(start_s, end_s)
    running = [step for step in steps if step.activity == "run"]
    valid = [step for step in running if step.valid]
    left = _median(step.contact_s for step in valid if step.foot == "left")
    right = _median(step.contact_s for step in valid if step.foot == "right")
    stretches = state_stretches(statuses, end_s)
    followed = responses(steps, [cue.heard_s for cue in cues])
    cut = laps(start_s, end_s, marks_s)
    heart: Heart = readings.heart if readings else ()
    said_s = [cue.heard_s for cue in cues if cue.outcome == "played" and cue.advises]
    return Summary(
        start_s=start_s,
        end_s=end_s,
        running_s=running_time(running),
        state_s=state_times(statuses, end_s),
        steps=len(steps),
        running_steps=len(running),
        valid_steps=len(valid),
        contact_s=_median(step.contact_s for step in valid),
        contact_left_s=left,
        contact_right_s=right,
        normal_s=next((s.normal_s for s in reversed(statuses) if s.normal_s is not None), None),
        cadence_spm=median_of(valid, "cadence_spm"),
        balance_percent=_balance(valid),
        sink_deg=median_of(valid, "sink_deg"),
        sink_cm=median_of(valid, "sink_cm"),
        speed_mps=median_of(valid, "speed_mps"),
        reference_s=_at_reference(valid),
        remarks=_remarks(statuses),
        cues=cues,
        responses=tuple(followed),
        effect=effect(cues, followed),
        laps=tuple(
            figures(lap, steps, stretches, said_s, heart)
            for lap in (cut if len(cut) > 1 else every_few_minutes(start_s, end_s))
        ),
        marked=len(cut) > 1,
        rejected_steps=_tally(step.reason or "no reason given" for step in running if not step.valid),
        heart=heart,
        heart_bpm=mean_heart(heart, running),
        equipment=equipment(
            running,
            rejected,
            cues,
            losses=sum(state == "sensor-lost" for state, _, _ in stretches),
            deliveries=deliveries or {},
            batteries=readings.batteries if readings else {},
            notices=notices,
        ),
    )


def _remarks(statuses: Iterable[Status]) -> tuple[str, ...]:
    """Each once; of a count that goes on, the last."""
    last = {remark.split(maxsplit=1)[-1]: remark for remark in (status.remark for status in statuses) if remark}
    return tuple(last.values())


def _balance(valid: Sequence[Step]) -> float | None:
    """Of sensors at the same place of both legs, where there are several the place with the most steps of both."""
    sides: dict[str, dict[Foot, list[float]]] = {}
    for step in valid:
        sides.setdefault(place_of(step.placement), {}).setdefault(step.foot, []).append(step.contact_s)
    both = [(side["left"], side["right"]) for side in sides.values() if "left" in side and "right" in side]
    if not both:
        return None
    left, right = max(both, key=lambda pair: min(map(len, pair)))
    return 100.0 * median(left) / (median(left) + median(right))


def _at_reference(valid: Iterable[Step]) -> float | None:
    """Median of each step's contact time carried over to the reference speed, where speeds are near enough to it."""
    known = ((step.contact_s, step.values.get("speed_mps", 0.0) / REFERENCE_MPS) for step in valid)
    low, high = RATIO
    return _median(contact_s * ratio**-SPEED_EXPONENT for contact_s, ratio in known if low <= ratio <= high)


def _span(steps: Sequence[Step], statuses: Sequence[Status], cues: Sequence[CueRow]) -> tuple[float, float]:
    times = [s.initial_contact_s for s in steps] + [s.declared_s for s in steps]
    times += [s.at_s for s in statuses] + [c.decided_s for c in cues]
    return (min(times), max(times)) if times else (0.0, 0.0)


def _tally(reasons: Iterable[str]) -> dict[str, int]:
    return dict(Counter(reasons).most_common())


def _median(values: Iterable[float]) -> float | None:
    real = [value for value in values if isfinite(value)]
    return median(real) if real else None
