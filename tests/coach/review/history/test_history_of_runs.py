"""The history as the verbs use it: kept at the end of a run, found by name and date, edited, forgotten, made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coach.app.afterwards import history
from coach.app.afterwards.find import find_recording, history_file
from coach.app.afterwards.reviewed import review, write_report
from coach.errors import FileError, UserError
from coach.events import Tick
from coach.recording import Header, Writer
from coach.review.history.store import Store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recording: Path) -> Path:
    """A data folder with three runs, none of them in the history yet."""
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    for day in ("2026-05-10_18-00-00", "2026-05-12_07-30-00", "2026-05-12_18-15-00"):
        folder = tmp_path / "runs" / day
        folder.mkdir(parents=True)
        shutil.copy(recording, folder / "run.mcap")
    return tmp_path


def told(lines: object) -> str:
    return "\n".join(lines)  # pyright: ignore[reportArgumentType, reportUnknownVariableType, reportCallIssue]


# ── found ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_run_and_runs_of_a_day(home: Path) -> None:
    runs = home / "runs"
    assert find_recording("last") == runs / "2026-05-12_18-15-00" / "run.mcap"
    assert find_recording("2026-05-10") == runs / "2026-05-10_18-00-00" / "run.mcap"
    assert find_recording("2026-05-12 07:30") == find_recording("2026-05-12T07")
    with pytest.raises(FileError, match="2 recordings"):
        find_recording("2026-05-12")
    with pytest.raises(FileError, match="No recording"):
        find_recording("2026-05-11")


def test_paths_and_folders(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "runs" / "2026-05-10_18-00-00"
    assert find_recording(str(folder)) == folder / "run.mcap"
    assert find_recording(str(folder / "run.mcap")) == folder / "run.mcap"
    assert find_recording("nowhere.mcap") == Path("nowhere.mcap")
    monkeypatch.chdir(folder)
    (folder / "last").write_bytes(b"a file of this name goes before the word")
    assert find_recording("last") == Path("last")


def test_names_that_were_given(home: Path) -> None:
    list(history.edit("2026-05-10", {"name": "Lake loop"}))
    assert find_recording("lake LOOP") == find_recording("2026-05-10").resolve()
    with pytest.raises(FileError, match="Sea"):
        find_recording("Sea loop")


def test_an_empty_home_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "new"))
    with pytest.raises(FileError, match="coach run"):
        find_recording("last")
    with pytest.raises(FileError):
        find_recording("Lake loop")
    assert "No run" in told(history.show(history.Asked()))
    assert not (tmp_path / "new").exists()


# ── kept ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_finished_run_is_kept_once(home: Path) -> None:
    reviewed = review(find_recording("last"))
    assert history.keep(reviewed.path, reviewed.header, reviewed.summary) == []
    assert history.keep(reviewed.path, reviewed.header, reviewed.summary) == []
    (session,) = Store(history_file()).sessions()
    assert session.name == "Lake loop"
    assert session.started_at == "2026-05-12T07:30:00.250+02:00"
    assert session.steps == reviewed.summary.running_steps > 100


def test_a_broken_history_never_spoils_the_end_of_a_run(home: Path) -> None:
    reviewed = review(find_recording("last"))
    history_file().write_bytes(b"broken" * 500)
    (sentence,) = history.keep(reviewed.path, reviewed.header, reviewed.summary)
    assert "--rebuild" in sentence
    assert history.said(reviewed.path) == {}
    with pytest.raises(FileError):
        list(history.show(history.Asked()))


def test_it_can_be_made_again(home: Path) -> None:
    (home / "runs" / "2026-05-10_18-00-00" / "run.mcap").write_bytes(b"broken")
    text = told(history.rebuild())
    assert "is no recording" in text
    assert len(Store(history_file()).sessions()) == 2
    shown = told(history.show(history.Asked(html=home / "h.html")))
    assert "Two runs" in shown
    assert str(history_file()) in shown
    assert (home / "h.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_run_that_is_going_on_is_left_out_until_it_ends(home: Path) -> None:
    folder = home / "runs" / "2026-05-13_07-00-00"
    folder.mkdir()
    with Writer(folder / "run.mcap", Header()) as writer:
        with pytest.raises(FileError, match="still going on"):
            list(history.edit("last", {}))
        assert "still going on" in told(history.rebuild())
        assert len(Store(history_file()).sessions()) == 3
        writer.write(Tick(1.0))
    assert "hardly any running" in told(history.edit("last", {}))


def test_a_run_that_was_killed_comes_in_by_its_name(home: Path, tmp_path: Path) -> None:
    whole = find_recording("last").read_bytes()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "run.mcap").write_bytes(whole[: len(whole) * 3 // 4])
    text = told(history.edit(str(folder), {}))
    assert "of running" in text
    assert Store(history_file()).find(str((folder / "run.mcap").resolve())) is not None


def test_what_is_known_of_one_run_is_told(home: Path) -> None:
    session = review(find_recording("last")).summary
    assert session.contact_s is not None
    text = told(history.edit("last", {"note": "windy"}))
    for words in (f"{1e3 * session.contact_s:.0f} ms", "steps a minute", "of running in", "cues due", "foot-", "windy"):
        assert words in text


def test_a_recording_that_cannot_be_read_is_refused(home: Path) -> None:
    (home / "runs" / "2026-05-10_18-00-00" / "run.mcap").write_bytes(b"broken")
    with pytest.raises(FileError, match="is no recording"):
        list(history.edit("2026-05-10", {}))


# ── said and forgotten ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_of_a_run_stands_in_its_report(home: Path) -> None:
    text = told(history.edit("last", {"name": "Lake & sea", "shoe": "blue", "note": "windy"}))
    assert "Lake & sea" in text
    assert "shoe: blue" in text
    write_report(find_recording("last"), home / "r.html")
    page = (home / "r.html").read_text(encoding="utf-8")
    assert "<title>Lake &amp; sea</title>" in page
    assert "blue" in page
    assert "windy" in page
    assert history.said(find_recording("last")) == {"name": "Lake & sea", "shoe": "blue", "note": "windy"}


def test_one_run_or_all_can_be_forgotten(home: Path) -> None:
    list(history.rebuild())
    list(history.forget("last"))
    assert len(Store(history_file()).sessions()) == 2
    list(history.forget(None))
    assert not history_file().exists()
    assert find_recording("last").exists()
    list(history.forget(None))


def test_a_bad_fit_file_does_not_stop_the_others(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"none")
    with pytest.raises(UserError) as refused:
        told(history.import_watch([tmp_path / "bad.fit", tmp_path / "missing.fit"]))
    assert refused.value.exit_code == 2
    assert "bad.fit" in str(refused.value)
    assert "missing.fit" in str(refused.value)
