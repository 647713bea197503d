"""Where the sound comes out on Linux, by name, while it may move: the server's outputs come, go and change their rank.

The server moves our stream by itself when the usual output is another, or when the one that was asked for goes away.
When that one is there again, the stream is moved back here. Other systems tell the name when the output is opened.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from cues.player.choosing import SERVER
from cues.player.pactl import listen
from cues.player.sinks import Sink, move, pick, sinks

AGAIN_S = 10.0
"""Between two tries to listen to a server that is not there."""


class Playing(Protocol):
    """Who plays."""

    @property
    def output(self) -> str:
        """Name of the output in use, kept up to date here where it is one of the server's."""
        ...

    @output.setter
    def output(self, name: str) -> None: ...

    @property
    def process_id(self) -> int:
        """Whose streams they are; 0 while there is none."""
        ...


class Following:
    """Follows from a thread of its own. `wanted` is part of an output's name, empty for the usual one."""

    def __init__(self, wanted: str, playing: Playing) -> None:
        self._wanted = wanted
        self._playing = playing
        self._over = threading.Event()
        self._listening: subprocess.Popen[bytes] | None = None
        if sys.platform.startswith("linux"):
            threading.Thread(target=self._follow, name="sound-follow", daemon=True).start()

    def close(self) -> None:
        """Follow no longer."""
        self._over.set()
        if self._listening is not None:
            with suppress(OSError):
                self._listening.kill()

    def _follow(self) -> None:
        before: Sink | None = None
        servers = {SERVER}
        for _ in self._changes():
            found = sinks()
            servers |= {sink.description for sink in found}
            wanted = pick(found, self._wanted)
            now = wanted or pick(found, "")
            if now is not None and now.name != (before and before.name) and self._playing.output in servers:
                if wanted is not None and self._wanted:
                    move(self._playing.process_id, wanted)
                self._playing.output = now.description
            before = now

    def _changes(self) -> Iterator[None]:
        """At once, and whenever the server's outputs may be others; until `close`, or where nobody can tell."""
        while not self._over.is_set():
            try:
                self._listening = listen()
            except OSError:
                return
            with self._listening as listening:
                yield
                for line in listening.stdout or ():
                    if b"on server" in line or (b"on sink #" in line and b"'change'" not in line):
                        yield
            self._over.wait(AGAIN_S)
