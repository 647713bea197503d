"""Any sane WAV file comes in; what is none is refused with the reason."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile

from cues.clip import RATE_HZ, Floats
from cues.wav import WavError, Writer, decode, encode

SECONDS = 0.25


def tone_at(rate_hz: int) -> Floats:
    return 0.5 * np.sin(2.0 * np.pi * 440.0 * np.arange(int(SECONDS * rate_hz)) / rate_hz)


def file(x: NDArray[Any], rate_hz: int) -> bytes:
    out = io.BytesIO()
    wavfile.write(out, rate_hz, x)
    return out.getvalue()


def pcm24(x: Floats, rate_hz: int) -> bytes:
    data = b"".join(int(v * (2**23 - 1)).to_bytes(3, "little", signed=True) for v in x)
    fmt = struct.pack("<HHIIHH", 1, 1, rate_hz, 3 * rate_hz, 3, 24)
    body = b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


FORMATS: dict[str, Callable[[int], bytes]] = {
    "8 bit": lambda rate: file((tone_at(rate) * 127 + 128).round().astype(np.uint8), rate),
    "16 bit": lambda rate: file((tone_at(rate) * 32767).astype(np.int16), rate),
    "24 bit": lambda rate: pcm24(tone_at(rate), rate),
    "32 bit": lambda rate: file((tone_at(rate) * 2147483647).astype(np.int32), rate),
    "float": lambda rate: file(tone_at(rate).astype(np.float32), rate),
    "double": lambda rate: file(tone_at(rate), rate),
    "stereo": lambda rate: file(np.stack([tone_at(rate)] * 2, axis=1).astype(np.float32), rate),
}


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("kind", FORMATS)
def test_any_sane_file_becomes_the_same_clip(kind: str, rate_hz: int) -> None:
    clip = decode(FORMATS[kind](rate_hz))
    assert clip.dtype == np.float32
    assert len(clip) == SECONDS * RATE_HZ
    inner = slice(1_000, -1_000)
    assert np.max(np.abs(clip[inner] - tone_at(RATE_HZ)[inner])) < 0.01


def test_our_own_format_survives_a_round_trip_to_the_bit() -> None:
    clip = tone_at(RATE_HZ).astype(np.float32)
    once = encode(clip)
    assert encode(decode(once)) == once
    assert np.max(np.abs(decode(once) - clip)) < 1 / 65_000


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a WAV"),
        (b"ID3\x03 an mp3 file", "not a WAV"),
        (b"FORM\x00\x00\x00\x00AIFF", "AIFF"),
        (b"RIFF\x00\x00\x00\x00WAVE", "broken"),
        (encode(np.ones(100, np.float32))[:30], "broken"),
        (b"RIFF\xff\xff\xff\x7fWAVEfmt " + bytes(40), "broken"),
        (file(tone_at(1_000).astype(np.float32), 1_000), "1000 Hz"),
        (file(np.full(100, np.nan, np.float32), 44_100), "no numbers"),
    ],
)
def test_what_cannot_be_used_says_why(data: bytes, says: str) -> None:
    with pytest.raises(WavError, match=says):
        decode(data)


def test_a_file_grows_block_by_block(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    with Writer(path, channels=2) as writer:
        writer.write(np.zeros((100, 2), np.float32))
        writer.write(np.full((50, 2), 2.0, np.float32))
    rate_hz, x = wavfile.read(path)
    assert (rate_hz, x.shape, x.dtype) == (RATE_HZ, (150, 2), np.int16)
    assert (x[0, 0], x[-1, 1]) == (0, 32_767)
