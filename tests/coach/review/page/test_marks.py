from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.review.page.marks import places

SPAN = 932.0


@given(st.lists(st.tuples(st.floats(0.0, SPAN), st.floats(10.0, 200.0)), max_size=25))
def test_no_label_covers_a_number_or_another_label(marks: list[tuple[float, float]]) -> None:
    marks.sort()
    xs, widths = [x for x, _ in marks], [width for _, width in marks]
    placed = places(xs, widths, SPAN)
    assert len(placed) == len(marks)
    labels = [
        (place.lane, *((x - 9, x + 16 + width) if place.side == "after" else (x - 16 - width, x + 9)), number)
        for number, (x, width, place) in enumerate(zip(xs, widths, placed, strict=True))
        if place.fits
    ]
    for lane, left, right, number in labels:
        assert left >= -20
        assert right <= SPAN + 20
        for other, (x, place) in enumerate(zip(xs, placed, strict=True)):
            assert other == number or place.lane != lane or not left < x < right
        assert not any(at == lane and n != number and a < right and left < b for at, a, b, n in labels)


@given(st.lists(st.tuples(st.floats(0.0, SPAN), st.floats(10.0, 200.0)), max_size=25))
def test_no_line_runs_through_a_label(marks: list[tuple[float, float]]) -> None:
    marks.sort()
    xs, widths = [x for x, _ in marks], [width for _, width in marks]
    placed = places(xs, widths, SPAN)
    for number, (x, width, place) in enumerate(zip(xs, widths, placed, strict=True)):
        left, right = (x + 9, x + 16 + width) if place.side == "after" else (x - 16 - width, x - 9)
        for other, (line, above) in enumerate(zip(xs, placed, strict=True)):
            through = place.fits and other != number and above.lane >= place.lane and left < line < right
            assert not through


def test_a_label_over_the_next_line_stands_above_it() -> None:
    first, second = places([100.0, 200.0], [140.0, 60.0], SPAN)
    assert (first.lane, first.fits, second.lane, second.fits) == (1, True, 0, True)


def test_a_lone_mark_has_its_label_on_the_side_with_room() -> None:
    ((left,), (right,)) = places([10.0], [100.0], SPAN), places([SPAN - 10.0], [100.0], SPAN)
    assert (left.side, left.fits, right.side, right.fits) == ("after", True, "before", True)


def test_a_label_makes_way_for_the_numbers_of_others() -> None:
    placed = places([100.0, 130.0, 160.0, 190.0, 220.0], [150.0] * 5, SPAN)
    assert {place.lane for place in placed} == {0, 1, 2}
    assert 0 < sum(place.fits for place in placed) < 5


def test_more_marks_than_there_is_room_for_come_to_an_end() -> None:
    placed = places([0.37 * SPAN / 90 * k for k in range(90)], [90.0] * 90, SPAN)
    assert len(placed) == 90
