"""`coach drill` from the command line: led, recorded, replayed to the byte, reported, remembered."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from coach.recording import open_recording

Rows = Callable[[Path], list[Mapping[str, str]]]
SETTINGS = "[drills]\nsets = 1\nlength_s = [8.0, 8.0]\n"


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "coach.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def led(coach: Coach, settings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a set of pogo jumps."""
    folder = tmp_path_factory.mktemp("drill") / "pogo"
    done = coach("drill", "pogo", "--sensor", "foot-left=sim", "--config", settings, "--flat-out", "--out", folder)
    assert done.code == 0, done.err
    assert "Pogo jumps:" in done.out
    return folder


def test_it_leaves_everything_that_a_session_leaves(led: Path, rows: Rows) -> None:
    names = {"run.mcap", "steps.csv", "repetitions.csv", "cues.csv", "report.html", "run.wav"}
    assert {path.name for path in led.iterdir()} == names
    jumps = rows(led / "repetitions.csv")
    assert len(jumps) >= 14
    assert {jump["drill"] for jump in jumps} == {"pogo"}
    assert not [row for row in rows(led / "steps.csv") if row["valid"] == "true" and row["activity"] == "run"]
    heard = [row["cue"] for row in rows(led / "cues.csv") if row["started_s"]]
    assert heard[:3] == ["drill-safety", "drill-pogo", "drill-go"]
    assert heard[-2:] == ["drill-stop", "drill-done"]
    assert "drill-quicker" in heard
    assert open_recording(led / "run.mcap").header.routine == "pogo"
    assert "<h2>Drills</h2>" in (led / "report.html").read_text(encoding="utf-8")


def test_a_replay_leads_it_again_to_the_byte(coach: Coach, led: Path, tmp_path: Path) -> None:
    cues, steps, wav = tmp_path / "cues.csv", tmp_path / "steps.csv", tmp_path / "run.wav"
    done = coach("replay", led / "run.mcap", "--cues", cues, "--steps", steps, "--wav", wav)
    assert done.code == 0, done.err
    assert "Pogo jumps:" in done.out
    for file in (cues, steps, wav):
        assert file.read_bytes() == (led / file.name).read_bytes()
    done = coach("report", led / "run.mcap", "--again", "-o", tmp_path / "report.html")
    assert done.code == 0, done.err
    assert (tmp_path / "report.html").read_bytes() == (led / "report.html").read_bytes()


def test_measure_and_export_do_the_sensible_thing(coach: Coach, led: Path, tmp_path: Path, rows: Rows) -> None:
    done = coach("measure", led / "run.mcap", "--csv", tmp_path / "steps.csv")
    assert done.code == 0, done.err
    assert "repetitions of drills" in done.out
    assert (tmp_path / "steps.csv").read_bytes() == (led / "steps.csv").read_bytes()
    files = ("--csv", tmp_path / "r.csv", "--fit", tmp_path / "r.fit", "--started-at", "2026-05-12T07:30")
    done = coach("export", led / "run.mcap", *files)
    assert done.code == 0, done.err
    assert len(rows(tmp_path / "r.csv")) == len(rows(led / "repetitions.csv"))


def test_there_is_nothing_to_tune_in_it(coach: Coach, led: Path) -> None:
    done = coach("tune", led / "run.mcap")
    assert done.code == 2
    assert "holds drills" in done.err


def test_the_history_knows_it_from_one_start_to_the_next(coach: Coach, led: Path, tmp_path: Path) -> None:
    kept = tmp_path / "run.mcap"
    shutil.copy(led / "run.mcap", kept)
    assert coach("drill", "skip", "--screen", "none", "--for", "1s", "--out", tmp_path / "none").code == 0
    from_here = coach("history", kept)
    assert from_here.code == 0, from_here.err
    told = coach("history").out
    assert "1 of 2 in the last seven days" in told
    assert "pogo (" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("skip", "--test"), "--test belongs to the pogo jumps"),
        (("pogo", "--test"), "no sensor is named"),
        (("pogo", "--share"), "belong to the page"),
        (("pogo", "--flat-out", "--sensor", "foot-left=Pod"), "Only the simulated runner"),
        (("pogo", "--sensor", "knee=sim"), "no placement"),
    ],
)
def test_a_mistake_is_one_sentence(coach: Coach, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = coach("drill", *words, "--out", tmp_path / "x")
    assert done.code == 2
    assert sentence in done.err


@pytest.mark.parametrize("more", [(), ("--flat-out",)])
def test_with_pain_there_are_no_drills(coach: Coach, tmp_path: Path, more: tuple[str, ...]) -> None:
    path = tmp_path / "coach.toml"
    path.write_text("[runner]\npain = true\n", encoding="utf-8")
    done = coach("drill", "pogo", "--config", path, "--out", tmp_path / "x", *more)
    assert done.code == 2
    assert "Drills are off, because [runner] pain is true" in done.err
    assert not (tmp_path / "x").exists()


def test_the_clock_alone_leads_live(coach: Coach, tmp_path: Path, rows: Rows) -> None:
    folder = tmp_path / "live"
    done = coach("drill", "--screen", "none", "--for", "7s", "--out", folder)
    assert done.code == 0, done.err
    assert [row["cue"] for row in rows(folder / "cues.csv")] == ["drill-safety", "drill-warm-up"]
    assert "Stopped before the first set." in done.out
    assert coach("replay", folder / "run.mcap", "--cues", tmp_path / "cues.csv").code == 0
    assert (tmp_path / "cues.csv").read_bytes() == (folder / "cues.csv").read_bytes()
