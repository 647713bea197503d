"""What a command tells: whole words on a terminal, whole lines in a pipe, and a quiet end when the reader leaves."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coach.cli.saying import say, say_all

LINE = "sound        no output; the coach runs silently until there is one in /a/long-path/that-stays/in-one-piece"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, line: str, *, indent: int = 0) -> list[str]:
    shown = Terminal()
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "stdout", shown)
    say(line, indent=indent)
    return shown.getvalue().splitlines()


def test_a_terminal_gets_whole_words(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = on_a_terminal(monkeypatch, LINE, indent=13)
    assert first == "sound        no output; the coach runs"
    assert all(line.startswith(" " * 13) for line in rest)
    assert rest[-1].strip() == "/a/long-path/that-stays/in-one-piece"


def test_what_is_indented_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = on_a_terminal(monkeypatch, "short\n    " + "word " * 12)
    assert lines == ["short", "    " + "word " * 6 + "word", "    word word word word word"]


def test_a_pipe_gets_whole_lines(capsys: pytest.CaptureFixture[str]) -> None:
    say(LINE)
    assert capsys.readouterr().out == LINE + "\n"


def test_the_work_goes_on_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def working() -> Iterator[str]:
        for number in range(3):
            yield "said"
            done.append(number)

    def nobody(line: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("coach.cli.saying.say", nobody)
    with pytest.raises(BrokenPipeError):
        say_all(working())
    assert done == [0, 1, 2]


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_a_reader_who_leaves_is_no_fault() -> None:
    coach = subprocess.Popen(
        [sys.executable, "-m", "coach", "config", "show"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert coach.stdout is not None
    assert coach.stderr is not None
    coach.stdout.close()
    assert coach.stderr.read() == b""
    coach.stderr.close()
    assert coach.wait(60) == 0
