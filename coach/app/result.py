"""What a run left behind, and its tables and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coach.events import Beat, CueDecision, Output, Played, Rejected, Status, Step

if TYPE_CHECKING:
    from coach.recording import Header
    from coach.review.summary import Summary


@dataclass(slots=True)
class RunLog:
    """Everything a run gave, kept for its tables and its report."""

    steps: list[Step] = field(default_factory=list[Step])
    statuses: list[Status] = field(default_factory=list[Status])
    decisions: list[CueDecision] = field(default_factory=list[CueDecision])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    played: list[Played] = field(default_factory=list[Played])

    def add(self, outputs: Sequence[Output]) -> None:
        """Sort outputs by what they are."""
        for output in outputs:
            match output:
                case Step():
                    self.steps.append(output)
                case Status():
                    self.statuses.append(output)
                case CueDecision():
                    self.decisions.append(output)
                case Rejected():
                    self.rejected.append(output)
                case Beat():
                    pass

    def summary(self) -> Summary:
        """The run in figures."""
        from coach.review.summary import summarise

        return summarise(self.steps, self.statuses, self.decisions, self.rejected, self.played)

    def words(self) -> list[str]:
        """The run in sentences."""
        from coach.review.words import headline, sentences

        summary = self.summary()
        return [headline(summary), *sentences(summary)]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has to tell."""

    decisions: Sequence[CueDecision]
    played: Sequence[Played]
    summary: Sequence[str]
    files: Sequence[Path] = ()
    start_s: float = 0.0


def write_tables(log: RunLog, folder: Path, header: Header) -> None:
    """steps.csv, cues.csv and report.html in `folder`."""
    from coach.review.tables import write_cues, write_steps

    write_steps(folder / "steps.csv", log.steps)
    write_cues(folder / "cues.csv", log.decisions, log.played)
    write_page(log, folder / "report.html", header)


def write_page(log: RunLog, out: Path, header: Header) -> None:
    """The report of a run."""
    from coach.review.report import write_report

    about: dict[str, object] = {
        "name": header.name or "Your run",
        "date": header.started_at[:16].replace("T", " "),
        "config": header.config.model_dump(mode="json", exclude_none=True),
        "source": header.source,
        "sensors": {sensor.placement: sensor.name or sensor.device for sensor in header.sensors},
        "program": header.program,
    }
    write_report(out, log.summary(), log.steps, log.statuses, about)
