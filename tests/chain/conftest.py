"""One demo run, made once by the command line itself, that many tests look at."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


@pytest.fixture(scope="session")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """Runs `coach …` in a process of its own, with a data folder of its own."""
    home = tmp_path_factory.mktemp("data")

    def run(*words: str | Path, timeout_s: float = 120.0) -> Done:
        environment = {**os.environ, "COACH_DATA": str(home), "NO_COLOR": "1", "COLUMNS": "160"}
        environment.pop("COACH_DEBUG", None)
        done = subprocess.run(
            [sys.executable, "-m", "coach", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def demo(coach: Coach, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of a demo run."""
    folder = tmp_path_factory.mktemp("demo") / "run"
    done = coach("demo", "--out", folder)
    assert done.code == 0, done.err
    yield folder
    (folder / "run.wav").unlink(missing_ok=True)  # 58 MB each time would fill a temporary disk


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], list[Row]]:
    """Reads a CSV file."""

    def read(path: Path) -> list[Row]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
