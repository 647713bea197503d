"""Exported tables come back bit for bit, as CSV and as Parquet."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import FileError
from coach.events import Packet, Samples, Step
from coach.measures import MEASURES
from coach.recording import open_recording
from coach.recording.from_csv import import_tables
from coach.review.export.as_csv import read_csv, write_csv
from coach.review.export.as_parquet import parquet_bytes, read_parquet, write_parquet
from coach.review.export.samples import samples
from coach.review.export.schema import SAMPLE_COLUMNS, STEP_COLUMNS, Chunk, sample_chunks, step_chunk, steps_of
from coach.review.run import Run

numbers = st.floats(allow_nan=False, allow_infinity=False)
times = st.floats(0, 1e5)
steps = st.lists(
    st.builds(
        Step,
        foot=st.sampled_from(["left", "right", "unknown"]),
        placement=st.sampled_from(["foot-left", "waist"]),
        initial_contact_s=times,
        toe_off_s=times,
        declared_s=times,
        contact_s=st.one_of(numbers, st.just(math.nan)),
        uncertainty_s=times,
        stride_s=st.none() | times,
        flight_s=st.none() | numbers,
        activity=st.sampled_from(["run", "walk", "stand"]),
        valid=st.booleans(),
        reason=st.text(st.characters(blacklist_categories=["Cs", "Cc"])),
        values=st.dictionaries(st.sampled_from([m.name for m in MEASURES]), numbers),
    ),
    max_size=8,
)


def told(of: list[Step]) -> str:
    """Tells -0.0 from 0.0, takes NaN for NaN, and forgets the order of the values."""
    return repr([replace(step, values=dict(sorted(step.values.items()))) for step in of])


@given(steps, st.booleans())
def test_steps_come_back_from_csv(tmp_path_factory: pytest.TempPathFactory, given_: list[Step], comma: bool) -> None:
    path = tmp_path_factory.mktemp("csv") / "steps.csv"
    assert write_csv(path, STEP_COLUMNS, [step_chunk(given_)], decimal_comma=comma) == len(given_)
    assert told(steps_of(read_csv(path, STEP_COLUMNS))) == told(given_)


@given(steps)
def test_steps_come_back_from_parquet(tmp_path_factory: pytest.TempPathFactory, given_: list[Step]) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    path = tmp_path_factory.mktemp("parquet") / "steps.parquet"
    assert write_parquet(path, STEP_COLUMNS, [step_chunk(given_)], {}) == len(given_)
    assert told(steps_of(read_parquet(path, STEP_COLUMNS))) == told(given_)


def test_a_whole_run_comes_back(run: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "steps.csv", STEP_COLUMNS, [step_chunk(run.steps)])
    assert told(steps_of(read_csv(tmp_path / "steps.csv", STEP_COLUMNS))) == told(run.steps)


def test_a_spreadsheet_with_decimal_commas_reads_numbers(run: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "steps.csv", STEP_COLUMNS, [step_chunk(run.steps)], decimal_comma=True)
    with (tmp_path / "steps.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file, delimiter=";"))
    assert "." not in row["contact_s"]
    assert float(row["contact_s"].replace(",", ".")) == run.steps[0].contact_s


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A table with odd numbers, a gap and a repeated row, as a recording."""
    rng = np.random.default_rng(3)
    t_s = np.cumsum(rng.uniform(0.004, 0.006, 3000)) + 1234.5
    t_s[1500:] += 2.0
    values = np.float32(rng.normal(0.0, [1.0] * 3 + [200.0] * 3, (3000, 6))).astype(float)
    rows = [",".join(map(repr, (t, *row))) for t, row in zip(t_s.tolist(), values.tolist(), strict=True)]
    rows.insert(7, rows[6])
    table = tmp_path / "left.csv"
    table.write_text("t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n" + "\n".join(rows) + "\n", encoding="utf-8")
    import_tables({"foot-left": table}, tmp_path / "one.mcap")
    return tmp_path / "one.mcap"


def raw(path: Path) -> list[Samples]:
    return list(samples(open_recording(path).events()))


def test_samples_come_back(imported: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    written = list(sample_chunks(raw(imported)))
    rows = write_csv(tmp_path / "s.csv", SAMPLE_COLUMNS, written)
    assert rows == write_parquet(tmp_path / "s.parquet", SAMPLE_COLUMNS, written, {}) == 3000
    whole: Chunk = {c.name: [cell for chunk in written for cell in chunk[c.name]] for c in SAMPLE_COLUMNS}
    assert read_csv(tmp_path / "s.csv", SAMPLE_COLUMNS) == whole
    assert read_parquet(tmp_path / "s.parquet", SAMPLE_COLUMNS) == whole


def test_exported_samples_can_be_imported_again(imported: Path, tmp_path: Path) -> None:
    write_csv(tmp_path / "again.csv", SAMPLE_COLUMNS, sample_chunks(raw(imported)))
    import_tables({"foot-left": tmp_path / "again.csv"}, tmp_path / "again.mcap")
    for old, new in zip(raw(imported), raw(tmp_path / "again.mcap"), strict=True):
        assert np.array_equal(old.t_s, new.t_s)
        assert np.array_equal(old.accel_g, new.accel_g)
        assert old.gyro_dps is not None
        assert new.gyro_dps is not None
        assert np.array_equal(old.gyro_dps, new.gyro_dps)


def test_samples_of_one_sensor_only(recording: Path) -> None:
    events = list(open_recording(recording).events())
    assert {piece.placement for piece in samples(events, "foot-left")} == {"foot-left"}
    assert not list(samples(events, "waist"))


def test_packets_that_say_nothing_are_passed_over() -> None:
    packets = [Packet("waist", "table", 1.0, b"??"), Packet("waist", "nobody", 1.0, b"")]
    assert not list(samples(packets))


def test_equal_tables_are_equal_bytes(run: Run) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    once, again = (parquet_bytes(STEP_COLUMNS, [step_chunk(run.steps)], {"recording": "a"}) for _ in range(2))
    assert once == again


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileError):
        read_csv(tmp_path / "x.csv", STEP_COLUMNS)


def test_a_failure_in_the_middle_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    def failing() -> object:
        yield step_chunk(run.steps)
        raise FileError("the recording ended")

    path = tmp_path / "steps.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(FileError):
        write_csv(path, STEP_COLUMNS, failing())  # pyright: ignore[reportArgumentType]  # a generator that fails
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["steps.csv"]
