"""What a run left behind, and its tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coach.events import Beat, CueDecision, Output, Played, Rejected, Status, Step


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

    def words(self) -> list[str]:
        """The run in sentences."""
        from coach.review.summary import summarise
        from coach.review.words import headline, sentences

        summary = summarise(self.steps, self.statuses, self.decisions, self.rejected, self.played)
        return [headline(summary), *sentences(summary)]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has to tell."""

    decisions: Sequence[CueDecision]
    played: Sequence[Played]
    summary: Sequence[str]
    files: Sequence[Path] = ()
    start_s: float = 0.0


def write_tables(log: RunLog, folder: Path, about: Mapping[str, object]) -> None:
    """steps.csv, cues.csv and report.html in `folder`; `about` is what the report says of the recording."""
    from coach.review.report import write_report
    from coach.review.summary import summarise
    from coach.review.tables import write_cues, write_steps

    write_steps(folder / "steps.csv", log.steps)
    write_cues(folder / "cues.csv", log.decisions, log.played)
    summary = summarise(log.steps, log.statuses, log.decisions, log.rejected, log.played)
    write_report(folder / "report.html", summary, log.steps, log.statuses, about)
