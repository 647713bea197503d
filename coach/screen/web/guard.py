"""The page's doorkeeper: every request and every WebSocket passes here first.

1. `Host` must be an address or a name of this machine: a foreign name that points here (DNS rebinding) is refused.
2. `Origin`, where a browser sends one, must be the page itself: no other site may talk to the run.
3. Where there is a key, it must be in the link, once; from then on a cookie carries it that scripts cannot read.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

Scope: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "coach"
WRONG_KEY = "This page opens with the whole link only. Scan the code that `coach run` shows, or copy its link."
FOREIGN = "This page talks to itself only."
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss:; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
)
"""Everything is served from here: the policy makes sure that nothing is ever fetched from elsewhere."""


class Guard:
    """Wraps the page's ASGI application. `key` empty: nobody is asked for one."""

    def __init__(self, app: App, key: str) -> None:
        self._app = app
        self._key = key.encode()
        self._names = {"localhost", socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, WebSocket or lifespan."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in reversed(scope["headers"])}
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._is_own(host) or not _same_origin(headers.get(b"origin"), host):
            await _refuse(scope, send, 403, FOREIGN)
        elif not self._key or self._matches(_cookie(headers, _name(scope))):
            await self._app(scope, receive, _with_headers(send) if scope["type"] == "http" else send)
        elif scope["type"] == "http" and self._matches(_query_key(scope)):
            await _welcome(scope, send, self._key)
        else:
            await _refuse(scope, send, 401, WRONG_KEY)

    def _matches(self, key: bytes) -> bool:
        return hmac.compare_digest(key, self._key)

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _same_origin(origin: bytes | None, host: str) -> bool:
    return origin is None or origin.decode("latin-1").lower() in {f"http://{host}", f"https://{host}"}


def _name(scope: Scope) -> str:
    """Cookies know no ports: two runs on one machine must not share one."""
    server = scope.get("server")
    return f"{COOKIE}-{server[1]}" if server else COOKIE


def _cookie(headers: MutableMapping[bytes, bytes], name: str) -> bytes:
    try:
        jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return b""
    return jar[name].value.encode("utf-8", "replace") if name in jar else b""


def _query_key(scope: Scope) -> bytes:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return query.get("key", [""])[0].encode("utf-8", "replace")


async def _welcome(scope: Scope, send: Send, key: bytes) -> None:
    """Keep the key in a cookie and go on without it in the address bar."""
    cookie = b"%s=%s; Path=/; HttpOnly; SameSite=Lax" % (_name(scope).encode(), key)
    path = "/" + scope["path"].lstrip("/")  # `//elsewhere` would leave this machine
    await _answer(send, 303, "", [(b"location", path.encode("utf-8")), (b"set-cookie", cookie)])


async def _refuse(scope: Scope, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4000 + status})
    else:
        await _answer(send, status, words, [])


async def _answer(send: Send, status: int, words: str, headers: list[tuple[bytes, bytes]]) -> None:
    page = (
        f"<!doctype html><meta name=viewport content='width=device-width'><title>coach</title>"
        f"<body style='font:1.3rem system-ui;background:#0b0f14;color:#e8eef4;padding:3rem'>{words}"
    ).encode()
    kind = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*_HEADERS, *kind, *headers]})
    await send({"type": "http.response.body", "body": page})


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            names = {name.lower() for name, _ in given}
            message = {**message, "headers": [*given, *(header for header in _HEADERS if header[0] not in names)]}
        await send(message)

    return sending
