"""Where the page is served, and who is let in: loopback by default, the network with a random key in the link."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass

from coach.errors import HardwareError, UserError

PORT = 8377
"""The usual one, so that a link can be kept; the next free one when it is taken."""
TRIED = 20
KEY_BYTES = 18


@dataclass(frozen=True, slots=True)
class Door:
    """An open socket and the links that lead to it. The socket outlives the process that answers it."""

    socket: socket.socket
    links: tuple[str, ...]
    key: str


def open_door(*, share: bool = False, port: int | None = None) -> Door:
    """Listen on loopback, or with `share` on every network of this machine; UserError where a named port is taken."""
    listening = _listen("0.0.0.0" if share else "127.0.0.1", port)  # noqa: S104  # only when asked to share
    number = listening.getsockname()[1]
    if not share:
        return Door(listening, (f"http://localhost:{number}/",), "")
    key = secrets.token_urlsafe(KEY_BYTES)
    return Door(listening, tuple(f"http://{host}:{number}/?key={key}" for host in [*addresses(), "localhost"]), key)


def _listen(host: str, wanted: int | None) -> socket.socket:
    for port in [wanted] if wanted is not None else [*range(PORT, PORT + TRIED), 0]:
        try:
            return socket.create_server((host, port), backlog=128)
        except OSError as fault:
            if wanted is not None:
                raise UserError(
                    f"Port {wanted} cannot be opened: {fault.strerror}.", "Name another --port, or none."
                ) from None
    raise HardwareError("No port can be opened for the page.", "Use --screen terminal.")


def addresses() -> list[str]:
    """Addresses of this machine on its networks: the one on the way to the world first, as a hotspot's is.

    A container's or a virtual machine's own network looks like a home network, too.
    """
    import ifaddr

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    outside = [ip for ip in found if not ip.startswith(("127.", "169.254."))]
    outward = _outward()
    return sorted(outside, key=lambda ip: (ip != outward, not ip.startswith(("192.168.", "10.", "172."))))


def _outward() -> str:
    """Our address on the way out; nothing is sent to find it. Empty where there is no way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("198.51.100.1", 9))  # reserved for documentation
        except OSError:
            return ""
        return str(asked.getsockname()[0])
