"""The real output: one PortAudio stream for the whole run. The only import of sounddevice.

The callback renders and nothing else. Absolute stream times differ between drivers and are not used; only the
difference between "now" and "when this block is heard" is, checked for sense. The device's own clock is followed by
`Engine.follow`.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cues.clip import RATE_HZ
from cues.mixer import Gains
from cues.player.engine import Clips, Engine
from cues.player.messages import Message, Say, Started, Tempo

Latency = Literal["safe", "low"]
LATENCY_S: dict[Latency, float] = {"safe": 0.050, "low": 0.025}
LONGEST_DELAY_S = 2.0
CLOSE_S = 2.0
"""A dead sound server can keep a stream from closing for ever; after this long it is left behind."""
INSTALL = {
    "linux": "Install it (Debian, Ubuntu: sudo apt install libportaudio2).",
    "darwin": "Reinstall the Python package sounddevice, which brings it along.",
    "win32": "Reinstall the Python package sounddevice, which brings it along.",
}


class SoundUnavailableError(Exception):
    """No sound can come out: why, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class SoundDevicePlayer:
    """Plays through a sound device. Raises SoundUnavailableError where there is none.

    `now` gives the session's time in seconds and is called in the audio thread: it must be quick and must not block.
    `device` is part of an output's name, empty for the usual one.
    """

    reason = ""
    remedy = ""

    def __init__(
        self,
        clips: Clips,
        *,
        now: Callable[[], float],
        device: str = "",
        latency: Latency = "safe",
        gains: Gains | None = None,
    ) -> None:
        self._now = now
        self._delay_s = LATENCY_S[latency]
        self._engine = Engine(clips, gains)
        self._stream = self._open(device)

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """Begin at `at_s`, or at once where it is None or past."""
        self._put(Say(cue_id, key, wording, at_s, self._now() if at_s is None else at_s))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Tick, or with `spm` None fall silent."""
        self._put(Tempo(spm, at_s, until_s, every))

    def started(self) -> list[Started]:
        """What has gone to the device since the last call; the times are when it is heard, as the driver says."""
        return self._engine.started()

    def close(self) -> None:
        """Stop, within two seconds even when the sound server hangs."""
        closer = threading.Thread(target=self._close_stream, name="close-sound", daemon=True)
        closer.start()
        closer.join(CLOSE_S)

    def _put(self, message: Message) -> None:
        self._engine.put(message)

    def _open(self, device: str) -> Any:
        sounddevice = _sounddevice()
        try:
            stream = sounddevice.OutputStream(
                samplerate=RATE_HZ,
                channels=2,
                dtype="float32",
                latency=self._delay_s,
                device=_output(sounddevice, device),
                callback=self._callback,
            )
            stream.start()
        except sounddevice.PortAudioError as fault:
            what = f"The sound output cannot be opened ({fault})."
            raise SoundUnavailableError(what, "Plug in or switch on an output and try again.") from fault
        return stream

    def _callback(self, out: NDArray[np.float32], frames: int, time: Any, _status: object) -> None:
        delay_s = float(time.outputBufferDacTime - time.currentTime)
        if not 0.0 < delay_s < LONGEST_DELAY_S:
            delay_s = self._delay_s
        self._engine.follow(self._now() + delay_s)
        out[:] = self._engine.render(frames)

    def _close_stream(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def outputs() -> tuple[str, ...]:
    """Names of the outputs that PortAudio sees. Raises SoundUnavailableError where there is no PortAudio."""
    return tuple(name for _, name in _outputs(_sounddevice()))


def _sounddevice() -> Any:
    try:
        return importlib.import_module("sounddevice")
    except (ImportError, OSError) as fault:  # OSError: the Python part is there, the PortAudio library is not
        remedy = INSTALL.get(sys.platform, INSTALL["linux"])
        raise SoundUnavailableError("The PortAudio library is missing.", remedy) from fault


def _outputs(sounddevice: Any) -> Sequence[tuple[int, str]]:
    return [
        (index, str(device["name"]))
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_output_channels"] > 0
    ]


def _output(sounddevice: Any, wanted: str) -> int | None:
    """Index of the device to open; None for PortAudio's own default.

    On Linux `pulse` comes first: when its server dies the stream ends cleanly, where `default` and `pipewire` can spin.
    """
    found = _outputs(sounddevice)
    if not found:
        raise SoundUnavailableError("There is no sound output.", "Plug in or switch on an output and try again.")
    if wanted:
        for index, name in found:
            if wanted.lower() in name.lower():
                return index
        names = ", ".join(name for _, name in found)
        raise SoundUnavailableError(f"There is no sound output named {wanted!r}.", f"Outputs here: {names}.")
    return next((index for index, name in found if name == "pulse"), None)
