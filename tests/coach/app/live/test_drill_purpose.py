"""What a drill session knows beforehand: how many weeks it has been, and whether this is one too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.app.afterwards.find import history_file
from coach.app.live.drill import Drilling
from coach.app.live.live import Wishes
from coach.config import Config, parse
from coach.drill_pipeline import WEEK
from coach.errors import UserError
from coach.review.history.drills import Drill
from coach.review.history.store import Store

NOW = datetime(2026, 5, 14, 18, 0, tzinfo=UTC)
WISHES = Wishes(config=None, sensors={}, screen="none", duration_s=None, out=None, speed_mps=None, scenario="", seed=1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    return tmp_path


def recalled() -> tuple[float, tuple[str, ...]]:
    found = Drilling("warm-up").recall(Config(), NOW.isoformat())
    return found.profile[WEEK], found.sentences


def test_the_first_session_is_the_first_weeks() -> None:
    assert recalled() == (1.0, ())
    assert not history_file().exists()


def test_weeks_and_the_weekly_dose_come_from_the_history() -> None:
    for days in (16, 9, 4, 1):
        Store(history_file()).add_drill(Drill((NOW - timedelta(days=days)).isoformat(), "pogo", 24.0))
    week, (warning,) = recalled()
    assert week == 3.0
    assert "Two sessions of drills in the last seven days" in warning


def test_a_broken_history_stops_nobody() -> None:
    history_file().write_text("no database, but a text that is long enough to be taken for one" * 20, encoding="utf-8")
    week, (sentence,) = recalled()
    assert week == 1.0
    assert "first week" in sentence


def test_sensors_are_welcome_and_not_needed() -> None:
    assert Drilling("pogo").settings(Config(), WISHES).sensors == ()
    worn = parse('[[sensors]]\nplacement = "waist"\nname = "sim"\n')
    assert Drilling("pogo").settings(worn, WISHES).placements == ("waist",)


def test_the_test_needs_a_sensor() -> None:
    with pytest.raises(UserError, match="no sensor"):
        Drilling("pogo-test").settings(Config(), WISHES)


def test_with_pain_it_is_refused_with_the_reason() -> None:
    with pytest.raises(UserError, match="calf and Achilles tendon"):
        Drilling("butt-kick").settings(parse("[runner]\npain = true\n"), WISHES)
