"""`coach export` from file to file, without the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from garmin_fit_sdk import Decoder, Stream

from coach.app.afterwards.export import Wanted, export
from coach.errors import SensorError, UserError
from coach.review.export.as_csv import read_csv
from coach.review.export.schema import ACCEL_COLUMNS, STEP_COLUMNS, Column


def session(path: Path) -> dict[str, Any]:
    messages, errors = Decoder(Stream.from_file(str(path))).read()
    assert errors == []
    return dict(messages["session_mesgs"][0])  # pyright: ignore[reportTypedDictNotRequiredAccess]  # there is one


def test_several_files_at_once(recording: Path, tmp_path: Path) -> None:
    wanted = Wanted(fit=tmp_path / "a.fit", csv=tmp_path / "a.csv")
    lines = list(export(recording, wanted))
    assert [line.rsplit("/")[-1] for line in lines] == ["a.fit written.", "a.csv"]
    rows = read_csv(tmp_path / "a.csv", STEP_COLUMNS)
    assert len(rows["foot"]) == int(lines[1].split()[0]) > 100
    assert session(tmp_path / "a.fit")["num_laps"] == 2


def test_the_recordings_own_start_counts(recording: Path, tmp_path: Path) -> None:
    list(export(recording, Wanted(fit=tmp_path / "a.fit")))
    assert session(tmp_path / "a.fit")["start_time"] == datetime(2026, 5, 12, 5, 30, 0, tzinfo=UTC)


def test_a_start_that_was_told_counts_more(recording: Path, tmp_path: Path) -> None:
    list(export(recording, Wanted(fit=tmp_path / "a.fit", started_at="2020-01-02T03:04:05+00:00")))
    assert session(tmp_path / "a.fit")["start_time"] == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    with pytest.raises(UserError, match="no date"):
        list(export(recording, Wanted(fit=tmp_path / "a.fit", started_at="yesterday")))


def test_samples_of_a_lone_accelerometer_have_no_gyroscope(tmp_path: Path) -> None:
    from coach.recording.from_csv import import_tables

    rows = "".join(f"{k / 100},0.1,0.0,1.0\n" for k in range(400))
    (tmp_path / "waist.csv").write_text("t_s,ax_g,ay_g,az_g\n" + rows, encoding="utf-8")
    import_tables({"waist": tmp_path / "waist.csv"}, tmp_path / "w.mcap")
    list(export(tmp_path / "w.mcap", Wanted(csv=tmp_path / "s.csv", samples="waist")))
    columns = (Column("placement", "text"), Column("t_s", "number"), *ACCEL_COLUMNS)
    assert read_csv(tmp_path / "s.csv", columns)["t_s"] == [k / 100 for k in range(400)]


def test_an_unknown_start_is_told(tmp_path: Path) -> None:
    from coach.recording.from_csv import import_tables

    rows = "".join(f"{k / 100},0.1,0.0,1.0\n" for k in range(400))
    (tmp_path / "waist.csv").write_text("t_s,ax_g,ay_g,az_g\n" + rows, encoding="utf-8")
    import_tables({"waist": tmp_path / "waist.csv"}, tmp_path / "w.mcap")
    lines = list(export(tmp_path / "w.mcap", Wanted(fit=tmp_path / "w.fit")))
    assert "does not know when it was run" in lines[0]


def test_what_cannot_be_exported_is_told(recording: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--fit"):
        list(export(recording, Wanted()))
    with pytest.raises(SensorError, match="foot-left"):
        list(export(recording, Wanted(csv=tmp_path / "s.csv", samples="waist")))
