"""Many recordings: the same bytes whoever measures them, a bad one listed, a killed worker made good."""

from __future__ import annotations

import os
import re
import signal
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coach.app.afterwards.engines import cluster, processes
from coach.app.afterwards.measure import Failed, Measured, Wanted, measure_all, measure_one
from coach.errors import FileError, UserError
from coach.events import Packet
from coach.recording import Writer, open_recording

GOOD = 6


@pytest.fixture(scope="module")
def archive(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six runs of different length in two folders, a broken one and something that is none."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "older").mkdir()
    opened = open_recording(recording)
    packets = [event for event in opened.events() if isinstance(event, Packet)]
    for number in range(GOOD):
        path = folder / ("older" if number % 2 else "") / f"run{number}.mcap"
        with Writer(path, opened.header) as writer:
            for packet in packets[: 400 + 100 * number]:
                writer.write(packet)
    (folder / "broken.mcap").write_bytes(b"\x89MCAP0\r\n" + bytes(50))
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    return folder


def measured(archive: Path, wanted: Wanted) -> list[str]:
    """What is told, with the fault at the end."""
    lines: list[str] = []
    with pytest.raises(UserError) as fault:
        lines.extend(measure_all([archive], wanted))
    return [*lines, str(fault.value)]


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_folder_is_measured_and_the_bad_one_listed(archive: Path, tmp_path: Path) -> None:
    lines = measured(archive, Wanted(csv=tmp_path / "all.csv"))
    assert lines[-1].startswith(f"{archive} is a folder in which 1 of 7 recordings could not be measured:")
    assert "broken.mcap" in lines[-1]
    assert sum("steps," in line for line in lines) == GOOD
    assert all(re.search(r"valid running steps \(\d+ \w", line) for line in lines if "steps," in line)
    rows = (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()
    assert len({row.rsplit(",", 1)[1] for row in rows[1:]}) == GOOD


def test_processes_give_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    for jobs in (1, 2):
        measured(archive, Wanted(tmp_path / f"{jobs}.csv", tmp_path / f"{jobs}", jobs))
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()
    assert parts(tmp_path / "1") == parts(tmp_path / "2")
    assert [name[:5] for name in parts(tmp_path / "1")] == ["00001", "00002", "00003", "00004", "00005", "00006"]


def test_the_parts_are_one_dataset(archive: Path, tmp_path: Path) -> None:
    dataset: Any = pytest.importorskip("pyarrow.dataset", reason="Parquet is an extra")
    measured(archive, Wanted(parquet=tmp_path / "d"))
    table = dataset.dataset(tmp_path / "d").to_table()
    assert len(set(table.column("recording").to_pylist())) == GOOD
    assert table.num_rows > 300


def test_a_dataset_is_replaced_whole_and_nothing_else_is(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "00099-old.parquet").write_bytes(b"old")
    measured(archive, Wanted(parquet=folder))
    assert "00099-old.parquet" not in parts(folder)
    (folder / "thesis.parquet").write_bytes(b"dear")
    with pytest.raises(FileError, match="thesis"):
        list(measure_all([archive], Wanted(parquet=folder)))
    assert (folder / "thesis.parquet").read_bytes() == b"dear"


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no recording"):
        list(measure_all([tmp_path], Wanted()))


def test_whatever_is_wrong_with_one_is_told(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Measured:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("coach.app.afterwards.measure._measure", failing)
    failed = measure_one(archive / "run0.mcap", rows=False, part=False)
    assert isinstance(failed, Failed)
    assert failed.exit_code == 1
    assert "ZeroDivisionError" in failed.what


# ── processes that are killed ─────────────────────────────────────────────────────────────────────────────────

DIES_AT_ZERO: Any = partial(eval, "__import__('os')._exit(9) if n == 0 else 10 * n")
"""Work on {"n": number} that a spawned process can unpickle; 0 ends the process as kill -9 would."""


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    items = [{"n": number} for number in (1, 0, 2, 3)]
    assert dict(processes(DIES_AT_ZERO, items, 2, lambda _: -1)) == {0: 10, 1: -1, 2: 20, 3: 30}


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A cluster of two processes on this machine."""
    distributed: Any = pytest.importorskip("distributed", reason="clusters are an extra")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Dask does while it starts and stops is its own
        with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as local:
            yield local


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_bytes(archive: Path, tmp_path: Path, workers: Any) -> None:
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    measured(archive, Wanted(tmp_path / "a.csv", tmp_path / "a"))
    told = measured(archive, Wanted(tmp_path / "b.csv", tmp_path / "b", scheduler=workers.scheduler_address))
    assert "broken.mcap" in told[-1]
    assert parts(tmp_path / "a") == parts(tmp_path / "b")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_midway_costs_nothing(archive: Path, workers: Any) -> None:
    recordings = sorted(archive.rglob("run*.mcap")) * 3
    work = partial(measure_one, rows=True, part=False)
    results: dict[int, Measured | Failed] = {}
    for number, one in cluster(work, recordings, workers.scheduler_address, lambda path: Failed(str(path), 1)):
        if not results:
            os.kill(next(iter(workers.workers.values())).pid, signal.SIGKILL)
        results[number] = one
    assert sorted(results) == list(range(len(recordings)))
    for number, recording in enumerate(recordings):
        assert results[number] == work(recording)


def test_a_cluster_that_is_not_there_is_told() -> None:
    pytest.importorskip("distributed", reason="clusters are an extra")
    with pytest.raises(UserError, match="No scheduler answers"):
        list(cluster(DIES_AT_ZERO, [{"n": 1}], "nonsense", lambda _: -1))
