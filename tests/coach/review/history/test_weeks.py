"""Week by week: cued running and drills."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from coach.coaching.drills import TEST
from coach.config import Dose
from coach.review.history.drills import Drill
from coach.review.history.page import history_html
from coach.review.history.session import Session
from coach.review.history.store import Store
from coach.review.history.told import headline, lines
from coach.review.history.trend import tests as reactive_tests
from coach.review.history.trend import week
from coach.review.history.weeks import MOST, bars, weekly

NOW = datetime(2026, 5, 12, 12, 30, tzinfo=UTC)  # a Tuesday
MONDAY = date(2026, 5, 11)


def drill(at: datetime, name: str = "pogo", rsi: float | None = None) -> Drill:
    return Drill(at.isoformat(), name, 60.0, rsi=rsi)


def test_each_week_has_its_minutes_and_sessions(store: Store) -> None:
    sessions = store.sessions()
    done = [drill(NOW - timedelta(days=8)), drill(NOW - timedelta(days=8), "skip"), drill(NOW - timedelta(days=10))]
    weeks = weekly(sessions, done, NOW)
    assert weeks[-1].monday == MONDAY
    assert [later.monday - one.monday for one, later in itertools.pairwise(weeks)] == [timedelta(days=7)] * 10
    assert sum(one.cued_min for one in weeks) == pytest.approx(3.0 * len(sessions))
    assert [one.drills for one in weeks[-3:]] == [1, 1, 0]  # two drills of one session count once


def test_weeks_without_anything_are_there_too() -> None:
    weeks = weekly([], [drill(NOW - timedelta(weeks=4))], NOW)
    assert [one.drills for one in weeks] == [1, 0, 0, 0, 0]
    assert weekly([], [], NOW)[0].monday == MONDAY


def test_half_a_year_is_enough(store: Store) -> None:
    old = replace(store.sessions()[0], key="old", started_at="2020-01-01T10:00:00+00:00")
    assert len(weekly([old, *store.sessions()], [], NOW)) == MOST


def test_a_week_ends_where_the_runner_lives(store: Store) -> None:
    late = replace(store.sessions()[0], started_at="2026-05-10T23:30:00+00:00")  # Monday in Berlin
    berlin = NOW.astimezone(timezone(timedelta(hours=2)))
    assert [one.cued_min for one in weekly([late], [], NOW)] == [3.0, 0.0]
    assert [one.cued_min for one in weekly([late], [], berlin)] == [3.0]


@pytest.mark.parametrize(("limit", "drawn"), [(10.0, True), (400.0, False), (None, False)])
def test_a_bar_for_each_week_that_had_some(limit: float | None, drawn: bool) -> None:
    mondays = [MONDAY - timedelta(weeks=k) for k in (3, 2, 1, 0)]
    picture = ElementTree.fromstring(bars("Cued", mondays, [4.0, 0.0, 8.0, 2.0], limit, "enough"))  # noqa: S314
    heights = [float(bar.get("height", "")) for bar in picture.iter("rect")]
    assert [height / heights[0] for height in heights] == pytest.approx([1.0, 2.0, 0.5], abs=0.02)
    assert any(text.text == "enough" for text in picture.iter("text")) == drawn


@pytest.mark.parametrize("count", [1, 2, 5, 13, 26])
def test_dates_never_lie_on_each_other(count: int) -> None:
    mondays = [MONDAY - timedelta(weeks=count - k) for k in range(count)]
    picture = bars("Cued", mondays, [1.0] * count, None, "")
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', picture)]
    assert places
    assert all(later - x >= 60.0 for x, later in itertools.pairwise(places))


# ── what is said of it ────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_words_are_what_became_of_contact(store: Store) -> None:
    sessions = store.sessions()
    assert headline(sessions, 3.0) == "Contact at 3 m/s is 7 ms shorter than in the four weeks before."
    slower = [replace(one, reference_s=0.51 - (one.reference_s or 0.0)) for one in sessions]
    assert "7 ms longer" in headline(slower, 3.0)
    assert "is as it was" in headline([replace(one, reference_s=0.25) for one in sessions], 3.0)
    assert headline(sessions[-3:], 3.0).startswith("Three runs")
    assert headline([], 3.0) == "No runs"


def test_weeks_and_tests_are_shown(store: Store) -> None:
    sessions: list[Session] = store.sessions()
    done = [drill(NOW - timedelta(days=9 * k), TEST, 1.2 - 0.05 * k) for k in range(4)]
    weeks, now = weekly(sessions, done, NOW), week(sessions, NOW, Dose())
    html = history_html(sessions, now, 3.0, drills=done, weeks=weeks)
    for words in ("Cued minutes", "sessions a week", "Pogo test", "RSI"):
        assert words in html
    text = "\n".join(lines(sessions, [], now, 3.0, weeks=weeks))
    assert re.search(r"cued running +3 min this week +[▁-█]+", text)
    assert re.search(r"drills +1 this week +[▁-█]+", text)
    found = reactive_tests(done)
    assert found is not None
    assert found.values == pytest.approx((1.05, 1.1, 1.15, 1.2))


def test_without_drills_nothing_is_said_of_them(store: Store) -> None:
    sessions = store.sessions()
    assert reactive_tests([drill(NOW)]) is None
    html = history_html(sessions, week(sessions, NOW, Dose()), 3.0, weeks=weekly(sessions, [], NOW))
    assert "sessions a week" not in html
    assert "Pogo test" not in html
