"""What coaching a run and leading drills have in common: what they are fed, and the row of a scheduler's verdict."""

from __future__ import annotations

from typing import TypeAlias

from coach.devices.charge import LowBattery
from coach.events import CueDecision, Key, Link, Rejected, Reload, Repetition, Speed, Step, Tick
from cues.cue import Verdict

Moment: TypeAlias = Step | Repetition | Rejected | Tick | Link | Key | Speed | Reload | LowBattery
"""What happens, once packets have become steps."""


def row_of(verdict: Verdict) -> CueDecision:
    """The verdict as it is recorded."""
    cue = verdict.cue
    return CueDecision(
        cue_id=cue.cue_id,
        decided_s=cue.at_s,
        cue=cue.key,
        outcome=verdict.outcome,
        reason=verdict.reason,
        requested_s=verdict.requested_s,
        wording=verdict.wording,
        because=cue.because,
    )
