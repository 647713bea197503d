"""Ctrl-C at any moment: one sentence that is true, and nobody is left working."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.__main__ import press_again
from coach.app.flat_out import demo as flat_out
from coach.errors import StoppedError

terminal = pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a single process there")
STOPPED = "coach: Stopped.\n"


def stopped(when: Callable[[int], bool], *words: str | Path) -> str:
    """What a command says to Ctrl-C, sent when this is so of its number, to all its processes, as from a terminal."""
    command = [sys.executable, "-m", "coach", *map(str, words)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as coach:
        while not when(coach.pid):
            assert coach.poll() is None
            time.sleep(0.005)
        os.killpg(coach.pid, signal.SIGINT)
        out, told = coach.communicate(timeout=60)  # ends when the last process that holds the pipes ends
    assert coach.returncode in {130, -signal.SIGINT}  # a shell sees 130 in both
    assert out == ""
    return told


class Tidied:
    """Something that Python tidies up by itself."""


@terminal
def test_it_is_not_forgotten_where_python_would_ignore_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", press_again)
    tidied = Tidied()
    told = weakref.ref(tidied, pressed)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012  # it comes while something else is being done
        del tidied
        while time.monotonic() < begun + 30.0:
            time.sleep(0.01)
    assert told() is None


@terminal
def test_in_a_demo_it_says_what_is_there(tmp_path: Path) -> None:
    told = stopped(lambda _: (tmp_path / "run.mcap").exists(), "demo", "--out", tmp_path)
    assert told in {
        STOPPED,  # in the very moment of its beginning
        f"coach: Stopped before the end. What was simulated by then is in {tmp_path / 'run.mcap'}.\n",
    }


def nothing(*_: object, **__: object) -> None:
    """In place of minutes of work."""


def pressed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("early", ["open_pack", "made", "spoken"])
def test_before_a_demo_begins_it_promises_nothing(early: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat_out, early, pressed)
    with pytest.raises(KeyboardInterrupt):
        flat_out.run_demo(tmp_path, 1)
    assert not (tmp_path / "run.mcap").exists()


@pytest.mark.parametrize("late", ["run_flat_out", "write_tables"])
def test_once_it_has_begun_it_names_what_there_is(late: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat_out, "run_flat_out", nothing)
    monkeypatch.setattr(flat_out, late, pressed)
    with pytest.raises(StoppedError, match=r"run\.mcap"):
        flat_out.run_demo(tmp_path, 1)
    assert (tmp_path / "run.mcap").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("later_s", [0.0, 0.2, 1.0])
def test_while_workers_start_and_work(later_s: float, demo: Path, tmp_path: Path) -> None:
    def working(pid: int) -> bool:
        if not Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii"):
            return False
        time.sleep(later_s)
        return True

    for name in "abc":
        shutil.copy(demo / "run.mcap", tmp_path / f"{name}.mcap")
    assert stopped(working, "measure", tmp_path, "--jobs", "2", "--csv", tmp_path / "z.csv") == STOPPED
    assert not (tmp_path / "z.csv").exists()
