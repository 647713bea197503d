"""A whole run as a review sees it: what was heard and pressed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.devices.table import Table
from coach.events import (
    Beat,
    CueDecision,
    DrillPart,
    Event,
    Guide,
    Key,
    Notice,
    Output,
    Packet,
    Placement,
    Played,
    Rejected,
    Repetition,
    Status,
    Step,
)
from coach.review.readings import Readings, tells

SILENCE_S = 1.0
"""No radio pauses for so long between two packets by itself."""


@dataclass(slots=True)
class Delivery:
    """How one sensor's packets arrived."""

    last_s: float
    packets: int = 1
    silences: int = 0
    """How often nothing came for `SILENCE_S` or longer."""
    longest_silence_s: float = 0.0

    def arrived(self, at_s: float) -> None:
        """One more packet."""
        silence_s = at_s - self.last_s
        self.packets += 1
        self.silences += silence_s >= SILENCE_S
        self.longest_silence_s = max(self.longest_silence_s, silence_s)
        self.last_s = max(self.last_s, at_s)


@dataclass(slots=True)
class Run:
    """Fill it with `see` for every event and `add` for everything that the pipeline made of it."""

    steps: list[Step] = field(default_factory=list[Step])
    statuses: list[Status] = field(default_factory=list[Status])
    decisions: list[CueDecision] = field(default_factory=list[CueDecision])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    played: list[Played] = field(default_factory=list[Played])
    notices: list[Notice] = field(default_factory=list[Notice])
    marks_s: list[float] = field(default_factory=list[float])
    """When the runner pressed `mark`: laps begin there."""
    repetitions: list[Repetition] = field(default_factory=list[Repetition])
    parts: list[DrillPart] = field(default_factory=list[DrillPart])
    """Of a led routine, in the order in which they were over; empty for a run."""
    led: bool = False
    """A routine was led, however little of it was done."""
    deliveries: dict[Placement, Delivery] = field(default_factory=dict[Placement, Delivery])
    """Of sensors that send packets as they measure; an imported table's pieces tell nothing about a radio."""

    readings: Readings = field(default_factory=Readings)
    phrases: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """What each wording of each cue says, where the pack is at hand."""
    start_s: float | None = None
    """The recording's first sample, from which all times are counted; None where only its steps are at hand."""

    def see(self, event: Event) -> None:
        """An event of the log, in order."""
        match event:
            case Packet() if tells(event):
                self.readings.take(event)
            case Packet() if event.device != Table.key:
                self.arrived(event.placement, event.arrived_s)
                self.readings.take(event)  # a phone tells its battery beside its motion
            case Key(key="mark"):
                self.marks_s.append(event.at_s)
            case Played():
                self.played.append(event)
            case Notice():
                self.notices.append(event)
            case _:
                pass

    def add(self, outputs: Iterable[Output]) -> None:
        """Sort outputs by what they are."""
        for output in outputs:
            match output:
                case Step():
                    self.steps.append(output)
                case Status():
                    self.statuses.append(output)
                case CueDecision():
                    self.decisions.append(output)
                case Beat(spm=None):
                    self._silenced(output.at_s)
                case Rejected():
                    self.rejected.append(output)
                case Repetition():
                    self.repetitions.append(output)
                case Guide():
                    self.led = True
                case DrillPart():
                    self.parts.append(output)
                case _:
                    pass

    def _silenced(self, at_s: float) -> None:
        """The metronome fell silent before the stretch that was planned had ended."""
        for k in range(len(self.decisions) - 1, -1, -1):
            decision = self.decisions[k]
            if decision.spm is not None:
                if decision.until_s is None or at_s < decision.until_s:
                    self.decisions[k] = replace(decision, until_s=at_s)
                return

    def arrived(self, placement: Placement, at_s: float) -> None:
        """A packet of this sensor came."""
        delivery = self.deliveries.get(placement)
        if delivery is None:
            self.deliveries[placement] = Delivery(at_s)
        else:
            delivery.arrived(at_s)
