"""Whatever is wrong: one sentence that says what and what to do, the right exit code, nothing lost, no traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from mcap.writer import Writer

HEADER = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n"
ROW = "{:.3f},0.1,0.0,1.0,1,2,3\n"
GOOD = HEADER + "".join(ROW.format(k / 100) for k in range(400))


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


def assert_told(done: Done, *words: str, code: int = 2) -> None:
    """The exit code, no traceback, and the words."""
    assert done.code == code, done.err
    assert "Traceback" not in done.err + done.out
    told = " ".join(done.err.split())
    for word in words:
        assert word in told, done.err
    assert told.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["empty"]),
        (HEADER, ["row"]),
        (HEADER + ROW.format(0.0), ["row"]),
        (GOOD.replace(",gz_dps", ""), ["gz_dps"]),
        (GOOD.replace("az_g", "zz"), ["az"]),
        (GOOD.replace("2.000,0.1", "2.000,abc"), ["line 202", "ax_g", "abc"]),
        (GOOD.replace("2.000,0.1", "2.000,nan"), ["line 202", "ax_g"]),
        (GOOD.replace("2.000,0.1", "0.500,0.1"), ["line 202", "time goes back"]),
        ("\x00\x01\x02\xff" * 500, []),
    ],
    ids=["empty", "no-rows", "one-row", "missing-column", "unknown-column", "text", "nan", "unsorted", "binary"],
)
def test_a_table_that_cannot_be_used(text: str, words: list[str], coach: Coach, tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out.mcap"
    table.write_bytes(text.encode("latin-1"))
    out.write_bytes(b"an earlier recording")
    assert_told(coach("import", "--sensor", f"foot-left={table}", "-o", out), "t.csv", *words)
    assert out.read_bytes() == b"an earlier recording"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.mcap", "t.csv"]


@pytest.fixture
def recording(coach: Coach, tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    done = coach("import", "--sensor", f"foot-left={tmp_path / 'good.csv'}", "-o", tmp_path / "good.mcap")
    assert done.code == 0, done.err
    return tmp_path / "good.mcap"


def foreign(path: Path) -> None:
    with path.open("wb") as file:
        writer = Writer(file)
        writer.start("somebody-else")
        writer.finish()


@pytest.mark.parametrize("verb", ["measure", "replay", "report"])
def test_a_recording_that_is_none(verb: str, coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "noise.mcap").write_bytes(os.urandom(5000))
    (tmp_path / "empty.mcap").write_bytes(b"")
    foreign(tmp_path / "foreign.mcap")
    assert_told(coach(verb, tmp_path / "noise.mcap"), "noise.mcap is no recording")
    assert_told(coach(verb, tmp_path / "empty.mcap"), "empty.mcap is empty")
    assert_told(coach(verb, tmp_path / "foreign.mcap"), "foreign.mcap")
    assert_told(coach(verb, tmp_path / "none.mcap"), "none.mcap does not exist")
    assert_told(coach(verb, tmp_path), "is a folder")


def test_a_bad_recording_does_not_stop_the_good_one(recording: Path, coach: Coach, tmp_path: Path) -> None:
    done = coach("measure", recording, tmp_path / "none.mcap", "--csv", tmp_path / "steps.csv")
    assert_told(done, "none.mcap does not exist")
    assert (tmp_path / "steps.csv").read_text(encoding="utf-8").startswith("foot,")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[stance]\nhold = 2\n", ["line 2", "hold_s"]),
        ('[stance]\nhold_s = "two"\n', ["line 2", "number"]),
        ("[stance]\nhold_s = -1\n", ["line 2", "from 0 to 120"]),
        ("[stance\n", ["TOML"]),
        ('[cues]\npack = "nonsense"\n', ["nonsense", "push-pull"]),
    ],
)
def test_settings_that_cannot_be_used(
    text: str, words: list[str], recording: Path, coach: Coach, tmp_path: Path
) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    assert_told(coach("replay", recording, "--config", tmp_path / "c.toml"), *words)


def test_settings_that_are_not_there(recording: Path, coach: Coach, tmp_path: Path) -> None:
    assert_told(coach("replay", recording, "--config", tmp_path / "none.toml"), "none.toml does not exist")
    assert_told(coach("replay", recording, "--config", tmp_path), "is a folder")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x80")
    assert_told(coach("config", "check", tmp_path / "binary.toml"), "no text file")


@pytest.mark.parametrize("option", ["--cues", "--steps", "--wav"])
def test_an_output_that_cannot_be_written(option: str, recording: Path, coach: Coach, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "such" / "file"
    assert_told(coach("replay", recording, option, nowhere), f"{nowhere} is in a folder that does not exist")
    assert_told(coach("replay", recording, option, tmp_path), f"{tmp_path} is a folder")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_folder_that_takes_no_file(recording: Path, coach: Coach) -> None:
    assert_told(coach("replay", recording, "--wav", "/proc/x.wav"), "/proc/x.wav cannot be made in that folder")


def test_a_run_of_a_watch_that_is_none(recording: Path, coach: Coach) -> None:
    assert_told(coach("history", "--import", recording), recording.name)


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("option", ["--cues", "--wav"])
def test_a_full_disk(option: str, recording: Path, coach: Coach) -> None:
    assert_told(coach("replay", recording, option, "/dev/full"), "/dev/full cannot grow: the disk is full")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run"], ["No sensor"]),
        (["run", "--sensor", "head=sim"], ["head", "foot-left"]),
        (["run", "--sensor", "foot-left"], ["PLACEMENT=VALUE"]),
        (["run", "--sensor", "foot-left=sim", "--sensor", "foot-left=sim"], ["twice"]),
        (["run", "--sensor", "foot-left=sim", "--for", "soon"], ["soon"]),
        (["run", "--sensor", "foot-left=sim", "--screen", "foo"], ["There is no 'foo' here", "terminal, web, none"]),
        (["drill", "foo"], ["There is no 'foo' here", "pogo"]),
    ],
)
def test_a_run_that_cannot_start(words: list[str], told: list[str], coach: Coach) -> None:
    assert_told(coach(*words), *told)


def test_no_output_goes_over_what_is_read(recording: Path, coach: Coach, tmp_path: Path) -> None:
    before = recording.read_bytes()
    assert_told(coach("measure", recording, "--csv", recording), "is what is to be read")
    assert_told(coach("report", recording, "-o", recording), "is what is to be read")
    assert_told(coach("replay", recording, "--wav", recording), "is what is to be read")
    both = tmp_path / "both.csv"
    assert_told(coach("replay", recording, "--cues", both, "--steps", both), "two outputs")
    assert recording.read_bytes() == before


def test_a_demo_never_replaces_a_run(recording: Path, coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "run.mcap").write_bytes(recording.read_bytes())
    assert_told(coach("demo", "--out", tmp_path / "mine"), "holds a run of yours")
    assert (tmp_path / "mine" / "run.mcap").read_bytes() == recording.read_bytes()


def test_config_init_never_overwrites(coach: Coach, tmp_path: Path) -> None:
    file = tmp_path / "coach.toml"
    assert coach("config", "init", file).code == 0
    assert coach("config", "check", file).code == 0
    assert_told(coach("config", "check", file, "--config", file), "Two settings files")
    file.write_text("[stance]\nhold_s = 3\n", encoding="utf-8")
    assert coach("config", "check", "--config", file).code == 0
    assert "hold_s = 3" in coach("config", "show", "--config", file).out
    assert_told(coach("config", "init", file), "exists already")
    assert "hold_s = 3" in file.read_text(encoding="utf-8")


def test_a_cut_recording_is_read_up_to_the_cut(recording: Path, coach: Coach, tmp_path: Path) -> None:
    whole = recording.read_bytes()
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    done = coach("measure", cut, "--csv", tmp_path / "steps.csv")
    assert done.code == 0, done.err
    assert "cut" in done.out
    assert (tmp_path / "steps.csv").exists()
