"""The terminal's curve: nothing of it may say something else than the figures."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coach.screen.chart import CUE, GUTTER, SPAN_S, chart
from coach.screen.state import ScreenState
from coach.screen.view import ScreenView

EMPTY = ScreenState().view()
WIDTH = 80


def ran(*stretches: tuple[float, float]) -> ScreenView:
    """Stretches of so many seconds at a contact time, up to now."""
    recent: list[tuple[float, float]] = []
    at_s = 0.0
    for lasts_s, contact_s in stretches:
        recent += [(at_s + 0.35 * n, contact_s) for n in range(int(lasts_s / 0.35))]
        at_s += lasts_s
    return replace(EMPTY, at_s=at_s, recent=tuple(recent), normal_s=0.24, limit_s=0.25)


def plain(view: ScreenView, height: int) -> list[str]:
    return [line.plain for line in chart(view, WIDTH, height)]


def test_only_what_is_drawn_out_reaches_the_topmost_row() -> None:
    cues, top, *_, bottom = plain(ran((200.0, 0.24), (100.0, 0.27)), 4)
    assert cues.strip() == "last 5 min"
    assert top.startswith(" over 250 ms")
    bars = top[GUTTER:]
    third = len(bars) // 3
    assert bars[: 2 * third - 1].strip() == ""
    assert "█" in bars[2 * third + 1 :]
    assert " " not in bottom[GUTTER:-1]


def test_a_cue_stands_above_its_moment() -> None:
    view = replace(ran((300.0, 0.24)), cues_s=(150.0, 299.9))
    cues = plain(view, 4)[0][GUTTER:]
    assert [n for n, sign in enumerate(cues) if sign == CUE] == [(len(cues) - 1) // 2, len(cues) - 1]


def test_where_nobody_ran_there_is_nothing() -> None:
    assert chart(EMPTY, WIDTH, 4) == []
    early = plain(replace(ran((30.0, 0.24)), at_s=30.0), 4)
    assert early[-1][GUTTER:].strip() != ""
    assert early[-1][GUTTER : GUTTER + 40].strip() == ""


def test_a_single_line_goes_from_the_shortest_to_the_longest() -> None:
    (line,) = plain(ran((150.0, 0.24), (150.0, 0.27)), 1)
    assert line.startswith(" last 5 min")
    assert (line[GUTTER], line[-1]) == ("▁", "█")


@given(
    contacts=st.lists(st.floats(0.05, 1.0), min_size=1, max_size=60),
    known=st.booleans(),
    width=st.integers(1, 200),
    height=st.integers(1, 9),
)
def test_it_always_fits(contacts: list[float], known: bool, width: int, height: int) -> None:
    recent = tuple((SPAN_S / 60 * n, contact_s) for n, contact_s in enumerate(contacts))
    view = replace(EMPTY, at_s=SPAN_S, recent=recent)
    lines = chart(replace(view, normal_s=0.24, limit_s=0.25) if known else view, width, height)
    assert len(lines) == height
    assert len({len(line) for line in lines}) == 1
