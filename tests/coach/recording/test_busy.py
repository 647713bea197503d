"""A recording that is being written is known as such, until its writer is gone, however it went."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coach.recording import Header, Writer
from coach.recording.busy import being_written

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody can tell there")
WRITES = """
import sys, time
from pathlib import Path
from coach.recording import Header, Writer
writer = Writer(Path(sys.argv[1]), Header())
print("begun", flush=True)
time.sleep(60)
"""


def test_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    assert not being_written(path)
    with Writer(path, Header()):
        assert being_written(path)
        assert being_written(path)
    assert not being_written(path)


def test_until_its_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen([sys.executable, "-c", WRITES, str(path)], stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == b"begun\n"
        assert being_written(path)
        writing.send_signal(signal.SIGKILL)
    assert not being_written(path)
