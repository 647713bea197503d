"""A run, or a page without one, for a browser to look at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

from coach.config import Config
from coach.events import Event, Output
from coach.screen.state import ScreenState
from coach.screen.web.door import open_door
from coach.screen.web.messages import Setup
from coach.screen.web.process import WebScreen

PATIENCE_S = 60.0
TALKATIVE = """\
# how I like it
[baseline]
contact_ms = 226   # shorter than the simulated runner's: stance is drawn-out at once

[stance]
trigger_percent = 4.0  # % above, after long thought
hold_s = 2.0
[cues]
quiet_first_s = 0.0
cooldown_s = 6.0
settle_steps = 4
give_up_after = 20
budget_per_10min = 60
withhold_percent = 0.0
[fading]
on = false
"""
FEET = ("--sensor", "foot-left=sim", "--sensor", "foot-right=sim")


def until(wanted: Callable[[], bool], what: str) -> None:
    """Wait for something that comes by itself."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not wanted():
        assert time.monotonic() < deadline_s, f"{what} never came"
        time.sleep(0.05)


class LiveRun:
    """`coach run --screen web`, or another verb of that kind, in a process of its own."""

    def __init__(self, folder: Path, *words: str, verb: Sequence[str] = ("run",)) -> None:
        folder.mkdir(parents=True)
        self.folder = folder / "run"
        self.settings = folder / "coach.toml"
        self.settings.write_text(TALKATIVE, encoding="utf-8")
        command = [sys.executable, "-m", "coach", *verb, *FEET, "--screen", "web", *words]
        command += ["--config", str(self.settings), "--out", str(self.folder)]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "COACH_DATA": str(folder / "data"), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(target=self._read, daemon=True).start()
        until(lambda: bool(self.links), "the link")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def links(self) -> list[str]:
        """What the terminal says where the page is."""
        return [link for line in self.lines for link in re.findall(r"http://\S+", line)]

    @property
    def recording(self) -> Path:
        """Whatever was recorded."""
        return self.folder / "run.mcap"

    def page_process(self) -> int | None:
        """The process that serves the page."""
        children = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        found = [line for line in children.splitlines() if "multiprocessing-fork" in line]
        return int(found[0].split()[0]) if found else None

    def end(self) -> None:
        """Ctrl-C, where it has not ended by itself."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()


class Stage:
    """A page that shows whatever it is given."""

    def __init__(self, screen: WebScreen, link: str, state: ScreenState) -> None:
        self.screen, self.link, self.state = screen, link, state

    def show(self, items: Iterable[Event | Output]) -> None:
        """Take in what has happened and show it."""
        for item in items:
            self.state.take(item)
        self.screen.refresh(self.state)


@contextmanager
def staged(state: ScreenState, config: Config, *, share: bool = False) -> Generator[Stage]:
    """A page without a run."""
    door = open_door(share=share)
    setup = Setup(config, Path("coach.toml"), {}, {}, {}, {}, door.links, door.key)
    with WebScreen(
        door, setup, lambda _: None, farewell=lambda: ["You ran 30:00; stance was drawn-out for 1:12."]
    ) as s:
        yield Stage(s, door.links[-1], state)
