"""FIT files of watches become rows of the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from garmin_fit_sdk import Encoder, Profile

from coach.errors import FileError
from coach.recording import Header
from coach.review.fit.write import write_fit
from coach.review.history.watch import read_watch
from coach.review.run import Run
from coach.review.summary import summarise

BEGUN = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)
NUMBERS: dict[str, int] = {message["name"]: number for number, message in Profile["messages"].items()}


def watch(path: Path, records: list[dict[str, Any]], sport: str = "running") -> Path:
    """A file as another maker's watch writes it, with contact time in a developer field of a footpod."""
    application = {"developer_data_index": 0, "application_id": list(range(16))}
    described = {"developer_data_index": 0, "field_definition_number": 7, "fit_base_type_id": 132}
    described |= {"field_name": "Ground Time", "units": "Milliseconds"}
    encoder = Encoder({7: {"developer_data_id_mesg": application, "field_description_mesg": described}})  # pyright: ignore[reportArgumentType]  # the SDK's own TypedDicts want every field
    write = encoder.on_mesg
    write(NUMBERS["file_id"], {"type": "activity", "manufacturer": "garmin", "time_created": BEGUN})
    write(NUMBERS["developer_data_id"], application)
    write(NUMBERS["field_description"], described)
    for second, record in enumerate(records):
        write(NUMBERS["record"], {"timestamp": BEGUN + timedelta(seconds=second), **record})
    write(
        NUMBERS["session"],
        {
            "timestamp": BEGUN,
            "start_time": BEGUN,
            "sport": sport,
            "total_elapsed_time": 600.0,
            "total_distance": 2000.0,
        },
    )
    path.write_bytes(encoder.close())
    return path


def test_a_file_of_our_own_reads_back(run: Run, tmp_path: Path) -> None:
    summary = summarise(run.steps, run.statuses, run.decisions)
    write_fit(tmp_path / "a.fit", run, summary, header=Header(), begun=BEGUN)
    session = read_watch(tmp_path / "a.fit")
    assert (session.kind, session.began) == ("watch", BEGUN)
    assert session.contact_s == pytest.approx(summary.contact_s, abs=0.002)
    assert session.reference_s == pytest.approx(summary.reference_s, abs=0.002)
    assert session.cadence_spm == pytest.approx(171.4, abs=0.5)
    assert session.running_s == pytest.approx(summary.running_s, abs=12)
    assert session.drawn_out_s is None


def test_native_contact_counts_before_a_pods_own(tmp_path: Path) -> None:
    both = {"stance_time": 250.0, "speed": 3.0, "developer_fields": {7: 300}}
    assert read_watch(watch(tmp_path / "a.fit", [both] * 60)).contact_s == pytest.approx(0.250)
    alone = {"speed": 3.0, "cadence": 84, "developer_fields": {7: 300}}
    session = read_watch(watch(tmp_path / "b.fit", [alone] * 60))
    assert session.contact_s == session.reference_s == pytest.approx(0.300)
    assert session.cadence_spm == 168.0


def test_walking_and_what_no_foot_does_count_for_nothing(tmp_path: Path) -> None:
    good = {"stance_time": 250.0, "speed": 3.0, "activity_type": "running"}
    walked = {"stance_time": 400.0, "speed": 1.5, "activity_type": "walking"}
    wild = {"stance_time": 531.0, "speed": 5.9}
    session = read_watch(watch(tmp_path / "a.fit", [good] * 40 + [walked] * 90 + [wild] * 90))
    assert session.contact_s == pytest.approx(0.250)
    assert session.running_s == 40.0


def test_a_ride_and_a_run_without_contact_times_are_refused(tmp_path: Path) -> None:
    good = {"stance_time": 250.0, "speed": 3.0}
    with pytest.raises(FileError, match="no running activity"):
        read_watch(watch(tmp_path / "a.fit", [good] * 60, sport="cycling"))
    with pytest.raises(FileError, match="no contact times"):
        read_watch(watch(tmp_path / "b.fit", [{"speed": 3.0}] * 60))


def test_what_is_no_fit_file_is_told(tmp_path: Path) -> None:
    good = watch(tmp_path / "a.fit", [{"stance_time": 250.0, "speed": 3.0}] * 60).read_bytes()
    for number, content in enumerate((b"", b"no file", good[:-40], good[:300] + b"\x00" + good[301:])):
        path = tmp_path / f"{number}.fit"
        path.write_bytes(content)
        with pytest.raises(FileError, match="damaged"):
            read_watch(path)
    with pytest.raises(FileError, match="cannot be read"):
        read_watch(tmp_path / "none.fit")
