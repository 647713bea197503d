"""What a run left behind, as tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coach.events import CueDecision, Played
from coach.review.run import Run

if TYPE_CHECKING:
    from coach.recording import Header
    from coach.review.summary import Summary


REPORT = "report.html"
"""As the report is called in a run's own folder."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has to tell."""

    decisions: Sequence[CueDecision]
    played: Sequence[Played]
    summary: Sequence[str]
    files: Sequence[Path] = ()
    start_s: float = 0.0
    phrases: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """What each wording of each cue says."""


def summary_of(run: Run) -> Summary:
    """The run in figures; of drills, cues are those about form, and not the calls of the routine."""
    from coach.coaching.drills import FORM
    from coach.review.summary import summarise

    return summarise(
        run.steps,
        run.statuses,
        [decision for decision in run.decisions if decision.cue in FORM] if run.led else run.decisions,
        run.rejected,
        run.played,
        marks_s=run.marks_s,
        deliveries=run.deliveries,
        readings=run.readings,
        notices=run.notices,
        phrases=run.phrases,
        start_s=run.start_s,
    )


def result_of(run: Run, *, files: Sequence[Path], warnings: Sequence[str] = ()) -> Result:
    """To be told; times count from where the report has its zero."""
    return Result(
        decisions=run.decisions,
        played=run.played,
        summary=[*warnings, *words_of(run)],
        files=files,
        start_s=summary_of(run).start_s,
        phrases=run.phrases,
    )


def words_of(run: Run) -> list[str]:
    """The run, or the drills, in sentences."""
    from coach.review.drills import drill_sentences
    from coach.review.sentences import headline, sentences

    if run.led:
        return list(drill_sentences(run.parts))
    summary = summary_of(run)
    return [headline(summary), *sentences(summary)]


def write_tables(run: Run, folder: Path, header: Header) -> None:
    """steps.csv, cues.csv and report.html in `folder`; of drills repetitions.csv, too."""
    from coach.review.cues_csv import write_cues
    from coach.review.repetitions_csv import write_repetitions
    from coach.review.report import write_report
    from coach.review.steps_csv import write_steps

    write_steps(folder / "steps.csv", run.steps)
    if header.routine:
        write_repetitions(folder / "repetitions.csv", run.repetitions)
    write_cues(folder / "cues.csv", run.decisions, run.played)
    write_report(folder / REPORT, summary_of(run), run.steps, run.statuses, said_of(header), routine=run.parts)


def said_of(header: Header) -> dict[str, object]:
    """What the report says of a recording by itself."""
    return {
        "name": header.name or "Your run",
        "shoe": header.config.baseline.shoe,
        "surface": header.config.baseline.surface,
        "date": header.started_at[:16].replace("T", " "),
        "config": header.config.model_dump(mode="json", exclude_none=True),
        "source": header.source,
        "sensors": {sensor.placement: sensor.name or sensor.device for sensor in header.sensors},
        "program": header.program,
    }
