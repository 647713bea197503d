from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coach.config import Config
from coach.events import CueDecision, Key, Reload, Status, Step, Tick
from coach.screen.controls import Press
from coach.screen.state import ScreenState
from coach.screen.web.board import Board
from coach.screen.web.messages import Frame, Over, Settings, Setup
from coach.screen.web.picture import Picture

SETUP = Setup(Config(), Path("coach.toml"), {}, {}, {}, {}, ("http://localhost:8377/",), "")


class Page:
    """A viewer that remembers."""

    def __init__(self, tab: str) -> None:
        self.name = f"at {tab}"
        self.tab: str | None = tab
        self.shown: list[tuple[Picture, str]] = []
        self.said: list[CueDecision] = []
        self.calls = 0
        self.farewell: tuple[str, ...] = ()

    def show(self, picture: Picture, curve: str) -> None:
        self.shown.append((picture, curve))

    def say(self, decision: CueDecision) -> None:
        self.said.append(decision)

    def told(self) -> None:
        self.calls += 1

    def over(self, lines: tuple[str, ...]) -> None:
        self.farewell = lines


def board() -> tuple[Board, list[Press | Settings]]:
    sent: list[Press | Settings] = []
    return Board(SETUP, sent.append, SETUP.config), sent


def frame(at_s: float, *moments: Tick | Key | Step | Reload, decisions: tuple[CueDecision, ...] = ()) -> Frame:
    state = ScreenState()
    state.take(Tick(0.0))
    state.take(Status(at_s, "good", "", 0.24, 0.25))
    return Frame(state.view(), moments, decisions)


def cue(at_s: float, outcome: str = "played", key: str = "push-pull") -> CueDecision:
    return CueDecision(1, at_s, key, outcome, "", at_s, "glue")  # pyright: ignore[reportArgumentType]


def test_the_first_page_controls_and_the_second_is_welcome() -> None:
    runs, _ = board()
    first, second = Page("a"), Page("b")
    runs.enter(first)
    runs.enter(second)
    assert (runs.controls(first), runs.controls(second)) == (True, False)
    assert runs.controller_name() == "at a"


def test_control_can_be_taken_over_and_everybody_is_told() -> None:
    runs, _ = board()
    first, second = Page("a"), Page("b")
    runs.enter(first)
    runs.enter(second)
    before = first.calls
    runs.take_over(second)
    assert (runs.controls(first), runs.controls(second)) == (False, True)
    assert first.calls == before + 1


def test_a_reload_keeps_control() -> None:
    runs, _ = board()
    page, again, other = Page("a"), Page("a"), Page("b")
    runs.enter(page)
    runs.enter(other)
    runs.enter(again)
    runs.leave(page)
    assert runs.controls(again)


def test_control_falls_to_who_is_left() -> None:
    runs, _ = board()
    first, second = Page("a"), Page("b")
    runs.enter(first)
    runs.enter(second)
    runs.leave(first)
    runs.leave(first)
    assert runs.controls(second)
    runs.leave(second)
    assert runs.controller is None


def test_a_page_that_is_not_connected_controls_nothing() -> None:
    runs, _ = board()
    page = Page("a")
    page.tab = None
    runs.enter(page)
    assert not runs.controls(page)


def test_everybody_sees_every_frame_and_newcomers_the_last() -> None:
    runs, _ = board()
    first = Page("a")
    runs.enter(first)
    assert first.shown == []
    runs.take(frame(10.0))
    second = Page("b")
    runs.enter(second)
    assert first.shown[0][0] is second.shown[0][0]


def test_what_was_said_and_marked_is_on_the_curve_but_nothing_that_was_kept_back() -> None:
    runs, _ = board()
    runs.take(
        frame(
            100.0,
            Key(90.0, "mark"),
            Key(91.0, "pause"),
            decisions=(cue(80.0), cue(81.0, "withheld"), cue(82.0, "dropped"), cue(83.0, key="metronome")),
        )
    )
    assert [(mark.at_s, mark.kind) for mark in runs.marks] == [(80.0, "cue"), (90.0, "key")]
    assert len(runs.decisions) == 4


def test_a_cue_is_said_on_other_devices_when_it_is_new_and_never_again() -> None:
    runs, _ = board()
    page = Page("a")
    runs.enter(page)
    fresh = cue(99.8)
    runs.take(frame(100.0, decisions=(cue(80.0), cue(99.9, "withheld"), fresh)))
    assert page.said == [fresh]
    muted = frame(101.0, decisions=(cue(101.0),))
    runs.take(replace(muted, view=replace(muted.view, muted=True)))
    assert page.said == [fresh]


def test_the_curve_is_drawn_once_a_second_or_when_there_is_news() -> None:
    runs, _ = board()
    page = Page("a")
    runs.enter(page)
    runs.take(frame(10.0))
    runs.take(frame(10.2))
    runs.take(frame(10.4, Key(10.3, "mark")))
    drawn = [curve for _, curve in page.shown]
    assert drawn[0] == drawn[1] != drawn[2]


def test_tuned_settings_are_in_force_at_once() -> None:
    runs, sent = board()
    settings = Settings("[stance]\ntrigger_percent = 7\n")
    runs.reload(settings)
    assert runs.config.stance.trigger_percent == 7.0
    assert sent == [settings]


def test_what_an_editor_changed_in_the_file_is_in_force_too() -> None:
    runs, sent = board()
    runs.take(frame(10.0, Reload(9.0, "[stance]\ntrigger_percent = 6\n")))
    assert runs.config.stance.trigger_percent == 6.0
    runs.take(frame(12.0, Reload(11.0, "[stance]\nof_another_version = 6\n")))
    assert runs.config.stance.trigger_percent == 6.0
    assert sent == []


def test_all_are_told_that_the_run_is_over() -> None:
    runs, _ = board()
    page = Page("a")
    runs.enter(page)
    runs.take(Over(("You ran 30:00.",)))
    assert page.farewell == ("You ran 30:00.",)
