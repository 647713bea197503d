from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from coach.config import Dose
from coach.review.history.page import history_html
from coach.review.history.session import Session, dose
from coach.review.history.store import Store
from coach.review.history.told import lines, sparkline
from coach.review.history.trend import trends, week
from coach.review.run import Run
from coach.review.summary import summarise

NEWEST = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)
NOW = NEWEST + timedelta(hours=5)


def by_name(sessions: list[Session], speed_mps: float = 3.0) -> dict[str, Any]:
    return {trend.measure.name: trend for trend in trends(sessions, speed_mps)}


def test_four_weeks_against_four(store: Store) -> None:
    found = by_name(store.sessions())
    contact = found["contact"]
    assert len(contact.values) == 36
    assert contact.recent == pytest.approx(255.0 - 0.5 * 28.5)
    assert contact.change == pytest.approx(-7.0)  # 14 runs earlier
    assert len(found["sink, ankle"].values) == 25
    assert "sink, trunk" not in found
    assert found["drawn-out"].recent == pytest.approx(5.0)
    assert found["cues needed"].recent == pytest.approx(8.0)


def test_too_few_sessions_are_not_compared(store: Store) -> None:
    assert by_name(store.sessions()[-10:])["contact"].change is None


def test_contact_is_carried_over_to_another_speed(store: Store) -> None:
    session = store.sessions()[0]
    faster = session.contact_at(4.0)
    assert faster is not None
    assert faster == pytest.approx(0.255 * (4 / 3) ** -0.54)
    assert replace(session, reference_s=None).contact_at(4.0) is None


def test_the_week_and_its_limit(store: Store) -> None:
    now = week(store.sessions(), NOW, Dose(week_min=5.0, ramp_percent=20.0))
    assert (now.dose_s, now.before_s) == (4 * 180.0, 3 * 180.0)
    assert now.limit_s == pytest.approx(1.2 * 3 * 180.0)
    text = "\n".join(lines(store.sessions(), trends(store.sessions(), 3.0), now, 3.0))
    assert "12 cued minutes in the last seven days, 9 in the seven before: above your 11" in text


def test_dose_counts_what_overlaps_once(run: Run) -> None:
    summary = summarise(run.steps, run.statuses, run.decisions, run.rejected, run.played)
    assert dose(summary) == pytest.approx(120.0)  # push-through at 222 s, push-pull at 357 s; ease and metronome not
    near = [replace(d, decided_s=230.0) if d.cue == "push-pull" else d for d in run.decisions]
    assert dose(summarise(run.steps, run.statuses, near)) == pytest.approx(68.0)


def test_the_history_in_words(store: Store) -> None:
    sessions = store.sessions()
    text = list(lines(sessions, trends(sessions, 3.0), week(sessions, NOW, Dose()), 3.0))
    assert text[0] == "36 runs, 3 March 2026 to 12 May 2026"
    assert any(line.startswith("contact at 3 m/s") and "−7 ms in four weeks" in line for line in text)
    assert "run 35" in text[-1]
    assert len(text) < 25


def test_no_history_is_no_fault() -> None:
    (sentence,) = lines([], [], week([], NOW, Dose()), 3.0)
    assert "No run" in sentence


def test_sparklines_span_their_values() -> None:
    assert sparkline([1.0, 2.0, 3.0]) == "▁▅█"
    assert sparkline([2.0, 2.0]) == "▄▄"
    assert len(sparkline([float(n) for n in range(100)])) == 40


class Nesting(HTMLParser):
    """Every tag that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert isinstance(attrs, list)
        self.open += [tag] if tag != "meta" else []

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        assert tag
        assert isinstance(attrs, list)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("count", "pictures"), [(0, 0), (1, 2), (2, 4), (36, 5)])
def test_the_page_of_any_history(store: Store, count: int, pictures: int) -> None:
    evil = "<script>alert(1)</script> $headline"
    sessions = [replace(s, note=evil, name=evil) for s in store.sessions()[:count]]
    sessions += [replace(s, kind="watch", key=f"watch {n}") for n, s in enumerate(sessions)]
    html = history_html(sessions, week(sessions, NOW, Dose()), 3.0)
    assert "<script" not in html
    for address in ("http:", "https:", "src=", "href=", "url("):
        assert address not in html
    reader = Nesting()
    reader.feed(html)
    assert reader.open == []
    assert html.count("<svg") == pictures
