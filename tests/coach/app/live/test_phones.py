"""The key that lets a phone in: random, kept, private; and where it is told to post."""

from __future__ import annotations

import stat
import sys
import threading
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.app.live import phones
from coach.app.live.phones import invite, open_door
from coach.app.live.sensing import is_phone, open_source
from coach.config import parse
from coach.errors import FileError, HardwareError, SensorError
from coach.events import Placement
from coach.sources.network import Door
from tests.coach.devices.phones import message


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    return tmp_path


@contextmanager
def door(*placements: Placement) -> Generator[Door]:
    opened = open_door(placements)
    try:
        yield opened
    finally:
        opened.socket.close()


def test_the_key_is_long_stays_and_is_nobody_elses(home: Path) -> None:
    with door("waist") as first:
        pass
    with door("waist") as again:
        assert again.key == first.key
    assert len(first.key) >= 24
    if sys.platform != "win32":
        assert stat.S_IMODE((home / phones.KEY_FILE).stat().st_mode) == 0o600


def test_another_machine_has_another_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with door("waist") as one:
        pass
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "other"))
    with door("waist") as other:
        assert other.key != one.key


@pytest.mark.parametrize("broken", [b"", b"short", b"../../etc", "ü".encode() * 30])
def test_a_key_that_is_none_is_made_anew(home: Path, broken: bytes) -> None:
    (home / phones.KEY_FILE).write_bytes(broken)
    with door("waist") as opened:
        assert len(opened.key) >= 24


def test_a_folder_in_its_place_is_told(home: Path) -> None:
    (home / phones.KEY_FILE).mkdir()
    with pytest.raises(FileError, match="phone-key cannot be used"):
        open_door(["waist"])


def test_a_taken_port_gives_the_next_one() -> None:
    with door("waist") as first, door("waist") as second:
        assert first.socket.getsockname()[1] != second.socket.getsockname()[1]


def test_no_port_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(phones.socket, "create_server", none)
    with pytest.raises(HardwareError, match="No port"):
        open_door(["waist"])


def test_each_phone_is_told_its_own_link() -> None:
    with door("waist", "chest") as opened:
        text = "\n".join(invite(opened))
        for placement in opened.placements:
            assert opened.links(placement)[0] in text
            assert opened.links(placement)[0].endswith(f"/{opened.key}/{placement}")
        assert "█" in text


@pytest.mark.parametrize("name", ["https://192.168.0.4", "http:", "http://x/get?accX", "http://:80"])
def test_an_address_that_is_none_is_no_bluetooth_name(name: str) -> None:
    with pytest.raises(SensorError, match="no address"):
        is_phone(name)


def opens(settings: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many doors a run with these settings opens."""
    opened: list[Door] = []

    def watched(placements: Sequence[Placement]) -> Door:
        opened.append(open_door(placements))
        return opened[-1]

    monkeypatch.setattr(phones, "open_door", watched)
    told = open_source(parse(settings), None, lambda _: None, lambda _, __: None)
    assert bool(told.invitation) == bool(opened)
    assert all(opened[0].key in "".join(lines) for lines in (told.invitation, told.reminders) if lines)
    assert not any("\n" in line for line in told.reminders), "no screen has a place for the picture of a code"
    for one in opened:
        one.socket.close()
    return len(opened)


@pytest.mark.parametrize(
    ("name", "doors"), [("sim", 0), ("Polar H10", 0), ("http://192.168.0.4:8080", 0), ("sensor-logger", 1)]
)
def test_nothing_listens_unless_a_phone_posts(name: str, doors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opens(f'[[sensors]]\nplacement = "waist"\nname = "{name}"\n', monkeypatch) == doors


def told_while(monkeypatch: pytest.MonkeyPatch, body: bytes | None) -> list[str]:
    """What is told while a phone posts this, or nobody posts anything."""
    monkeypatch.setattr(phones, "ANSWERED_S", 0.02)
    told: list[str] = []
    with door("waist") as opened:
        link = f"http://127.0.0.1:{opened.socket.getsockname()[1]}{opened.way('waist')}"

        def post() -> None:
            if body is not None:
                urllib.request.urlopen(urllib.request.Request(link, body), timeout=10.0).close()

        posting = threading.Thread(target=post)
        posting.start()
        phones.greet(opened, told.append, 10.0 if body is not None else 0.1)
        posting.join()
    return told


def test_setting_up_ends_with_the_phones_first_words(monkeypatch: pytest.MonkeyPatch) -> None:
    told = told_while(monkeypatch, message(0, [{"name": "test", "time": 0, "values": []}]))
    assert any("posts to http://" in line for line in told)
    assert told[-1] == "waist (sensor-logger): the phone's test has arrived; now start recording there"


def test_a_phone_that_says_nothing_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told_while(monkeypatch, None)[-1].startswith("Nothing came. Are both in one network?")
