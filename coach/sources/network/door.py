"""The one address that listens, and only when a phone is asked for; each phone has a way in of its own."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.events import Placement


@dataclass(frozen=True, slots=True)
class Door:
    """An open socket, and what a phone must name to be let in."""

    socket: socket.socket
    key: str
    """Random; whoever knows it may send motion."""
    hosts: Sequence[str]
    """Addresses under which phones reach this machine."""
    placements: Sequence[Placement]

    def way(self, placement: Placement) -> str:
        """The path of one phone's messages."""
        return f"/{self.key}/{placement}"

    def links(self, placement: Placement) -> tuple[str, ...]:
        """What to write into the app, one for each network of this machine."""
        port = self.socket.getsockname()[1]
        return tuple(f"http://{host}:{port}{self.way(placement)}" for host in self.hosts)

    def whose(self, path: str) -> Placement | None:
        """Whose way this path is; None for a stranger, who cannot tell from the time it takes how near he was."""
        said = path.encode("utf-8", "replace")
        ways: Mapping[Placement, bytes] = {placement: self.way(placement).encode() for placement in self.placements}
        found: list[Placement] = [placement for placement, way in ways.items() if hmac.compare_digest(said, way)]
        return found[0] if found else None
