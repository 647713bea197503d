"""Settings that are edited while running."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.app.live.settings_watch import SettingsWatch
from coach.events import Notice, Reload

GOOD, BETTER = "[cues]\ncooldown_s = 60\n", "[cues]\ncooldown_s = 45\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "coach.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path / "coach.toml"


def edit(file: Path, text: str) -> None:
    """Write it as editors do, and make sure that the file's time has moved on."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


def test_what_is_not_changed_is_no_event(file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    assert watch.look(1.0) is None
    assert SettingsWatch(None, []).look(1.0) is None


def test_a_good_edit_is_an_event_once(file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    edit(file, BETTER)
    assert watch.look(7.25) == Reload(7.25, BETTER)
    assert watch.look(8.25) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[cues]\n\ncooldwn_s = 45\n", "line 3"),
        ("[cues]\ncooldown_s = \n", "line 2"),
        ("[stance]\ntrigger_percent = 2\nrelease_percent = 3\n", "release_percent 3 must not be above"),
        ('[[rules]]\nname = "a"\nmeasure = "cadence"\nwhen = "below"\nlimit = 1\nsay = "ease"\n', "cadence_spm"),
    ],
)
def test_a_bad_edit_is_told_with_its_line_and_the_next_good_one_is_used(text: str, said: str, file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    edit(file, text)
    news = watch.look(1.0)
    assert isinstance(news, Notice)
    assert news.about == "settings"
    assert said in news.text
    assert "the old ones stay" in news.text
    assert watch.look(2.0) is None
    edit(file, BETTER)
    assert watch.look(3.0) == Reload(3.0, BETTER)


def test_a_file_that_is_away_for_a_moment_is_waited_for(file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    before = file.stat().st_mtime_ns
    file.unlink()
    assert watch.look(1.0) is None
    file.write_text(BETTER, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))
    assert watch.look(2.0) == Reload(2.0, BETTER)


def test_what_the_page_saves_is_in_force_already(file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    watch.used(BETTER)
    edit(file, BETTER)
    assert watch.look(1.0) is None


def test_the_same_refused_text_written_twice_is_told_once_until_a_good_one_came(file: Path) -> None:
    watch, bad = SettingsWatch(file, ["ease"]), "[stance]\ntrigger_percent = 90\n"
    said = "Settings not used, the old ones stay: coach.toml, line 2: [stance] trigger_percent = 90"
    edit(file, bad)
    assert watch.look(1.0) == Notice(1.0, "settings", f"{said} must be a number from 0.5 to 50.")
    edit(file, bad)
    assert watch.look(2.0) is None
    edit(file, GOOD)
    assert watch.look(3.0) == Reload(3.0, GOOD)
    edit(file, bad)
    assert isinstance(watch.look(4.0), Notice)


def test_of_many_mistakes_the_first_is_told_and_how_many_there_are(file: Path) -> None:
    watch = SettingsWatch(file, ["ease"])
    edit(file, "[stance]\ntrigger_percent = 90\nhold_s = -1\n")
    news = watch.look(1.0)
    assert isinstance(news, Notice)
    assert news.text.endswith("must be a number from 0.5 to 50. (and 1 more)")
