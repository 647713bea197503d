"""Live on the simulated runner: in real time, ended cleanly, cut off rudely; the recording tells the same story."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from coach.events import Packet, Tick
from coach.recording import open_recording

Rows = Callable[[Path], list[Mapping[str, str]]]
FEET = ("--sensor", "foot-left=sim", "--sensor", "foot-right=sim", "--screen", "none", "--scenario", "steady")
SETTINGS = """\
[baseline]
contact_ms = 200
[stance]
hold_s = 1
[cues]
quiet_first_s = 0
settle_steps = 0
cooldown_s = 3
"""


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "eager.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path / "eager.toml"


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "COACH_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "coach", "run", *FEET, *words, "--out", str(folder / "run")]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_packets(recording: Path) -> None:
    """Until something has been recorded; a minute at most, on the slowest machine."""
    for _ in range(600):
        if recording.exists() and recording.stat().st_size > 30_000:
            return
        time.sleep(0.1)
    pytest.fail("nothing was recorded within a minute")


def test_it_decides_live_what_its_recording_replays(coach: Coach, rows: Rows, settings: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    done = coach("run", *FEET, "--config", settings, "--for", "12s", "--out", folder)
    assert done.code == 0, done.err
    assert {p.name for p in folder.iterdir()} == {"run.mcap", "steps.csv", "cues.csv", "report.html"}
    steps, cues = rows(folder / "steps.csv"), rows(folder / "cues.csv")
    assert len(steps) > 15
    assert [row for row in cues if row["outcome"] == "played"]
    last_s = max(event.arrived_s for event in open_recording(folder / "run.mcap").events() if isinstance(event, Packet))
    assert 11.0 < last_s < 13.0

    again = tmp_path / "again"
    again.mkdir()
    done = coach("replay", folder / "run.mcap", "--steps", again / "steps.csv", "--cues", again / "cues.csv")
    assert done.code == 0, done.err
    for name in ("steps.csv", "cues.csv"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_it_cleanly(rows: Rows, tmp_path: Path) -> None:
    running = start(tmp_path)
    wait_for_packets(tmp_path / "run" / "run.mcap")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "Traceback" not in err
    assert str(tmp_path / "run") in out
    assert rows(tmp_path / "run" / "steps.csv")
    assert not open_recording(tmp_path / "run" / "run.mcap").warnings


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_kill_9_loses_at_most_the_last_second(coach: Coach, tmp_path: Path) -> None:
    running = start(tmp_path)
    recording = tmp_path / "run" / "run.mcap"
    wait_for_packets(recording)
    running.kill()
    killed = datetime.now(UTC)  # noqa: TID251  # compared with the wall clock of the recording
    running.communicate(timeout=60)
    read = open_recording(recording)
    newest_s = max(event.at_s for event in read.events() if isinstance(event, Tick))
    lasted_s = (killed - datetime.fromisoformat(read.header.started_at)).total_seconds()
    assert lasted_s - newest_s < 1.0
    done = coach("measure", recording, "--csv", tmp_path / "steps.csv")
    assert done.code == 0, done.err
    assert "cut" in done.out


def test_a_run_never_overwrites_another(coach: Coach, tmp_path: Path) -> None:
    assert coach("run", *FEET, "--for", "1s", "--out", tmp_path / "run").code == 0
    before = (tmp_path / "run" / "run.mcap").read_bytes()
    done = coach("run", *FEET, "--for", "1s", "--out", tmp_path / "run")
    assert done.code == 2
    assert "exists already" in done.err
    assert (tmp_path / "run" / "run.mcap").read_bytes() == before
