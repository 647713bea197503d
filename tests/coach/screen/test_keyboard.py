from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Generator
from typing import TextIO

import pytest

from coach.screen.controls import CONTROLS, Press
from coach.screen.keyboard import HINT, NO_KEYS, SEQUENCES, Keyboard, pressed

PATIENCE_S = 20.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" ", [Press("pause")]),
        ("m", [Press("mark")]),
        ("S", [Press("mute")]),
        ("mw", [Press("mark"), Press("wrong-cue")]),
        ("\x1b[A", [Press("speed", 0.1)]),
        ("\x1b[6~", [Press("speed", -0.5)]),
        ("\x1b[15~", []),
        ("\x1bm", []),
        ("xyz", []),
        ("", []),
    ],
)
def test_what_is_meant(typed: str, meant: list[Press]) -> None:
    assert pressed(typed) == meant


def test_every_control_has_a_key_on_a_terminal() -> None:
    letters = {control.key for control in CONTROLS if len(control.key) == 1}
    assert {control.key for control in CONTROLS} == letters | set(SEQUENCES.values())


def test_without_a_terminal_there_are_no_keys() -> None:
    with Keyboard(lambda _: pytest.fail("nobody pressed anything"), io.StringIO("mmm")) as keys:
        assert keys.hint == NO_KEYS


if sys.platform != "win32":
    import pty
    import termios

    @pytest.fixture
    def terminal() -> Generator[tuple[int, TextIO]]:
        """A terminal of our own: where somebody types, and where the program reads."""
        hand, screen = pty.openpty()
        with os.fdopen(screen, "r") as stream:
            yield hand, stream
        os.close(hand)

    def test_keys_are_heard_and_the_terminal_is_given_back(terminal: tuple[int, TextIO]) -> None:
        hand, stream = terminal
        heard: list[Press] = []
        before = termios.tcgetattr(stream.fileno())
        with Keyboard(heard.append, stream) as keys:
            assert keys.hint == HINT
            assert not termios.tcgetattr(stream.fileno())[3] & termios.ICANON
            assert termios.tcgetattr(stream.fileno())[3] & termios.ISIG, "Ctrl-C stays what it is"
            for typed in (b"m", b"\x1b[A", b"q", b"q"):
                os.write(hand, typed)
                time.sleep(0.05)
            deadline_s = time.monotonic() + PATIENCE_S
            while len(heard) < 3 and time.monotonic() < deadline_s:
                time.sleep(0.02)
        assert heard == [Press("mark"), Press("speed", 0.1), Press("stop")]
        assert termios.tcgetattr(stream.fileno()) == before

    def test_the_terminal_is_given_back_after_an_error(terminal: tuple[int, TextIO]) -> None:
        _, stream = terminal
        before = termios.tcgetattr(stream.fileno())
        with pytest.raises(ZeroDivisionError), Keyboard(lambda _: None, stream):
            raise ZeroDivisionError
        assert termios.tcgetattr(stream.fileno()) == before
