from __future__ import annotations

import io
import subprocess
import sys

import pytest
from rich.console import Console

from coach.events import PLACEMENTS, Beat, CueDecision, Packet, State, Status, Tick
from coach.screen.digits import large
from coach.screen.layout import picture
from coach.screen.plain import PlainScreen
from coach.screen.rows import STYLES
from coach.screen.state import ScreenState
from coach.screen.terminal import TerminalScreen, terminal_screen
from coach.screen.words import STATES
from tests.coach.screen.steps import step

SINKING = Status(130.0, "drawn-out", "stance is drawn-out", 0.245, 0.255)
PHRASES = {("push", "ball"): "push through the ball"}


def run_until_drawn_out() -> ScreenState:
    state = ScreenState(("foot-left", "waist"), recording="run.mcap", audio="on", output="headphones", phrases=PHRASES)
    state.take(Tick(60.0))
    for n in range(200):
        at_s = 60.0 + 0.35 * n
        contact_s = 0.245 if at_s < 120.0 else 0.265
        state.take(Packet("foot-left", "open-pod", at_s, b""))
        state.take(step(at_s, contact_s, values={"cadence_spm": 171.4, "balance_percent": 50.4}))
    state.take(SINKING)
    state.take(CueDecision(1, 130.0, "push", "played", "", 130.0, "ball", "contact 265 ms"))
    state.take(Beat(130.0, 176.0, 150.0, "drawn-out", "contact 265 ms"))
    return state


def shown(state: ScreenState, width: int, height: int, keys: str = "q stop") -> list[str]:
    return [line.plain for line in picture(state.view(), width, height, keys)]


def test_a_window_of_the_usual_size_shows_everything() -> None:
    text = "\n".join(shown(run_until_drawn_out(), 80, 24))
    for words in (
        "D R A W N - O U T",
        "1:10",
        "Stance is drawn-out",
        "8 % above your own",
        "Cadence     171 /min",
        "Balance     50.4 %",
        "own 245 ms",
        "over 255 ms",
    ):
        assert words in text
    for words in ("♪ 176/min", "“push through the ball”  now  contact 265 ms", "● Left foot", "○ Waist waiting"):
        assert words in text
    for words in ("Sound on headphones", "recording run.mcap", "q stop", "last 5 min"):
        assert words in text
    for line in large("265", 2):
        assert line.rstrip() in text


def test_contact_stands_right_of_the_limit_when_drawn_out() -> None:
    (band,) = (line for line in shown(run_until_drawn_out(), 80, 24) if "┃" in line)
    normal, limit, now = band.index("┃"), band.rindex("┃"), band.index("●")
    assert normal < limit < now
    assert band.strip().startswith("220 ")


def test_a_small_window_keeps_what_matters_most() -> None:
    lines = shown(run_until_drawn_out(), 20, 6)
    assert len(lines) == 6
    assert lines[0].strip().startswith("DRAWN-OUT")
    assert any("265 ms" in line for line in lines)
    assert not any("q stop" in line for line in lines)


@pytest.mark.parametrize("width", [1, 2, 5, 9, 20, 39, 80, 200])
@pytest.mark.parametrize("height", [1, 2, 3, 6, 14, 24, 60])
def test_no_size_overflows(width: int, height: int) -> None:
    for state in (run_until_drawn_out(), ScreenState(), ScreenState(PLACEMENTS)):
        lines = shown(state, width, height)
        assert 1 <= len(lines) <= height
        assert max(map(len, lines)) <= width


@pytest.mark.parametrize("name", list(STYLES))
def test_every_state_is_a_word_and_not_only_a_colour(name: State) -> None:
    state = ScreenState()
    state.take(Status(1.0, name, ""))
    assert any(STATES[name].upper() in line for line in shown(state, 30, 10)[:2])


def test_no_running_no_number() -> None:
    state = run_until_drawn_out()
    state.take(Tick(200.0))
    text = "\n".join(shown(state, 60, 12))
    assert "--- ms contact" in text
    assert "●" not in text


def test_markup_in_words_is_only_words() -> None:
    state = ScreenState()
    state.take(Status(1.0, "good", "[red]not markup[/red] [/]"))
    assert "[red]not markup[/red] [/]" in "\n".join(shown(state, 80, 24))


# ── live ──────────────────────────────────────────────────────────────────────────────────────────────────────


def console(width: int = 80, height: int = 24) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, force_terminal=True, width=width, height=height, color_system=None), out


def test_the_terminal_is_given_back_even_after_an_error() -> None:
    window, out = console()
    state = run_until_drawn_out()

    def break_off() -> None:
        with TerminalScreen(window, "q stop") as screen:
            screen.refresh(state)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    written = out.getvalue()
    assert "D R A W N - O U T" in written
    for taken, given_back in (("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h")):
        assert written.count(taken) == written.count(given_back) == 1
        assert written.index(taken) < written.index(given_back)


def test_at_most_four_pictures_a_second() -> None:
    window, out = console()
    state = ScreenState()
    with TerminalScreen(window) as screen:
        before = out.getvalue().count("W A I T I N G")
        for n in range(1000):
            state.take(Tick(5.0 + n / 100.0))
            screen.refresh(state)
        drawn = out.getvalue().count("W A I T I N G") - before
    assert 38 <= drawn <= 41


@pytest.mark.parametrize("size", [(20, 6), (5, 2), (1, 1)])
def test_live_in_a_tiny_window(size: tuple[int, int]) -> None:
    window, out = console(*size)
    with TerminalScreen(window, "q stop") as screen:
        screen.refresh(run_until_drawn_out())
    assert "\x1b[?1049l" in out.getvalue()
    assert "DRAWN-OUT" in out.getvalue() or size[0] < 20


# ── plain ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pipe_gets_one_line_for_each_thing_that_happens() -> None:
    out = io.StringIO()
    state = run_until_drawn_out()
    with terminal_screen(out, "q stop") as screen:
        assert isinstance(screen, PlainScreen)
        screen.refresh(state)
        screen.refresh(state)
        state.take(Status(190.0, "good", "stance is good", 0.245, 0.255))
        screen.refresh(state)
    assert out.getvalue().splitlines() == [
        "   1:10  drawn-out: stance is drawn-out",
        "   1:10  “push through the ball” contact 265 ms",
        "   2:10  good: stance is good",
    ]


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    class Typewriter(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(terminal_screen(Typewriter()), PlainScreen)


def test_rich_is_loaded_only_for_a_terminal() -> None:
    code = (
        "import sys, coach.screen.terminal, coach.screen.progress, coach.screen.cue_table; print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_digits_are_as_large_as_promised(scale: int) -> None:
    lines = large("0123456789-", scale)
    assert len(lines) == 5 * scale
    assert {len(line) for line in lines} == {11 * 8 * scale - 2 * scale}
    assert len({tuple(large(digit)) for digit in "0123456789-"}) == 11
