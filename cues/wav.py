"""WAV files in and out. Our own format (48 kHz, mono, 16 bit) needs no more than the standard library."""

from __future__ import annotations

import io
import struct
import warnings
import wave
from math import gcd
from pathlib import Path
from typing import IO, Self

import numpy as np

from cues.clip import RATE_HZ, Clip, Floats

FULL_SCALE = 32767.0
_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")
SLOWEST_HZ, FASTEST_HZ = 4_000, 384_000


class WavError(Exception):
    """Not a sound file that can be used; the text says why."""


def decode(data: bytes) -> Clip:
    """The bytes of a WAV file as a clip: any sample format, rate and number of channels. Raises WavError."""
    if data[:4] == b"FORM":
        raise WavError("it is an AIFF file, not WAV")
    if data[:4] not in {b"RIFF", b"RF64", b"RIFX"} or data[8:12] != b"WAVE":
        raise WavError("it is not a WAV file")
    own = _decode_own(data)
    return own if own is not None else _decode_any(data)


def encode(clip: Clip) -> bytes:
    """A clip as the bytes of a WAV file in our own format."""
    file = io.BytesIO()
    with Writer(file) as writer:
        writer.write(clip[:, None])
    return file.getvalue()


def to_int16(x: Clip) -> bytes:
    """Samples in -1…1 as little-endian 16-bit integers."""
    return np.rint(np.clip(x, -1.0, 1.0) * np.float32(FULL_SCALE)).astype("<i2").tobytes()


class Writer:
    """A 16-bit WAV file at RATE_HZ that grows block by block; the length is written into its header in the end."""

    def __init__(self, file: Path | io.BytesIO, channels: int = 1) -> None:
        """Raises OSError where the file cannot be written."""
        self._file: IO[bytes] = file.open("wb") if isinstance(file, Path) else file
        self._owned = isinstance(file, Path)
        self._channels = channels
        self._bytes = 0
        self._head()

    def write(self, frames: Clip) -> None:
        """Append (n, channels) samples in -1…1. Raises OSError where the file cannot grow."""
        self._bytes += self._file.write(to_int16(frames))

    def close(self) -> None:
        """Complete the header. Raises OSError where that fails; the file is let go of all the same."""
        try:
            if self._file.seekable():
                self._file.seek(0)
                self._head()
                self._file.flush()
        finally:
            if self._owned:
                self._file.close()

    def _head(self) -> None:
        """RIFF, `fmt ` and the start of `data`, with the length as known now."""
        frame = 2 * self._channels
        form = (1, self._channels, RATE_HZ, RATE_HZ * frame, frame, 16)
        self._file.write(_HEAD.pack(b"RIFF", 36 + self._bytes, b"WAVE", b"fmt ", 16, *form, b"data", self._bytes))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _decode_own(data: bytes) -> Clip | None:
    """The short way for our own format; None where the file is anything else."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE_HZ, 1, 2):
                return None
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    except (wave.Error, EOFError, ValueError):
        return None
    return samples.astype(np.float32) / np.float32(FULL_SCALE)


def _decode_any(data: bytes) -> Clip:
    from scipy.io import wavfile  # slow to import, and only a user's own files need it
    from scipy.signal import resample_poly

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # chunks it does not know: titles, cue points
            rate_hz, raw = wavfile.read(io.BytesIO(data))
    except Exception as fault:  # scipy raises anything from struct.error to UnboundLocalError on broken files
        raise WavError(f"it is broken or of an unknown kind ({fault})") from fault
    if not SLOWEST_HZ <= rate_hz <= FASTEST_HZ:
        raise WavError(f"its sample rate is {rate_hz} Hz")
    x = _unit(np.asarray(raw))
    if not np.all(np.isfinite(x)):
        raise WavError("it has samples that are no numbers")
    common = gcd(rate_hz, RATE_HZ)
    mono = x.reshape(len(x), -1).mean(axis=1)
    return np.asarray(resample_poly(mono, RATE_HZ // common, rate_hz // common), dtype=np.float32)


def _unit(raw: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Floats:
    """Integers of any width to -1…1; 8 bit is unsigned with its zero at 128."""
    x = raw.astype(np.float64)
    if raw.dtype == np.uint8:
        return (x - 128.0) / 128.0
    if np.issubdtype(raw.dtype, np.integer):
        return x / float(2 ** (8 * raw.dtype.itemsize - 1))
    return x
