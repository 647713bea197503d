"""What a recording remembers of its run is what would be decided again from its packets."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.afterwards.reviewed import review
from coach.events import Beat, CueDecision
from coach.recording import Header, Writer
from coach.review import remembered as module
from coach.review.remembered import remembered
from coach.review.run import Run


def told(run: Run) -> str:
    """All of it as text, which tells -0.0 from 0.0 and takes NaN for NaN."""
    return repr(
        [run.steps, run.statuses, run.decisions, run.rejected, run.played, run.marks_s, run.notices, run.readings]
    )


def test_remembered_is_decided_again(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = remembered(recording)
    assert kept is not None
    assert len(kept.steps) > 100
    assert kept.marks_s == [40.0]
    assert kept.played
    monkeypatch.setattr(module, "_BROKEN", ())
    monkeypatch.setattr(module, "_READ", {})  # nothing to remember: review decides again
    again = review(recording).run
    assert told(again) == told(kept)
    for placement, delivery in again.deliveries.items():
        assert kept.deliveries[placement].packets == delivery.packets
        assert kept.deliveries[placement].silences == delivery.silences


def test_an_undated_contact_is_remembered_as_no_number(recording: Path) -> None:
    kept = remembered(recording)
    assert kept is not None
    undated = [step for step in kept.steps if step.contact_s != step.contact_s]  # NaN
    assert all(not step.valid for step in undated)


def test_a_metronome_that_fell_silent_early_is_remembered_so(tmp_path: Path) -> None:
    outputs = [
        CueDecision(1, 10.0, "metronome", "played", "", 10.0, spm=172.0, until_s=40.0),
        Beat(10.0, 172.0, 40.0, "drawn-out", ""),
        Beat(15.5, None, None, "drawn-out", "mended"),
    ]
    decided = Run()
    decided.add(outputs)
    with Writer(tmp_path / "run.mcap", Header()) as writer:
        for output in outputs:
            writer.write_output(output)
    kept = remembered(tmp_path / "run.mcap")
    assert kept is not None
    assert kept.decisions == decided.decisions
    assert kept.decisions[0].until_s == 15.5


def test_a_cut_recording_is_decided_again(recording: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mcap"
    data = recording.read_bytes()
    cut.write_bytes(data[: len(data) * 2 // 3])
    assert remembered(cut) is None
    reviewed = review(cut)
    assert reviewed.run.steps
    assert any("cut off" in warning for warning in reviewed.warnings)


@pytest.mark.parametrize("content", [b"", b"not a recording", b"\x89MCAP0\r\n" + bytes(40)])
def test_what_is_no_recording_is_not_remembered(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.mcap").write_bytes(content)
    assert remembered(tmp_path / "x.mcap") is None
