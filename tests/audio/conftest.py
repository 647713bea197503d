"""These tests hear the real thing: they run only beside the sound server that `with_pulseaudio` starts."""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ParamSpec

import pytest

from cues.library import load_sounds
from cues.pack import load_pack
from cues.player import Clips
from tests.audio.server import Server

P = ParamSpec("P")
RETRIED: list[str] = []
MEASURED: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Outside the rig, say what to do instead of failing."""
    if "COACH_PULSE_DIR" in os.environ:
        return
    here = Path(__file__).parent
    away = pytest.mark.skip(reason="hears a real sound server: tests/audio/with_pulseaudio pytest -m audio tests/audio")
    for item in items:
        if here in item.path.parents:
            item.add_marker(away)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured, and what needed a second try."""
    for title, lines in (("measured on the sound server", MEASURED), ("passed only at the second try", RETRIED)):
        if lines:
            terminalreporter.section(title)
            for line in lines:
                terminalreporter.write_line(line)


def once_more(test: Callable[P, None]) -> Callable[P, None]:
    """A machine that is busy with something else may spoil a measurement once; that is told at the end."""

    @functools.wraps(test)
    def twice(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            test(*args, **kwargs)
        except AssertionError as fault:
            RETRIED.append(f"{test.__name__}: {str(fault).splitlines()[0] if str(fault) else 'assertion failed'}")
            Server().mend()
            test(*args, **kwargs)

    return twice


@pytest.fixture(scope="session")
def clips() -> Clips:
    """The bundled voice."""
    return load_sounds(load_pack("push-pull")).clips


@pytest.fixture
def server() -> Iterator[Server]:
    """The running sound server, put right again afterwards."""
    server = Server()
    yield server
    server.mend()


@pytest.fixture
def hog() -> Iterator[None]:
    """A thread that keeps Python busy in this process, as a program gone wild would."""
    ends = threading.Event()

    def work() -> None:
        while not ends.is_set():
            sum(range(1_000))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    time.sleep(0.1)
    yield
    ends.set()
    thread.join()
