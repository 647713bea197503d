from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import Step
from coach.screen.web.curve import SIGNS, Mark, Window, curve
from tests.coach.screen.steps import step

NOW_S = 400.0
WINDOW = Window(NOW_S, 300.0, 0.240, 0.250)


def lines(svg: str) -> list[list[tuple[float, float]]]:
    """The points of each stretch of the curve, in thousandths across and hundredths down."""
    paths = re.findall(r'class="line" d="M([^"]*)"', svg)
    return [[(float(x), float(y)) for x, y in (point.split() for point in path.split("L"))] for path in paths]


def running(since_s: float, until_s: float, contact_s: float = 0.245) -> list[Step]:
    return [step(since_s + 0.35 * n, contact_s) for n in range(int((until_s - since_s) / 0.35))]


def test_a_longer_contact_stands_higher() -> None:
    (points,) = lines(curve([*running(200, 300, 0.240), *running(300, 400, 0.260)], WINDOW))
    early = [y for x, y in points if x < 600]
    late = [y for x, y in points if x > 700]
    assert max(late) < min(early)
    assert [x for x, _ in points] == sorted(x for x, _ in points)


def test_a_pause_breaks_the_line() -> None:
    assert len(lines(curve([*running(200, 250), *running(260, 390)], WINDOW))) == 2


def test_what_is_old_or_not_believed_is_not_drawn() -> None:
    assert lines(curve([*running(0, 90)], WINDOW)) == []
    assert lines(curve([step(390, 0.9, valid=False)], WINDOW)) == []


def test_what_is_drawn_out_is_drawn_once_more_in_its_own_colour() -> None:
    svg = curve(running(200, 400, 0.26), WINDOW)
    assert svg.count('class="over"') == 1
    assert 'class="over"' not in curve(running(200, 400, 0.26), Window(NOW_S, 300.0, 0.24, None))


def test_the_levels_have_names_and_numbers() -> None:
    svg = curve([], WINDOW)
    assert "<b>250</b> drawn-out" in svg
    assert "<b>240</b> your own" in svg


def test_every_mark_has_a_sign_of_its_own_shape() -> None:
    assert len(set(SIGNS.values())) >= len(SIGNS) - 2  # new is a hollow cue; dropped and wrong are crosses
    svg = curve([], WINDOW, [Mark(NOW_S - 30 * n, kind) for n, kind in enumerate(SIGNS, start=1)])
    assert all(f'class="mark {kind}"' in svg for kind in SIGNS)


def test_marks_outside_the_window_are_left_out() -> None:
    assert "mark" not in curve([], WINDOW, [Mark(99.0, "cue", "old"), Mark(401.0, "cue", "not yet")])


def test_words_that_would_run_into_each_other_are_left_to_the_newer_mark() -> None:
    svg = curve([], WINDOW, [Mark(300.0, "cue", "older"), Mark(310.0, "cue", "newer")])
    assert ">newer</text>" in svg
    assert ">older</text>" not in svg
    assert "<title>older</title>" in svg


def test_words_of_a_pack_cannot_break_out() -> None:
    svg = curve([], WINDOW, [Mark(300.0, "cue", "<script>alert(1)</script>")])
    assert "<script" not in svg


@pytest.mark.parametrize("window", [Window(0.0, 300.0, None, None), Window(5.0, 600.0, 0.24, None), WINDOW])
def test_it_can_be_drawn_before_anything_is_known(window: Window) -> None:
    ET.fromstring(curve([], window))  # noqa: S314  # our own


@given(
    contacts=st.lists(st.floats(0.05, 1.0), max_size=40),
    normal_s=st.none() | st.floats(0.1, 0.5),
    ratio=st.floats(1.0, 1.5),
)
def test_the_drawing_is_whole_and_stays_in_its_place(
    contacts: Sequence[float], normal_s: float | None, ratio: float
) -> None:
    window = Window(NOW_S, 300.0, normal_s, None if normal_s is None else normal_s * ratio)
    svg = curve([step(390 - 1.1 * n, s) for n, s in reversed(list(enumerate(contacts)))], window)
    ET.fromstring(svg)  # noqa: S314  # our own
    assert all(0 <= x <= 1000 and 0 <= y <= 100 for points in lines(svg) for x, y in points)
