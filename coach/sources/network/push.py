"""Sensor Logger: a small web server that takes what phones post, and is hurt by nothing that others send.

A stranger learns that there is nothing here. A connection that does not show the key soon is closed, and there are
never more than a few; a message has a size and a time limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Mapping
from weakref import WeakSet

from aiohttp import web

from coach.devices.device import Refused
from coach.devices.sensor_logger import KEY, Message, read
from coach.events import Placement
from coach.sources.network.door import Door
from coach.sources.network.presence import Presence
from coach.sources.network.times import Times

LARGEST_BYTES = 2**20
"""A second of four sensors at 400 Hz is a fifth of it; pictures of the camera are not wanted."""
MOST_CONNECTIONS = 32
LONGEST_SPAN_S = 2.0
GREETING = """\
This is where {placement} listens. In Sensor Logger: Settings, Data Streaming, Enable HTTP Push; as Push URL write this
page's address; set the batch period as short as it goes. Record Total Acceleration (iPhone: Accelerometer and Gravity)
and Gyroscope, all at the highest rate; leave "Standardise Units & Frames" off. Then start recording.
"""
_QUIET = logging.getLogger("coach.sources.network")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


class Pushing:
    """One phone that posts: who of several speaks, and whether it speaks as it should."""

    def __init__(self, presence: Presence, times: Times) -> None:
        self._presence = presence
        self._times = times
        self._clock = asyncio.get_running_loop().time
        self._heard_s = -1e9
        self._phone = ""

    def take(self, body: bytes) -> int:
        """A message; the HTTP status to answer with."""
        message = read(body)
        if isinstance(message, Refused):
            self._presence.packet(KEY, body)  # counted where it is decoded
            self._presence.say(f"something else than Sensor Logger speaks here ({message.reason})")
            return 400
        if message.test:
            self._presence.say("the phone's test has arrived; now start recording there")
            return 200
        if self._fresh and message.phone != self._phone:
            self._presence.say("a second phone speaks on this phone's way; it is not heard")
            return 409
        self._presence.packet(KEY, body)
        for reading in message.readings:
            self._presence.read(reading)
        if message.moves:
            self._phone, self._heard_s = message.phone, self._clock()
            self._presence.moved()
        self._advise(message)
        return 200

    def too_much(self) -> None:
        """A message was larger than any should be."""
        self._presence.say("its messages are too large: record motion only, and make the batch period shorter")

    def watch(self) -> None:
        """Time passes."""
        if self._presence.here and not self._fresh:
            self._presence.lost(f"silent for {self._times.silence_s:g} s")

    @property
    def _fresh(self) -> bool:
        return self._clock() - self._heard_s <= self._times.silence_s

    def _advise(self, message: Message) -> None:
        if message.rows and not message.moves:
            self._presence.say("no usable acceleration: in Sensor Logger record Total Acceleration, or both others")
        elif message.span_s > LONGEST_SPAN_S:
            self._presence.say(f"it sends only every {message.span_s:.0f} s; make the batch period shorter")


@contextlib.asynccontextmanager
async def serving(door: Door, phones: Mapping[Placement, Pushing], times: Times) -> AsyncGenerator[None]:
    """Phones are listened to while the block runs."""
    desk = _Desk(door, phones, times)
    application = web.Application(client_max_size=LARGEST_BYTES)
    application.router.add_route("*", "/{anything:.*}", desk.answer)
    runner = web.AppRunner(
        application, access_log=None, logger=_QUIET, lingering_time=times.body_s, shutdown_timeout=0.5
    )
    await runner.setup()
    assert runner.server is not None  # noqa: S101  # set up just above
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: desk.admit(runner.server), sock=door.socket)
    try:
        yield
    finally:
        listening.close()
        await runner.cleanup()


class _Desk:
    """Answers requests."""

    def __init__(self, door: Door, phones: Mapping[Placement, Pushing], times: Times) -> None:
        self._door = door
        self._phones = phones
        self._times = times
        self._known: WeakSet[asyncio.BaseTransport] = WeakSet()
        """Connections that have shown the key."""

    def admit(self, server: web.Server | None) -> asyncio.BaseProtocol:
        """A connection comes."""
        if server is None or len(server.connections) >= MOST_CONNECTIONS:
            return _Full()
        connection = server()
        asyncio.get_running_loop().call_later(self._times.knock_s, self._look_again, connection)
        return connection

    def _look_again(self, connection: web.RequestHandler) -> None:
        transport = connection.transport
        if transport is not None and transport not in self._known:
            transport.abort()

    async def answer(self, request: web.Request) -> web.Response:
        """One request."""
        placement = self._door.whose(request.path)
        if placement is None:
            return web.Response(status=404, headers={"Connection": "close"})
        if request.transport is not None:
            self._known.add(request.transport)
        if request.method in {"GET", "HEAD"}:
            return web.Response(text=GREETING.format(placement=placement))
        if request.method != "POST":
            return web.Response(status=405)
        try:
            async with asyncio.timeout(self._times.body_s):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        except web.HTTPRequestEntityTooLarge:
            self._phones[placement].too_much()
            return web.Response(status=413, headers={"Connection": "close"})
        return web.Response(status=self._phones[placement].take(body))


class _Full(asyncio.Protocol):
    """Too many are here already."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()
