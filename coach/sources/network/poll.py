"""phyphox: we ask the phone, several times a second, for all that came after what we have.

What it measured while it was out of reach is asked for as well, so a hole in the network is none in the recording.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from coach.devices.device import Refused
from coach.devices.distrust import mapping, parsed
from coach.devices.phyphox import CONFIG, GET, KEY, Answer, Layout, answer, layout
from coach.sources.network.presence import Presence
from coach.sources.network.times import Times

LARGEST_BYTES = 8 * 2**20
"""A minute of two sensors at 400 Hz is half of it."""
_CHUNK_BYTES = 2**16
_PAUSE_S = 1.0
"""The experiment's clock lost so much against ours: it stood meanwhile."""


def is_address(name: str) -> bool:
    """Whether a sensor's name is what phyphox shows, like http://192.168.0.42:8080."""
    try:
        url = urlsplit(name)
        return url.scheme == "http" and bool(url.hostname) and url.port != 0 and url.path in {"", "/"} and not url.query
    except ValueError:
        return False


class Away(Exception):  # noqa: N818  # it is a state of the network, and caught inside this file
    """Something did not work this time. Says what, in the runner's words."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """Up to where a phone has been heard."""

    session: str
    config: bytes
    accel_s: float
    gyro_s: float
    """In the experiment's own time."""
    at_s: float
    """When that was, by our clock."""


class Polling:
    """One phone that is asked, whatever becomes of the network."""

    def __init__(self, address: str, presence: Presence, times: Times) -> None:
        self._base = address.rstrip("/")
        self._presence = presence
        self._times = times
        self._clock = asyncio.get_running_loop().time
        self._heard: _Heard | None = None

    async def keep(self) -> None:
        """For ever."""
        waits_s, failures = self._times.back_off_s, 0
        # one connection for each question: on a connection that is kept, phones leave the second one unanswered
        connector = TCPConnector(force_close=True)
        limit = ClientTimeout(total=self._times.call_s)
        async with ClientSession(connector=connector, timeout=limit, cookie_jar=DummyCookieJar()) as client:
            while True:
                before = self._heard
                try:
                    await self._attempt(client)
                except Away as fault:
                    self._presence.lost(str(fault))
                failures = 0 if self._heard is not before else failures
                await asyncio.sleep(waits_s[min(failures, len(waits_s) - 1)])
                failures += 1

    async def _attempt(self, client: ClientSession) -> None:
        """From the first question to the last one that was answered; ends in `Away`."""
        config = await self._ask(client, "/config", {})
        where = layout(config)
        if isinstance(where, Refused):
            raise Away(f"{where.reason}; with + make one of Accelerometer and Gyroscope")
        said, _ = await self._get(client, where.question(None, None))
        if not said.measuring:
            await self._start(client)
        heard = self._resumed(config, said, where)
        last_s = self._clock()
        while True:
            asked_s = self._clock()
            said, body = await self._get(client, where.question(heard.accel_s, heard.gyro_s))
            if said.session != heard.session:
                raise Away("another experiment was opened")
            newer = _newer(heard, said, where, self._clock())
            if newer is not heard or not said.measuring:
                self._presence.packet(KEY, body, GET)
            if newer is not heard:
                self._heard = heard = newer
                last_s = heard.at_s
                self._presence.moved()
            elif self._clock() - last_s > self._times.silence_s:
                raise Away("it measures nothing" if said.measuring else "paused in phyphox")
            await asyncio.sleep(max(asked_s + self._times.every_s - self._clock(), 0.0))

    async def _start(self, client: ClientSession) -> None:
        if mapping(parsed(await self._ask(client, "/control", {"cmd": "start"}))).get("result") is not True:
            raise Away("phyphox does not begin to measure: press play there")

    def _resumed(self, config: bytes, said: Answer, where: Layout) -> _Heard:
        """Where to go on: where we were, when its clock has run all the time; else from now on, and anew."""
        now_s, accel_s = self._clock(), said.newest_s(where.accel)
        before = self._heard
        if before is not None and (before.session, before.config) == (said.session, config) and accel_s is not None:
            away_s, ran_s = now_s - before.at_s, accel_s - before.accel_s
            if away_s < self._times.catch_up_s and ran_s >= 0.0 and abs(ran_s - away_s) < _PAUSE_S:
                return before
        self._presence.packet(KEY, config, CONFIG)
        return _Heard(said.session, config, accel_s or 0.0, said.newest_s(where.gyro) or 0.0, now_s)

    async def _get(self, client: ClientSession, question: Mapping[str, str]) -> tuple[Answer, bytes]:
        body = await self._ask(client, "/get", question)
        said = answer(body)
        if isinstance(said, Refused):
            raise Away(said.reason)
        return said, body

    async def _ask(self, client: ClientSession, path: str, question: Mapping[str, str]) -> bytes:
        try:
            async with client.get(self._base + path, params=question, allow_redirects=False) as response:
                return await _body(response)
        except (ClientError, TimeoutError, OSError):
            raise Away("not in reach; is its remote access switched on, and is it in this network?") from None


def _newer(heard: _Heard, said: Answer, where: Layout, now_s: float) -> _Heard:
    """Up to where it has been heard with this answer."""
    accel_s, gyro_s = said.newest_s(where.accel), said.newest_s(where.gyro)
    if accel_s is None or accel_s == heard.accel_s:
        return heard
    return replace(heard, accel_s=accel_s, gyro_s=heard.gyro_s if gyro_s is None else gyro_s, at_s=now_s)


async def _body(response: ClientResponse) -> bytes:
    if response.status != 200:
        raise Away(f"it answers with status {response.status}; is this phyphox?")
    parts: list[bytes] = []
    async for part in response.content.iter_chunked(_CHUNK_BYTES):
        parts.append(part)
        if sum(map(len, parts)) > LARGEST_BYTES:
            raise Away("its answer is too long to be one")
    return b"".join(parts)
