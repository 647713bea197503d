"""Other programs' music softer while a cue speaks: PulseAudio only, and only where the runner asks for it.

The server does the ducking (module-role-ducking), for as long as a stream with the role of a phone call plays. Such a
stream is handed to `pacat` for each cue: all of its silence at once, as long as the cue. It ends by itself when that is
played, so the music comes back exactly once, whatever becomes of us meanwhile.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress

from cues.player.pactl import pactl

MODULE = "module-role-ducking"
OTHERS = ("trigger_roles=phone", "ducking_roles=music,video,game,no_role", "volume=-12dB")
"""Our own stream has a role that is not among these (`cues.player.child`)."""
STREAM_HZ = 8_000
SILENCE = b"\x80"
STREAM = (
    "pacat", "--raw", "--format=u8", f"--rate={STREAM_HZ}", "--channels=1", "--latency-msec=30",
    "--property=media.role=phone", "--client-name=coach", "--stream-name=softer",
)  # fmt: skip
LONGEST_S = 8.0
"""What a pipe holds."""


class Ducking:
    """Makes the server ready; gives it back as it was on `close`. Raises OSError where there is no such server."""

    def __init__(self) -> None:
        loaded = pactl("list", "short", "modules")
        self._number = "" if MODULE in loaded else pactl("load-module", MODULE, *OTHERS).strip()
        self._streams: list[subprocess.Popen[bytes]] = []

    def duck(self, lasts_s: float) -> None:
        """Softer from now on for so long; returns at once."""
        self._streams = [stream for stream in self._streams if stream.poll() is None]
        nowhere = subprocess.DEVNULL
        with suppress(OSError):
            stream = subprocess.Popen(STREAM, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)  # noqa: S603
            self._streams.append(stream)
            if stream.stdin is not None:
                stream.stdin.write(SILENCE * round(STREAM_HZ * min(lasts_s, LONGEST_S)))
                stream.stdin.close()

    def release(self) -> None:
        """Back to full loudness at once."""
        for stream in self._streams:
            stream.kill()
            stream.wait()
        self._streams = []

    def close(self) -> None:
        """Give the server back as it was."""
        self.release()
        if self._number:
            with suppress(OSError):
                pactl("unload-module", self._number)
