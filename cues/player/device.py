"""The real output: one PortAudio stream. The only import of sounddevice.

The callback renders and nothing else. Absolute stream times differ between drivers and are not used; only the
difference between "now" and "when this block is heard" is, checked for sense. The device's own clock is followed by
`Engine.follow`.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cues.clip import RATE_HZ
from cues.player.choosing import SERVER, Choice, choose, known_as
from cues.player.engine import Engine
from cues.player.sinks import sinks

Latency = Literal["safe", "low"]
LATENCY_S: dict[Latency, float] = {"safe": 0.045, "low": 0.025}
LONGEST_DELAY_S = 2.0
SETTLE_S = 0.15
"""Of silence at first: while a new stream fills its buffer, drivers do not know when something will be heard."""
INSTALL = {
    "linux": "Install it (Debian, Ubuntu: sudo apt install libportaudio2 libasound2-plugins).",
    "darwin": "Reinstall the Python package sounddevice, which brings it along.",
    "win32": "Reinstall the Python package sounddevice, which brings it along.",
}


class SoundUnavailableError(Exception):
    """No sound can come out: why, and what to do about it."""

    def __init__(self, what: str, remedy: str, *, for_good: bool = False) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy
        self.for_good = for_good
        """Waiting will not help."""


class DeviceStream:
    """Plays what an engine renders, from now on. Raises SoundUnavailableError where there is no output.

    `device` is part of an output's name, empty for the usual one. Session time is `time.perf_counter() + offset_s`.
    """

    def __init__(self, engine: Engine, device: str, latency: Latency, offset_s: float) -> None:
        self._engine = engine
        self._offset_s = offset_s
        self._delay_s = LATENCY_S[latency]
        self._called_s = time.perf_counter()
        self._taken_s = 0.0
        self._finished = False
        sounddevice = load_sounddevice()
        choice = _chosen(device)
        self.device = choice.name
        if choice.sink:
            os.environ["PULSE_SINK"] = choice.sink  # the server's library looks there as it connects
        try:
            self._stream: Any = sounddevice.OutputStream(
                samplerate=RATE_HZ,
                channels=2,
                dtype="float32",
                latency=self._delay_s,
                device=choice.index,
                callback=self._callback,
                finished_callback=self._finish,
            )
            self._stream.start()
        except sounddevice.PortAudioError as fault:
            what = f"The sound output cannot be opened ({fault})."
            raise SoundUnavailableError(what, "Plug in or switch on an output, or end what occupies it.") from fault

    @property
    def settled(self) -> bool:
        """The engine plays."""
        return self._taken_s > SETTLE_S

    def silent_s(self) -> float:
        """For how long the device has asked for nothing; infinite when it has closed the stream."""
        return float("inf") if self._finished else time.perf_counter() - self._called_s

    def close(self) -> None:
        """Let go of the device. A dead sound server can keep this from ever returning."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def _callback(self, out: NDArray[np.float32], frames: int, times: Any, _status: object) -> None:
        now_s = self._called_s = time.perf_counter()
        delay_s = float(times.outputBufferDacTime - times.currentTime)
        if not 0.0 < delay_s < LONGEST_DELAY_S:
            delay_s = self._delay_s
        self._taken_s += frames / RATE_HZ
        if self.settled:
            self._engine.follow(now_s + self._offset_s + delay_s)
            out[:] = self._engine.render(frames)
        else:
            out.fill(0.0)

    def _finish(self) -> None:
        self._finished = True


def load_sounddevice() -> Any:
    """The module; SoundUnavailableError where PortAudio is missing."""
    try:
        return importlib.import_module("sounddevice")
    except (ImportError, OSError) as fault:  # OSError: the Python part is there, the PortAudio library is not
        remedy = INSTALL.get(sys.platform, INSTALL["linux"])
        raise SoundUnavailableError("The PortAudio library is missing.", remedy, for_good=True) from fault


def refresh() -> None:
    """Have PortAudio look again which devices there are; no stream may be open."""
    sounddevice = load_sounddevice()
    try:
        sounddevice._terminate()  # noqa: SLF001 - PortAudio's list is frozen from one initialisation to the next
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as fault:
        raise SoundUnavailableError(
            f"The sound system does not answer ({fault}).", "Restart the sound server."
        ) from fault


def outputs_here(wanted: str = "") -> tuple[tuple[str, ...], Choice | None]:
    """Names of the outputs as people know them, and which one would be opened; None where `wanted` is none of them.

    Raises SoundUnavailableError where there is no PortAudio.
    """
    sounddevice = load_sounddevice()
    found = [
        (index, str(device["name"]))
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_output_channels"] > 0
    ]
    servers = sinks() if any(name == SERVER for _, name in found) else ()
    return known_as(found, servers), choose(found, servers, wanted, _default(sounddevice)) if found else None


def _default(sounddevice: Any) -> str:
    """Name of the output that PortAudio uses where none is named; empty when there is none."""
    try:
        return str(sounddevice.query_devices(kind="output")["name"])
    except (sounddevice.PortAudioError, ValueError):
        return ""


def _chosen(wanted: str) -> Choice:
    names, choice = outputs_here(wanted)
    if not names:
        raise SoundUnavailableError("There is no sound output.", "Plug in or switch on an output.")
    if choice is None:
        raise SoundUnavailableError(f"There is no sound output named {wanted!r}.", f"Outputs here: {', '.join(names)}.")
    return choice
