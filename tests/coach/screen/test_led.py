"""A led routine on the screens: what to do, how many, how long, and what a repetition measured."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from coach.events import Guide, Repetition, Status, Tick
from coach.screen.figures import SHOWN, figures
from coach.screen.keyboard import HINT
from coach.screen.layout import picture as terminal
from coach.screen.state import ScreenState
from coach.screen.web.picture import Led, picture

SET = Guide(10.0, "drill", "pogo", "pogo jumps, set 1 of 2", "", 12, 8.0, "s", "walk back")


def jump(at_s: float, contact_s: float, flight_s: float, **values: float) -> Repetition:
    return Repetition("pogo", "foot-left", "unknown", at_s, at_s + 0.2, contact_s, flight_s, (), values)


def led(*guides: Guide) -> ScreenState:
    state = ScreenState(("foot-left",))
    state.take(Tick(0.0))
    for guide in guides:
        state.take(guide)
        state.take(Status(guide.at_s, "drill", guide.part))
    return state


def test_what_is_counted_stands_large_and_what_is_left_beside_it() -> None:
    shown = picture(led(SET).view()).led
    assert shown == Led("Pogo jumps, set 1 of 2", "12", "counted", "", "8 seconds left", "Next: walk back")


@pytest.mark.parametrize(
    ("guide", "number", "unit", "left"),
    [
        (replace(SET, count=None), "8", "seconds left", ""),
        (replace(SET, count=None, remaining=1.0), "1", "second left", ""),
        (replace(SET, count=None, remaining=17.0, unit="m"), "17", "metres left", ""),
        (replace(SET, count=None, remaining=117.0, unit="m"), "117", "metres left", ""),
        (replace(SET, count=None, remaining=59.0), "59", "seconds left", ""),
        (replace(SET, count=None, remaining=555.0), "9:15", "left", ""),
        (replace(SET, remaining=60.0), "12", "counted", "1:00 left"),
        (replace(SET, remaining=None), "12", "counted", ""),
        (replace(SET, count=None, remaining=None), "", "", ""),
    ],
)
def test_without_a_count_what_is_left_stands_large(guide: Guide, number: str, unit: str, left: str) -> None:
    shown = picture(led(guide).view()).led
    assert shown is not None
    assert (shown.number, shown.unit, shown.left) == (number, unit, left)


def test_a_run_is_not_led() -> None:
    assert picture(ScreenState().view()).led is None


def test_figures_are_medians_of_the_set_and_only_what_is_measured() -> None:
    state = led(SET)
    for n, contact_s in enumerate((0.3, 0.2, 0.22)):
        state.take(jump(11.0 + n, contact_s, nan, rsi=0.7 + 0.1 * n))
    told = figures(state.view())
    assert [(f.label, f.value, f.unit) for f in told[:2]] == [("Contact", "220", "ms"), ("RSI", "0.80", "")]
    assert len(told) == SHOWN
    assert not any(f.label for f in told[2:])


def test_a_new_set_begins_with_nothing_and_the_way_back_keeps_the_last() -> None:
    state = led(SET)
    state.take(jump(11.0, 0.2, 0.2))
    state.take(replace(SET, at_s=20.0, kind="walk-back", part="walk back"))
    assert state.view().repetitions["contact_ms"] == pytest.approx(200.0)
    state.take(replace(SET, at_s=40.0, part="pogo jumps, set 2 of 2"))
    assert state.view().repetitions == {}


def test_the_terminal_says_the_same() -> None:
    state = led(replace(SET, note="go"))
    state.take(jump(11.0, 0.2, 0.21, height_cm=5.4))
    text = "\n".join(line.plain for line in terminal(state.view(), 80, 24, HINT))
    for words in ("D R I L L", "Pogo jumps, set 1 of 2", "counted", "8 seconds left", "Go. Next: walk back"):
        assert words in text
    for words in ("Contact     200 ms", "Height      5 cm", "n skip", "r again"):
        assert words in text
    assert "belt" not in text
    assert "Cadence" not in text


def test_minutes_are_drawn_large_too() -> None:
    lines = [line.plain for line in terminal(led(replace(SET, count=None, remaining=555.0)).view(), 80, 24, HINT)]
    assert any("left" in line and "█" in line for line in lines)


def test_each_key_is_named_once() -> None:
    told = [words.split() for words in HINT.split(" · ")]
    assert all(key not in others for key, *others in told)
    assert len({key for key, *_ in told}) == len(told)
