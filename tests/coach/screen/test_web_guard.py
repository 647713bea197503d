from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.screen.web.guard import Guard, Receive, Scope, Send

KEY = "q3T_right-key"
COOKIE = f"coach-8377={KEY}"


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """What is guarded: says yes to everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"SAMEORIGIN")]})
        await send({"type": "http.response.body", "body": b"the run"})


class Answer:
    """What came back."""

    def __init__(self, messages: list[MutableMapping[str, Any]]) -> None:
        first = messages[0]
        self.kind: str = first["type"]
        self.status: int = first.get("status", 0)
        self.headers: list[tuple[bytes, bytes]] = list(first.get("headers", []))
        self.body: bytes = b"".join(message.get("body", b"") for message in messages[1:])

    def header(self, name: str) -> str:
        return next((value.decode() for key, value in self.headers if key == name.encode()), "")


def ask(headers: Mapping[str, str], *, key: str = "", query: str = "", path: str = "/", kind: str = "http") -> Answer:
    said: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    scope: Scope = {
        "type": kind,
        "path": path,
        "query_string": query.encode("latin-1"),
        "server": ("127.0.0.1", 8377),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
    asyncio.run(Guard(page, key)(scope, receive, send))
    return Answer(said)


@pytest.mark.parametrize("host", ["localhost:8377", "127.0.0.1:8377", "[::1]:8377", "192.168.43.1:8377", "LOCALHOST"])
def test_this_machine_by_its_own_names(host: str) -> None:
    assert ask({"host": host}).body == b"the run"


@pytest.mark.parametrize("host", ["coach.example", "localhost.example:8377", "127.0.0.1.example", "", "[oops", "a b"])
def test_a_foreign_name_that_points_here_is_refused(host: str) -> None:
    assert ask({"host": host}).status == 403
    assert ask({"host": host, "cookie": COOKIE}, key=KEY).status == 403


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "origin", ["http://example.com", "null", "http://localhost:9999", "https://localhost:8377.evil"]
)
def test_another_site_may_not_talk_to_the_run(kind: str, origin: str) -> None:
    answer = ask({"host": "localhost:8377", "origin": origin, "cookie": COOKIE}, key=KEY, kind=kind)
    assert answer.status == 403 if kind == "http" else answer.kind == "websocket.close"


def test_its_own_pages_may() -> None:
    own = {"host": "localhost:8377", "origin": "http://localhost:8377"}
    assert ask(own, kind="websocket").kind == "websocket.accept"
    assert ask({**own, "cookie": COOKIE}, key=KEY, kind="websocket").kind == "websocket.accept"


def test_without_the_key_nobody_is_let_in() -> None:
    home = {"host": "192.168.43.1:8377"}
    for cookie in ("", "coach-8377=", "coach-8377=q3T_wrong-key", f"coach={KEY}", f"coach-8378={KEY}"):
        assert ask({**home, "cookie": cookie}, key=KEY).status == 401
        assert ask({**home, "cookie": cookie}, key=KEY, kind="websocket").kind == "websocket.close"
    for query in ("key=", "key=q3T_wrong-key", f"token={KEY}", f"key={KEY}x"):
        answer = ask(home, key=KEY, query=query)
        assert answer.status == 401
        assert KEY.encode() not in answer.body
    assert ask(home, key=KEY, query=f"key={KEY}", kind="websocket").kind == "websocket.close"


def test_the_link_lets_in_once_and_leaves_the_address_bar() -> None:
    answer = ask({"host": "192.168.43.1:8377"}, key=KEY, query=f"key={KEY}", path="/tuning")
    assert (answer.status, answer.header("location")) == (303, "/tuning")
    cookie = answer.header("set-cookie")
    assert cookie.startswith(f"{COOKIE};")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert KEY.encode() not in answer.body
    assert ask({"host": "192.168.43.1:8377", "cookie": f"other=1; {COOKIE}"}, key=KEY).status == 200


def test_the_link_leads_nowhere_else() -> None:
    answer = ask({"host": "192.168.43.1:8377"}, key=KEY, query=f"key={KEY}", path="//example.com/")
    assert answer.header("location") == "/example.com/"


def test_nothing_is_fetched_from_elsewhere_nor_framed() -> None:
    answer = ask({"host": "localhost:8377"})
    assert "default-src 'self'" in answer.header("content-security-policy")
    assert answer.header("referrer-policy") == "no-referrer"
    assert [value for name, value in answer.headers if name == b"x-frame-options"] == [b"SAMEORIGIN"]


@given(
    host=st.text(st.characters(max_codepoint=255), max_size=30),
    cookie=st.text(st.characters(max_codepoint=255), max_size=60),
    query=st.text(st.characters(max_codepoint=255), max_size=60),
)
def test_rubbish_is_refused_and_never_raises(host: str, cookie: str, query: str) -> None:
    assert ask({"host": host, "cookie": cookie}, key=KEY, query=query).status in {401, 403}
