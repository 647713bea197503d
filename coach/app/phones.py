"""Phones that post what they measure: the address to write into the app, the same from run to run."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from coach.app.folders import data_folder, made
from coach.errors import FileError, HardwareError
from coach.events import Placement

if TYPE_CHECKING:
    from coach.sources.network import Door

PORT = 8400
"""The usual one, so that the app's setting lasts; the next free one when it is taken."""
TRIED = 20
KEY_BYTES = 18
ANSWER_S = 2.0
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
