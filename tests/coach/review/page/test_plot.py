from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.events import Floats
from coach.review.page.marks import Mark
from coach.review.page.plot import LEFT, WIDTH, Frame, Plot, nice_step
from coach.review.page.thin import extremes, middles, running_median, smooth

points = st.integers(1, 300).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.floats(0, 50)), arrays(np.float64, n, elements=st.floats(-5, 5, width=32))
    )
)


@given(points)
def test_thinning_keeps_the_highest_and_lowest_of_each_pixel(xy: tuple[Floats, Floats]) -> None:
    x, y = np.sort(xy[0]), xy[1]
    kept = extremes(x, y)
    assert np.all(np.diff(kept) > 0)
    for column in np.unique(np.floor(x)):
        here = np.floor(x) == column
        of_it = kept[np.floor(x[kept]) == column]
        assert len(of_it) <= 3
        assert y[of_it].max() == y[here].max()
        assert y[of_it].min() == y[here].min()


@given(points)
def test_a_line_has_one_point_for_each_pixel(xy: tuple[Floats, Floats]) -> None:
    x, y = np.sort(xy[0]), xy[1]
    rows = middles(x, y)
    assert np.floor(x[rows]).tolist() == np.unique(np.floor(x)).tolist()
    for row in rows:
        here = np.sort(y[np.floor(x) == np.floor(x[row])])
        assert y[row] == here[(len(here) - 1) // 2]


def test_running_median_looks_back_only_and_starts_anew_after_a_gap() -> None:
    t = np.array([0.0, 0.3, 0.6, 0.9, 20.0, 20.3, 20.6])
    y = np.array([1.0, 9.0, 2.0, 3.0, 7.0, 8.0, 100.0])
    out = running_median(t, y, 3, 2.0)
    assert out[[2, 3, 6]].tolist() == [2.0, 3.0, 8.0]
    assert np.isnan(out[[0, 1, 4, 5]]).all()


def test_running_median_of_too_few_is_nothing() -> None:
    assert np.isnan(running_median(np.array([0.0, 1.0]), np.array([1.0, 2.0]), 9, 2.0)).all()
    assert running_median(np.array([]), np.array([]), 9, 2.0).size == 0


def plot() -> Plot:
    return Plot("Contact <time>", "ms", Frame(100.0, 200.0, 200.0, 300.0, 100.0))


def paths(p: Plot, style: str) -> list[str]:
    return [e.get("d", "") for e in ElementTree.fromstring(p.svg()).iter("path") if e.get("class") == style]  # noqa: S314


def test_values_land_where_they_belong() -> None:
    p = plot()
    p.dots(np.array([100.0, 150.0, 200.0]), np.array([300.0, 250.0, 200.0]), "left")
    (d,) = paths(p, "dots left few")
    assert [tuple(map(float, xy)) for xy in re.findall(r"M([\d.]+),([\d.]+)h0", d)] == [
        (0.0, 0.0),
        (466.0, 50.0),
        (932.0, 100.0),
    ]


def test_the_line_breaks_where_nothing_was_measured() -> None:
    p = plot()
    p.line(np.array([110.0, 111.0, 112.0, 150.0, 151.0]), np.array([250.0, 251.0, np.nan, 250.0, 252.0]), 2.0)
    (d,) = paths(p, "curve")
    assert re.findall("[ML]", d) == ["M", "L", "M", "L"]


def test_the_band_keeps_its_level_until_it_changes() -> None:
    p = plot()
    p.band([100.0, 150.0], [240.0, 250.0], [250.0, 260.0], 200.0)
    assert paths(p, "normal") == ["M0.0,60.0L466.0,60.0L466.0,50.0L932.0,50.0"]
    assert paths(p, "limit") == ["M0.0,50.0L466.0,50.0L466.0,40.0L932.0,40.0"]


def test_hours_are_small() -> None:
    rng = np.random.default_rng(1)
    p = Plot("Contact", "ms", Frame(0.0, 36000.0, 200.0, 300.0, 270.0))
    t = np.sort(rng.uniform(0, 36000, 100_000))
    contact_ms = rng.normal(250, 10, len(t))
    p.dots(t, contact_ms, "left")
    p.line(t, contact_ms, 2.0)
    p.band(t.tolist(), contact_ms.tolist(), contact_ms.tolist(), 36000.0)
    assert len(p.svg()) < 200_000


def test_labels_never_cover_each_other_or_leave_the_page() -> None:
    p = plot()
    p.marks([Mark(95.0 + 11.0 * n, n, "push through the ball", "why") for n in range(1, 9)])
    tree = ElementTree.fromstring(p.svg())  # noqa: S314
    seen: dict[str, list[tuple[float, float]]] = {}
    for flag in (g for g in tree.iter("g") if g.get("class") == "flag"):
        for text in (t for t in flag.iter("text") if t.get("class") in {"after", "before"}):
            x, width = LEFT + float(flag.get("data-x", "")) + float(text.get("x", "")), 6.6 * len(text.text or "")
            left, right = (x, x + width) if text.get("class") == "after" else (x - width, x)
            assert left >= 0
            assert right <= WIDTH
            lane = seen.setdefault(flag.get("data-y", ""), [])
            assert not any(a < right and left < b for a, b in lane)
            lane.append((left, right))
    assert seen
    numbers = [t.text for t in tree.iter("text") if t.get("class") == "number"]
    assert numbers == [str(n) for n in range(1, 9)]


def test_words_are_escaped() -> None:
    p = plot()
    p.marks([Mark(120.0, 1, "<b>", 'a "quoted" & <title>')])
    p.ribbon([("<i>", 100.0, 200.0)])
    text = p.svg()
    assert "<b>" not in text
    assert "<i>" not in text
    ElementTree.fromstring(text)  # noqa: S314  # well-formed


@pytest.mark.parametrize(("rough", "step"), [(0.03, 0.05), (1.0, 1.0), (1.2, 2.0), (7.0, 10.0), (30.0, 50.0)])
def test_nice_steps(rough: float, step: float) -> None:
    assert nice_step(rough) == pytest.approx(step)


def test_the_course_of_two_unlike_feet_is_steady() -> None:
    t = np.linspace(0.0, 13.65, 40)
    left = np.arange(40) % 2 == 0
    y = np.where(left, 50.0, 20.0)
    course = smooth(t, y, left, ~left, 2.0)
    assert np.isnan(course[:9]).all()
    assert (course[9:] == 35.0).all()
    alone = smooth(t, y, left, np.zeros(40, dtype=bool), 2.0)
    assert set(alone[8:].tolist()) == {50.0, 20.0}


def test_the_course_stops_when_one_foot_is_lost() -> None:
    t = np.linspace(0.0, 20.65, 60)
    left = np.arange(60) % 2 == 0
    heard = left | (t < 10.0)
    t, left = t[heard], left[heard]
    course = smooth(t, np.full(len(t), 250.0), left, ~left, 2.0)
    assert np.isfinite(course[(t > 4.0) & (t < 10.0)]).all()
    assert np.isnan(course[t > 12.5]).all()
