"""The key, other sites, other machines: tried with a real browser."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.rig import LiveRun

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Visit = Callable[..., "Page"]
Start = Callable[..., LiveRun]

KNOCK = """
(link) => new Promise((resolve) => {
  const socket = new WebSocket(link);
  socket.onopen = () => resolve("open");
  socket.onerror = () => resolve("refused");
})
"""
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@pytest.fixture(scope="module")
def another_site() -> Iterator[str]:
    """A page of somebody else on the same machine."""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>another site</title>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            """Silence."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_only_the_whole_link_opens_a_shared_run(start: Start, visit: Visit, another_site: str) -> None:
    run = start("--scenario", "steady", "--share")
    link = next(link for link in run.links if "localhost" in link)
    key, home = urlsplit(link).query.removeprefix("key="), link.split("?", maxsplit=1)[0]
    assert len(key) >= 22

    stranger = visit(home)
    assert "whole link" in stranger.inner_text("body")
    assert stranger.goto(f"{home}?key={key[:-1]}x") is not None
    assert "whole link" in stranger.inner_text("body")
    assert stranger.evaluate(KNOCK, f"ws{home.removeprefix('http').rstrip('/')}{SOCKET}") == "refused"

    friend = visit(link)
    friend.wait_for_selector(".digits")
    assert friend.url == home, "the key leaves the address bar"
    assert key not in friend.evaluate("document.cookie")
    friend.get_by_text("Phone", exact=True).click()
    assert key in friend.inner_text(".dialog .link")

    # somebody else's page in the friend's own browser: the cookie is sent along, the origin tells
    friend.goto(another_site)
    assert friend.evaluate(KNOCK, f"ws{home.removeprefix('http').rstrip('/')}{SOCKET}") == "refused"
    friend.goto(home)
    friend.wait_for_selector(".digits")
    run.end()
    assert sum(key in line for line in run.lines) == 1, "the key is told once, in the link"


def test_another_site_cannot_reach_a_run_on_loopback(start: Start, visit: Visit, another_site: str) -> None:
    run = start("--scenario", "steady")
    home = run.links[0]
    socket = f"ws{home.removeprefix('http').rstrip('/')}{SOCKET}"
    page = visit(home)
    page.wait_for_selector(".digits")
    assert page.evaluate(KNOCK, socket) == "open"
    page.goto(another_site)
    assert page.evaluate(KNOCK, socket) == "refused"
    assert page.evaluate("(link) => fetch(link).then(() => 'read', () => 'refused')", home) == "refused"


def test_nothing_comes_from_elsewhere(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    page = visit("about:blank")
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(run.links[0])
    page.wait_for_selector(".curve .line", timeout=60_000)
    page.goto(f"{run.links[0]}tuning")
    page.wait_for_selector(".curve .line", timeout=60_000)
    here = urlsplit(run.links[0]).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {here}
    assert troubles == []
