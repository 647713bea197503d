from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import FileError
from coach.review.history.session import Session
from coach.review.history.store import EDITABLE, Drill, Store

numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
sessions = st.builds(
    Session,
    key=texts,
    kind=st.sampled_from(["coach", "watch"]),
    started_at=st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    duration_s=st.floats(0, 1e6),
    running_s=st.floats(0, 1e6),
    contact_s=numbers,
    drawn_out_s=numbers,
    cues_due=st.integers(0, 1000),
    note=texts,
)


@settings(max_examples=20)
@given(sessions)
def test_what_was_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, session: Session) -> None:
    store = Store(tmp_path_factory.mktemp("db") / "history.sqlite")
    store.add(session)
    assert store.sessions() == [session]


def test_the_oldest_come_first_whatever_their_zones(tmp_path: Path, store: Store) -> None:
    one = store.sessions()[-1]
    store.add(replace(one, key="b", started_at="2026-05-12T09:00:00+02:00"))  # 07:00 UTC
    assert [session.key for session in store.sessions()[-2:]] == ["b", one.key]


def test_what_the_runner_wrote_outlives_a_second_look(store: Store) -> None:
    one = store.sessions()[3]
    store.edit(one.key, name="Lake loop", note='windy; "late"', shoe="blue")
    store.add(replace(one, name="", contact_s=0.3, surface=""))
    (again,) = (s for s in store.sessions() if s.key == one.key)
    assert (again.name, again.note, again.shoe, again.surface) == ("Lake loop", 'windy; "late"', "blue", "road")
    assert again.contact_s == 0.3


def test_only_its_own_words_can_be_edited() -> None:
    assert set(EDITABLE) <= {field.name for field in fields(Session)}


def test_a_session_that_is_not_there_cannot_be_edited(store: Store) -> None:
    with pytest.raises(FileError, match="not in the history"):
        store.edit("elsewhere", name="x")


def test_a_forgotten_session_is_gone(store: Store) -> None:
    gone = store.sessions()[0]
    store.forget(gone.key)
    assert gone.key not in {session.key for session in store.sessions()}
    assert len(store.sessions()) == 35


def test_drills_are_kept(store: Store) -> None:
    drill = Drill("2026-05-12T07:30:00+02:00", "pogo", 60.0)
    store.add_drill(drill)
    assert store.drills() == [drill]


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to look at" * 40, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.sqlite"
    path.write_bytes(content)
    for act in (lambda: Store(path).sessions(), lambda: Store(path).drills()):
        with pytest.raises(FileError, match="rebuild"):
            act()
    assert path.read_bytes() == content


def test_a_newer_file_is_told_and_left_alone(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = store.path.read_bytes()
    with pytest.raises(FileError, match="newer"):
        store.sessions()
    with pytest.raises(FileError, match="newer"):
        store.add_drill(Drill("2026-05-12T07:30:00+02:00", "pogo", 60.0))
    assert store.path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FileError):
        Store(tmp_path / "file" / "history.sqlite").sessions()
