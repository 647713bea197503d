"""Drills over the weeks: kept, counted by sessions, grown by weeks, and the test against one's own."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.config import Drills
from coach.events import DrillPart
from coach.review.history.drills import Drill, drills_of, enough, lines, score_lines, sessions_within, week_of
from coach.review.history.store import Store

NOW = datetime(2026, 5, 14, 18, 0, tzinfo=UTC)  # a Thursday
SETTINGS = Drills()


def ago(days: float, drill: str = "pogo", **more: float) -> Drill:
    return Drill(
        (NOW - timedelta(days=days)).isoformat(),
        drill,
        24.0,
        f"run {days}",
        60,
        more.get("contact_ms"),
        more.get("rsi"),
    )


def session(days: float) -> list[Drill]:
    return [ago(days, drill) for drill in ("pogo", "skip", "butt-kick")]


def test_sets_of_a_drill_become_one_row() -> None:
    parts = [
        DrillPart(
            "drill", "pogo", "Pogo jumps, set 1 of 2", 1, 10.0, 22.0, 29, "done", {"contact_ms": 190.0, "rsi": 1.2}
        ),
        DrillPart("walk-back", "", "Walk back", 0, 22.0, 40.0, None, "done"),
        DrillPart("drill", "pogo", "Pogo jumps, set 2 of 2", 2, 50.0, 60.0, 24, "stopped", {"contact_ms": 210.0}),
        DrillPart("drill", "skip", "Skips, set 1 of 2", 1, 70.0, 75.0, 3, "skipped"),
    ]
    assert drills_of(parts, "warm-up", key="a", done_at=NOW.isoformat()) == [
        Drill(NOW.isoformat(), "pogo", 22.0, "a", 53, 200.0, 1.2)
    ]


def test_the_test_keeps_its_best_five_under_its_own_name() -> None:
    values = {"rsi": 1.1, "rsi_best_five": 1.4}
    (row,) = drills_of(
        [DrillPart("drill", "pogo", "", 1, 0.0, 5.0, 10, "done", values)], "pogo-test", key="a", done_at=""
    )
    assert (row.drill, row.rsi) == ("pogo-test", 1.4)


def test_the_history_survives_a_restart_and_an_older_file(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    Store(path).add_drill(ago(1.0, rsi=1.3))
    Store(path).add_drill(ago(1.0, rsi=1.5))  # the same recording again
    assert Store(path).drills() == [ago(1.0, rsi=1.5)]
    Store(path).forget("run 1.0")
    assert Store(path).drills() == []

    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as db:
        db.execute("CREATE TABLE drills (done_at TEXT NOT NULL, drill TEXT NOT NULL, seconds REAL NOT NULL)")
        db.execute("INSERT INTO drills VALUES (?, 'pogo', 60.0)", (NOW.isoformat(),))
        db.execute("PRAGMA user_version = 1")
    db.close()
    assert Store(old).drills() == [Drill(NOW.isoformat(), "pogo", 60.0)]


def test_sessions_count_and_not_drills() -> None:
    done = [*session(1), *session(4), *session(9)]
    assert (sessions_within(done, NOW), sessions_within(done, NOW, 1)) == (2, 1)


@pytest.mark.parametrize(
    ("days", "week"),
    [([], 1), ([0.1], 1), ([7], 2), ([7, 7.5, 14], 3), ([20, 27], 3), ([30], 1), ([3, 8, 15, 22, 60, 67], 4)],
)
def test_the_week_counts_weeks_with_drills_since_the_last_long_break(days: list[float], week: int) -> None:
    assert week_of([one for at in days for one in session(at)], NOW) == week


def test_one_session_too_many_is_told() -> None:
    assert enough(session(1), NOW, SETTINGS) == ""
    assert "Two sessions of drills" in enough([*session(1), *session(3)], NOW, SETTINGS)
    assert enough([*session(1), *session(3)], NOW, Drills(times_a_week=3)) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([3], "1 of 2 in the last seven days, 0 in the seven before; the next on Friday"),
        ([1, 3], "2 of 2 in the last seven days, 0 in the seven before; enough for now"),
        ([9], "0 of 2 in the last seven days, 1 in the seven before; the next on Friday"),
    ],
)
def test_the_weekly_dose_and_the_next_day(days: list[float], words: str) -> None:
    (first, *_) = lines([one for at in days for one in session(at)], NOW, SETTINGS)
    assert first == f"{'drills':<20} {words}"


def test_today_is_a_day_like_any_other() -> None:
    (first, *_) = lines(session(3), NOW, Drills(days=("thursday",)))
    assert first.endswith("the next today")


def test_no_drills_no_words() -> None:
    assert list(lines([], NOW, SETTINGS)) == []


def test_the_test_is_compared_with_ones_own_only() -> None:
    (first,) = score_lines([ago(20, "pogo-test", rsi=1.2)])
    assert "RSI 1.20, your first" in first
    (later,) = score_lines([ago(20, "pogo-test", rsi=1.2), ago(12, "pogo-test", rsi=1.5), ago(1, "pogo-test", rsi=1.4)])
    assert "RSI 1.40; before it usually 1.35, at best 1.50 in two tests" in later
