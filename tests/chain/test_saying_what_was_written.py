"""Whoever asks for a file is told where it is; one that cannot be written leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


def a_minute(demo: Path, copy: Path) -> Path:
    """The beginning of the demo: it is cut, which is told and does no harm."""
    copy.write_bytes((demo / "run.mcap").read_bytes()[:600_000])
    return copy


def test_a_report_is_called_as_the_demo_calls_it(demo: Path, coach: Callable[..., Done], tmp_path: Path) -> None:
    for name, report in (("run.mcap", "report.html"), ("lake.mcap", "lake.html")):
        a_minute(demo, tmp_path / name)
        done = coach("report", tmp_path / name)
        assert done.code == 0, done.err
        assert f"{tmp_path / report} written" in done.out
        assert (tmp_path / report).exists()


def test_a_replay_tells_what_it_wrote(demo: Path, coach: Callable[..., Done], tmp_path: Path) -> None:
    done = coach(
        "replay", a_minute(demo, tmp_path / "run.mcap"), "--cues", tmp_path / "c.csv", "--steps", tmp_path / "s.csv"
    )
    assert done.code == 0, done.err
    for name in ("c.csv", "s.csv"):
        assert f"{tmp_path / name} written." in done.out
        assert (tmp_path / name).exists()


@pytest.mark.skipif(os.name != "posix", reason="limits on files are those of POSIX")
def test_settings_for_which_there_is_no_room_leave_no_file(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: the write fails in the middle."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
        "from coach.cli import main; sys.argv = ['coach', 'config', 'init', 'coach.toml']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "coach.toml" in done.stderr
    assert list(tmp_path.iterdir()) == []
