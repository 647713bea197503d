"""The sound server of the rig, and everything bad that can happen to it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

SINK = "module-null-sink rate=48000 format=float32le channels=2 norewinds=1 sink_name="


class Server:
    """Only ever touches the server that the rig started."""

    def __init__(self) -> None:
        self._folder = Path(os.environ["COACH_PULSE_DIR"])

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def start(self) -> None:
        subprocess.run([self._folder / "start"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def freeze(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    def unplug(self, name: str = "") -> None:
        """All sinks go away, or the one of this name."""
        for line in pactl("list", "short", "modules").splitlines():
            number, module, *more = line.split("\t")
            if module == "module-null-sink" and f"sink_name={name}" in "".join(more):
                pactl("unload-module", number)

    def plug_in(self, name: str = "coach", *, usual: bool = True) -> None:
        """A sink appears; unless told otherwise it becomes the usual one."""
        pactl("load-module", *f"{SINK}{name}".split(), f"sink_properties=device.description={name.title()}")
        if not usual:
            return
        pactl("set-default-sink", name)
        pactl("set-default-source", f"{name}.monitor")

    def mend(self) -> None:
        """As it was at the beginning."""
        try:
            self.thaw()
        except ProcessLookupError:
            self.start()
        if [line.split()[1] for line in pactl("list", "short", "sinks").splitlines()] != ["coach"]:
            self.unplug()
            self.plug_in()
        time.sleep(0.2)

    @property
    def _pid(self) -> int:
        return int((self._folder / "server.pid").read_text())


def pactl(*words: str) -> str:
    """Talk to the server; it must answer."""
    return subprocess.run(["pactl", *words], check=True, capture_output=True, text=True, timeout=5).stdout
