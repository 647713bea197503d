"""Single keys from a terminal, while its view is shown; the terminal is given back as it was."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TextIO

from coach.screen.controls import ARMED_S, BY_KEY, Press

HINT = "space pause · m mark · s sound · w wrong cue · ↑↓ belt · q stop (twice)"
"""Of a run; a led routine has n and r instead of a belt, see `coach.screen.rows`."""
NO_KEYS = "Ctrl-C ends the run"
WAIT_S = 0.2
SEQUENCES = {
    "\x1b[A": "ArrowUp",
    "\x1b[B": "ArrowDown",
    "\x1b[5~": "PageUp",
    "\x1b[6~": "PageDown",
    "\x1bOA": "ArrowUp",
    "\x1bOB": "ArrowDown",
}
"""What terminals send, and what browsers call it."""
WINDOWS = {"H": "ArrowUp", "P": "ArrowDown", "I": "PageUp", "Q": "PageDown"}
"""The second half of what a Windows console gives for a special key."""


def pressed(typed: str) -> list[Press]:
    """What was meant by some characters that came together; unknown ones mean nothing."""
    if typed in SEQUENCES:
        return [BY_KEY[SEQUENCES[typed]]]
    return [BY_KEY[letter] for letter in typed.lower() if letter in BY_KEY] if "\x1b" not in typed else []


class Keyboard:
    """Tells `heard`, in a thread of its own, what is pressed; does nothing where there is no terminal."""

    def __init__(self, heard: Callable[[Press], None], stream: TextIO | None = None) -> None:
        self._heard = heard
        self._stream: TextIO = sys.stdin if stream is None else stream
        self._over = threading.Event()
        self._armed_s = -ARMED_S
        self._was: list[object] | None = None
        self._thread = threading.Thread(target=self._listen, name="keyboard", daemon=True)

    def __enter__(self) -> Self:
        with suppress(ValueError, OSError):  # no standard input at all
            if self._stream.isatty():
                self._was = _single_keys(self._stream.fileno())
                self._thread.start()
        return self

    @property
    def hint(self) -> str:
        """What can be pressed."""
        return HINT if self._thread.is_alive() else NO_KEYS

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(5 * WAIT_S)
        if self._was:
            import termios

            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, self._was)  # pyright: ignore[reportArgumentType]

    def _listen(self) -> None:
        for typed in _windows(self._over) if sys.platform == "win32" else _posix(self._stream.fileno(), self._over):
            for press in pressed(typed):
                self._tell(press)

    def _tell(self, press: Press) -> None:
        now_s = time.monotonic()
        if press.action == "stop" and now_s - self._armed_s > ARMED_S:
            self._armed_s = now_s
        else:
            self._heard(press)


def _single_keys(number: int) -> list[object]:
    """Give each key at once and do not show it; returns how it was. Ctrl-C stays what it is."""
    if sys.platform == "win32":
        return []
    import termios
    import tty

    was = termios.tcgetattr(number)
    tty.setcbreak(number)
    return was


def _posix(number: int, over: threading.Event) -> Iterator[str]:
    import select

    while not over.is_set():
        ready, _, _ = select.select([number], [], [], WAIT_S)
        if ready:
            typed = os.read(number, 32)
            if not typed:
                return  # the terminal was closed
            yield typed.decode("utf-8", "replace")


def _windows(over: threading.Event) -> Iterator[str]:
    console: Any = importlib.import_module("msvcrt")
    while not over.wait(WAIT_S / 10):
        while console.kbhit():
            typed: str = console.getwch()
            if typed in "\x00\xe0":
                special: str = console.getwch()
                typed = next((s for s, name in SEQUENCES.items() if name == WINDOWS.get(special)), "")
            yield typed
