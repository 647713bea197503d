"""What is remembered between sessions, and what happens to a file that cannot be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from coach.coaching.baseline import Side
from coach.coaching.fate import percent_of
from coach.coaching.memory import Memory, from_profile, to_profile
from coach.coaching.normal import Seen
from coach.coaching.response import Trial
from coach.config import Fading
from coach.profile.file import VERSION
from coach.profile.profile import COUNTS_S, Profile
from coach.profile.rows import Calibration, Session

LEFT: Side = ("foot-left", "left")
RIGHT: Side = ("foot-right", "right")
Seens = tuple[Seen, ...]
SLOW, FAST = Seen(310, 0.2701, 0.013, 2.5, 0.74, 0.1, None, 21.0, None), Seen(290, 0.2244, 0.014, 3.5)
TRIALS = tuple(
    Trial(60.0 * k, "push-pull", k % 4 > 0, 12.5, -6.0 - k % 3, "glue" if k % 4 > 0 else "") for k in range(12)
)


def day(number: int, hour: int = 7) -> str:
    return f"2026-03-{number:02d}T{hour:02d}:00:00+01:00"


def session(number: int, running_s: float = 1800.0, cued_s: float = 300.0, trials: tuple[Trial, ...] = ()) -> Session:
    return Session(day(number), running_s, cued_s, trials)


def screening(
    number: int, shoe: str = "", seen: tuple[Seen, ...] = (SLOW, FAST), *, restarts: bool = False
) -> Calibration:
    return Calibration(day(number), shoe, "", "screening", {LEFT: seen, RIGHT: seen}, restarts_fading=restarts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "profile.sqlite"


def test_nobody_is_known_at_first(path: Path) -> None:
    with Profile(path) as profile:
        assert profile.memory("", "", day(1)) == Memory()
        assert profile.sentences == []
    assert path.exists()


def test_what_was_kept_is_there_after_a_restart(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1))
        profile.keep(session(2, trials=TRIALS))
    with Profile(path) as profile:
        memory = profile.memory("", "", day(3))
        assert memory.normals == {LEFT: (SLOW, FAST), RIGHT: (SLOW, FAST)}
        assert (memory.session, memory.this_week_s, memory.last_week_s) == (1, 300.0, 0.0)
        assert profile.sessions()[0].trials == TRIALS
        assert set(memory.tried) == {"push-pull", "push-pull/glue"}
        assert profile.sentences == []


def test_the_header_of_a_recording_carries_all_of_it(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1))
        profile.keep(session(2, trials=TRIALS))
        memory = profile.memory("", "", day(3))
    header = json.loads(json.dumps(to_profile(memory)))
    assert from_profile(header) == memory
    assert from_profile({**header, "something.new": 1.0, "normal.tail.left.0.contact_s": 0.2}) == memory
    assert from_profile({"normal.foot-left.left.0.contact_s": 0.24}).normals == {}
    assert to_profile(Memory()) == {}


def test_each_shoe_has_its_own_normal_and_the_newest_holds(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1, "old"))
        profile.calibrate(screening(2, "new", (FAST,)))
        profile.calibrate(screening(3, "old", (SLOW,)))
        assert profile.normals("old", "")[LEFT] == (SLOW,)
        assert profile.normals("new", "")[LEFT] == (FAST,)
        assert profile.normals("none", "") == {}
        assert [calibration.made_at for calibration in profile.calibrations()] == [day(1), day(2), day(3)]


def test_a_sensor_worn_elsewhere_adds_to_what_is_known(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1))
        profile.calibrate(Calibration(day(2), "", "", "screening", {("waist", "unknown"): (FAST,)}))
        assert set(profile.normals("", "")) == {LEFT, RIGHT, ("waist", "unknown")}


def test_eight_sessions_follow_the_fading_table_through_restarts(path: Path) -> None:
    fading, given = Fading(), list[float]()
    for number in range(1, 11):
        with Profile(path) as profile:
            given.append(percent_of(fading, profile.memory("", "", day(number)).session))
            profile.keep(session(number))
            profile.keep(Session(day(number, hour=12), COUNTS_S - 1.0, 0.0))  # too short to be a session
            profile.keep(session(number))  # the same again, as after a crash
    assert given == [100, 100, 100, 100, 75, 50, 25, 10, 10, 10]


def test_a_screening_may_begin_the_fading_plan_anew_and_loses_nothing(path: Path) -> None:
    with Profile(path) as profile:
        for number in range(1, 6):
            profile.keep(session(number))
        profile.calibrate(screening(6))
        assert profile.memory("", "", day(7)).session == 5
        profile.calibrate(screening(7, restarts=True))
        assert profile.memory("", "", day(8)).session == 0
        profile.keep(session(9))
        assert profile.memory("", "", day(10)).session == 1
        assert len(profile.sessions()) == 6


def test_the_weeks_dose_is_that_of_the_last_seven_days(path: Path) -> None:
    with Profile(path) as profile:
        for number in (1, 9, 12, 15):
            profile.keep(session(number, cued_s=100.0 * number))
        memory = profile.memory("", "", day(16))
        assert (memory.this_week_s, memory.last_week_s) == (900.0 + 1200.0 + 1500.0, 0.0)
        later = profile.memory("", "", day(20))
        assert (later.this_week_s, later.last_week_s) == (1500.0, 900.0 + 1200.0)


def test_what_was_done_long_ago_was_done_to_another_runner(path: Path) -> None:
    with Profile(path) as profile:
        profile.keep(session(1, trials=TRIALS))
        assert len(profile.trials("2026-05-20T07:00:00+02:00")) == len(TRIALS)
        assert profile.trials("2026-06-20T07:00:00+02:00") == []
        assert profile.memory("", "", "2026-06-20T07:00:00+02:00").session == 1


def test_an_export_holds_everything(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1, "old"))
        profile.keep(session(2, trials=TRIALS))
        exported = json.loads(json.dumps(profile.export()))
    assert exported["calibrations"][0]["normals"][0]["seen"][0]["contact_s"] == SLOW.contact_s
    assert len(exported["sessions"][0]["trials"]) == len(TRIALS)


# ── files that cannot be used ─────────────────────────────────────────────────────────────────────────────────


def filled(path: Path) -> None:
    with Profile(path) as profile:
        profile.calibrate(screening(1))
        for number in range(2, 9):
            profile.keep(session(number, trials=TRIALS * 30))


def torn(path: Path) -> None:
    filled(path)
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:5000])


def no_database(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("my profile, honestly", encoding="utf-8")


def somebody_elses(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()


@pytest.mark.parametrize("damage", [torn, cut, no_database, somebody_elses])
def test_a_damaged_file_is_moved_aside_told_and_begun_anew(damage: Callable[[Path], None], path: Path) -> None:
    damage(path)
    before = path.read_bytes()
    with Profile(path) as profile:
        (sentence,) = profile.sentences
        assert "damaged" in sentence
        assert profile.memory("", "", day(9)) == Memory()
        profile.keep(session(9))
    aside = path.with_name("profile.damaged-1.sqlite")
    assert aside.read_bytes() == before
    with Profile(path) as profile:
        assert profile.sentences == []
        assert profile.memory("", "", day(10)).session == 1


def test_random_damage_never_crashes_and_never_loses_the_file(path: Path) -> None:
    filled(path)
    whole, generator = path.read_bytes(), np.random.default_rng(1)
    for _ in range(200):
        for stray in path.parent.iterdir():
            stray.unlink()
        data = bytearray(whole)
        for place in generator.integers(0, len(data), int(generator.integers(1, 400))).tolist():
            data[place] = int(generator.integers(0, 256))
        path.write_bytes(bytes(data))
        with Profile(path) as profile:
            profile.memory("", "", day(9))
            if profile.sentences:
                kept = {file.read_bytes() for file in path.parent.iterdir()}
                assert bytes(data) in kept or "part of" in profile.sentences[0]


def test_a_file_from_before_wordings_were_kept_goes_on(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE trial DROP COLUMN wording")
    connection.close()
    for _ in range(2):
        with Profile(path) as profile:
            assert profile.sentences == []
            assert len(profile.sessions()) == 7
            assert set(profile.memory("", "", day(9)).tried) == {"push-pull"}
    with Profile(path) as profile:
        profile.keep(session(9, trials=TRIALS))
        assert "push-pull/glue" in profile.memory("", "", day(10)).tried


def test_a_newer_file_is_left_alone_and_the_session_goes_on_without(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with Profile(path) as profile:
        (sentence,) = profile.sentences
        assert "newer coach" in sentence
        assert profile.memory("", "", day(9)) == Memory()
        profile.keep(session(9))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["profile.sqlite"]


def test_a_folder_in_its_place_ends_in_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with Profile(path) as profile:
        assert "cannot be used now" in profile.sentences[0]
        profile.keep(session(1))


def test_rows_that_make_no_sense_are_passed_over(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO session (started_at, running_s, cued_s) VALUES ('yesterday', 1800, 10)")
        connection.execute("INSERT INTO session (started_at, running_s, cued_s) VALUES (?, NULL, NULL)", (day(20),))
        connection.execute(
            "INSERT INTO calibration (made_at, shoe, surface, normals) VALUES (?, '', '', '[1')", (day(9),)
        )
    connection.close()
    with Profile(path) as profile:
        memory = profile.memory("", "", day(10))
        assert memory.session == 7
        assert memory.normals[LEFT] == (SLOW, FAST)
