"""Phones that post what they measure: the address to write into the app, the same from run to run."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from coach.app.folders import data_folder, made
from coach.config import Sensor
from coach.errors import FileError, HardwareError
from coach.events import Placement

if TYPE_CHECKING:
    from coach.sources.network import Door

PORT = 8400
"""The usual one, so that the app's setting lasts; the next free one when it is taken."""
TRIED = 20
KEY_BYTES = 18
ANSWER_S = 2.0
ANSWERED_S = 0.2
PATIENCE_S = 180.0
KEY_FILE = "phone-key"


def open_door(placements: Sequence[Placement]) -> Door:
    """Listen on every network of this machine for phones worn at these places; HardwareError where no port is free."""
    from coach.screen.web.door import addresses
    from coach.sources.network import Door

    key = _key()
    return Door(_listen(), key, addresses() or ("localhost",), tuple(placements))


def invite(door: Door) -> Iterator[str]:
    """How to tell each phone where to post."""
    from coach.screen.web.qr import qr_text

    for placement in door.placements:
        first, *others = door.links(placement)
        yield qr_text(first).rstrip("\n")
        yield f"The phone at the {placement} posts to {first}"
        yield from (f"  or {other}" for other in others)
    yield "Scan the code there: the page says what to set in Sensor Logger. The address stays the same in this network."
    yield "Whoever has it can send motion; delete the file phone-key in the data folder for a new one."


def greet(door: Door, tell: Callable[[str], None], patience_s: float = PATIENCE_S) -> None:
    """Tell each phone where to post and wait until it has said something; afterwards the door is closed."""
    for line in invite(door):
        tell(line)
    tell(f"Write it into the app and tap its test, or record. Waiting {patience_s / 60:.0f} minutes; Ctrl-C ends this.")
    try:
        asyncio.run(_first_words(door, tell, patience_s))
    except TimeoutError:
        tell(f"Nothing came. Are both in one network? Does this computer's firewall let port {PORT} in?")
    finally:
        door.socket.close()


async def _first_words(door: Door, tell: Callable[[str], None], patience_s: float) -> None:
    """Until each phone has said something; TimeoutError when one has not."""
    from coach.sources.network import SENSOR_LOGGER, NetworkSource

    expected, all_heard = set(door.placements), asyncio.Event()

    def heard(line: str) -> None:
        tell(line)
        expected.difference_update([placement for placement in expected if line.startswith(placement)])
        if not expected:
            all_heard.set()

    async def listen() -> None:
        sensors = [Sensor(placement=placement, name=SENSOR_LOGGER) for placement in door.placements]
        async for _ in NetworkSource(sensors, door, tell=heard).events(lambda: 0.0):
            pass

    listening = asyncio.create_task(listen())
    try:
        async with asyncio.timeout(patience_s):
            await all_heard.wait()
    finally:
        await asyncio.sleep(ANSWERED_S)  # the phone hears that it was heard
        listening.cancel()
        await asyncio.wait({listening})


def silent(address: str) -> bool:
    """Whether nobody takes a call at phyphox's address."""
    url = urlsplit(address)
    try:
        socket.create_connection((url.hostname or "", url.port or 80), ANSWER_S).close()
    except OSError:
        return True
    return False


def _key() -> str:
    """The key of this machine, made once; only its owner may read it. FileError where it cannot be kept."""
    file = made(data_folder()) / KEY_FILE
    try:
        with contextlib.suppress(FileNotFoundError):
            key = file.read_bytes().strip()
            if re.fullmatch(rb"[A-Za-z0-9_-]{20,}", key):
                return key.decode()
            file.unlink()
        made_now = secrets.token_urlsafe(KEY_BYTES)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(made_now)
    except OSError as fault:
        raise FileError(f"{file} cannot be used: {fault.strerror}.", "Delete it.") from None
    return made_now


def _listen() -> socket.socket:
    for port in (*range(PORT, PORT + TRIED), 0):
        with contextlib.suppress(OSError):
            return socket.create_server(("0.0.0.0", port), backlog=32)  # noqa: S104  # only when a phone was asked for
    raise HardwareError("No port can be opened for the phone.", "Use another sensor, or phyphox.")
