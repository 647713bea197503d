"""The page's real process behind a real socket; no browser."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

import pytest

from coach.config import Config
from coach.errors import UserError
from coach.events import Status, Tick
from coach.screen.state import ScreenState
from coach.screen.web.door import Door, open_door
from coach.screen.web.messages import Setup
from coach.screen.web.process import WebScreen
from coach.screen.web.qr import qr_svg, qr_text

pytest.importorskip("nicegui", reason="the UI library is not installed")
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page's process answered."""

    status: int
    headers: HTTPMessage
    text: str


class Stage:
    """A page without a run."""

    def __init__(self, door: Door, screen: WebScreen) -> None:
        self.door, self.screen = door, screen
        self.state = ScreenState(("foot-left",), audio="on")
        self.port: int = door.socket.getsockname()[1]

    def tick(self, at_s: float) -> None:
        self.state.take(Tick(at_s))
        self.screen.refresh(self.state)

    def get(self, path: str = "/", **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as response:
                text = "" if response.status == 101 else response.read().decode()
                return Answer(response.status, response.headers, text)

    def upgrade(self, **headers: str) -> int:
        wanted = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        return self.get(path, **wanted, **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}, **headers).status


@contextmanager
def staged(*, share: bool = False) -> Generator[Stage]:
    door = open_door(share=share, port=None)
    setup = Setup(Config(), Path("coach.toml"), {}, {}, {}, {}, door.links, door.key)
    with WebScreen(door, setup, lambda _: None, farewell=lambda: ["You ran."]) as screen:
        yield Stage(door, screen)


@pytest.fixture(scope="module")
def alone() -> Generator[Stage]:
    with staged() as stage:
        yield stage


def until(wanted: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not wanted():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.05)


def test_the_page_and_all_that_it_needs_come_from_here(alone: Stage) -> None:
    page = alone.get()
    assert page.status == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "/assets/screen.css" in page.text
    assert alone.get("/assets/screen.js").status == 200
    assert alone.get("/tuning").status == 200


def test_on_loopback_nobody_needs_a_key_and_nobody_else_gets_in(alone: Stage) -> None:
    assert alone.door.key == ""
    assert alone.door.links == (f"http://localhost:{alone.port}/",)
    assert alone.door.socket.getsockname()[0] == "127.0.0.1"
    assert alone.get(Host="rebound.example").status == 403


def test_a_websocket_from_another_site_is_refused(alone: Stage) -> None:
    assert alone.upgrade(Origin="http://example.com") == 403
    assert alone.upgrade(Origin=f"http://127.0.0.1:{alone.port}") == 101


def test_shared_the_key_opens_and_nothing_else_does() -> None:
    with staged(share=True) as stage:
        assert stage.get().status == 401
        assert stage.get("/?key=wrong").status == 401
        assert stage.get("/assets/screen.css").status == 401
        assert stage.upgrade(Origin=f"http://127.0.0.1:{stage.port}") == 403
        link = stage.door.links[-1]
        welcome = stage.get(link[link.index("/?") :])
        assert welcome.status == 303
        cookie = str(welcome.headers["set-cookie"]).split(";", maxsplit=1)[0]
        assert stage.get(Cookie=cookie).status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_page_that_dies_is_begun_anew_at_the_same_address() -> None:
    with staged() as stage:
        assert stage.get().status == 200
        first = stage.screen.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: stage.tick(time.monotonic()) is None and stage.screen.process_id not in {None, first})
        assert stage.get().status == 200
        assert [news.kind for news in stage.state.news] == ["page"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_page_that_hangs_holds_up_nobody() -> None:
    with staged() as stage:
        assert stage.get().status == 200
        assert stage.screen.process_id is not None
        os.kill(stage.screen.process_id, signal.SIGSTOP)
        for n in range(2000):
            stage.state.take(Status(0.2 * n, "good", "x" * 500, 0.24, 0.25))
            stage.screen.refresh(stage.state)
    with pytest.raises(OSError, match=r"refused|reset"):
        stage.get()


def test_a_taken_port_that_was_named_is_refused_and_the_usual_one_gives_way() -> None:
    first = open_door(port=None)
    try:
        with pytest.raises(UserError, match="cannot be opened"):
            open_door(port=first.socket.getsockname()[1])
        second = open_door(port=None)
        assert second.links != first.links
        second.socket.close()
    finally:
        first.socket.close()


def test_every_run_has_a_key_of_its_own() -> None:
    doors = [open_door(share=True) for _ in range(2)]
    for door in doors:
        door.socket.close()
    assert doors[0].key != doors[1].key
    assert len(doors[0].key) >= 22
    assert all(door.key in link for door in doors for link in door.links)


def test_the_code_can_be_scanned_from_a_terminal_and_from_the_page() -> None:
    link = "http://192.168.43.1:8377/?key=q3T_right-key-right-key-1"
    assert len({len(line) for line in qr_text(link).splitlines() if line}) == 1
    assert qr_svg(link).startswith("<svg")


@pytest.mark.parametrize("words", [("--share",), ("--port", "8400"), ("--share", "--screen", "terminal")])
def test_sharing_without_a_page_is_a_mistake(words: tuple[str, ...], tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "coach",
        "run",
        "--sensor",
        "foot-left=sim",
        *words,
        "--out",
        str(tmp_path / "run"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--screen web" in done.stderr
    assert not (tmp_path / "run").exists()
