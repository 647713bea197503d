from __future__ import annotations

import io

import pytest

from coach.events import CueDecision, Played
from coach.screen.cue_table import print_cues
from coach.screen.progress import progress

CUES = (
    CueDecision(1, 1221.9, "push-pull", "played", "", 1221.9, "glue", "contact 264 ms"),
    CueDecision(2, 1231.4, "push-pull", "dropped", "cooling down", None, "", "contact 263 ms"),
    CueDecision(3, 1284.0, "metronome", "played", "", 1284.0, "metronome", "contact [262] ms", 171.6, 1300.0),
)
PHRASES = {("push-pull", "glue"): "Push, and unstick."}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_in_a_pipe() -> None:
    out = io.StringIO()
    played = [Played(1, 1221.9, 1222.54), Played(3, 1284.0, None, "no sound output")]
    print_cues(CUES, played, 1000.0, out, phrases=PHRASES)
    assert out.getvalue().splitlines() == [
        "when  cue                because           outcome",
        "3:43  Push, and unstick  contact 264 ms    played",
        "3:51  push pull          contact 263 ms    dropped: cooling down",
        "4:44  metronome 172/min  contact [262] ms  played: no sound: no sound output",
    ]


def test_a_table_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    out = Terminal()
    print_cues(CUES, (), 1000.0, out, phrases=PHRASES)
    for words in ("Push, and unstick", "dropped: cooling down", "contact [262] ms", "─"):
        assert words in out.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_no_cues(stream: io.StringIO) -> None:
    print_cues([], [], stream=stream)
    assert stream.getvalue() == "No cue was due.\n"


def test_progress_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("importing") as tick:
        for n in range(100):
            tick(n / 100)
    assert capsys.readouterr() == ("", "")


def test_progress_shows_on_a_terminal_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    err = Terminal()
    monkeypatch.setattr("sys.stderr", err)
    with progress("importing") as tick:
        tick(0.5)
        tick(1.0)
    assert "importing" in err.getvalue()
    assert "100 %" in err.getvalue()
    assert err.getvalue().endswith("\x1b[2K")
