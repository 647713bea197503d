"""Text to speech by the system's own engine, kept in a cache. It may take seconds: do it before the run.

Each phrase is spoken by a short child process with a time limit, because speech engines hang, die and write empty
files. Nothing here raises for a bad engine: the answer carries the reason.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from cues.clip import Clip, level
from cues.speech.voices import pick, voices
from cues.wav import WavError, decode, encode

LEVELLING = 2
"""Part of the cache key: raise it when trimming, loudness or limiting change."""
SMALLEST_BYTES = 2000
"""Engines that fail silently leave a bare header."""
RATE_WPM = 165
TIMEOUT_S = 20.0
HUNG = "did not answer"


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that reads a text on standard input and writes a WAV file."""

    name: str
    version: str
    command: tuple[str, ...]
    """With {out} and {rate} to be filled in; a voice is appended behind `voice_flag`."""
    voice_flag: tuple[str, ...] = ()
    list_command: tuple[str, ...] = ()
    """Prints the voices, one a line; see `cues.speech.voices`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What became of a phrase."""

    clip: Clip | None
    how: Literal["cached", "rendered", "failed"]
    reason: str = ""
    hung: bool = False
    """The engine did not answer; it would hardly do so the next time."""


def system_engine() -> Engine:
    """What this machine speaks with: `say` on macOS, pyttsx3 everywhere else."""
    if sys.platform == "darwin":
        say = ("say", "-o", "{out}", "--file-format=WAVE", "--data-format=LEI16@22050", "-r", "{rate}", "-f", "-")
        return Engine("say", platform.mac_ver()[0], say, ("-v",), ("say", "-v", "?"))
    child = str(Path(__file__).with_name("child.py"))
    speak, listing = (sys.executable, child, "{out}", "{rate}"), (sys.executable, child, "--voices")
    return Engine("pyttsx3", _pyttsx3_version(), speak, (), listing)


@dataclass(frozen=True, slots=True)
class Speech:
    """A voice and the folder that keeps what it has said."""

    cache: Path
    engine: Engine
    voice: str = ""
    """By name or language; empty for the engine's usual one."""
    rate_wpm: int = RATE_WPM
    timeout_s: float = TIMEOUT_S

    def speak(self, text: str, *, anew: bool = True) -> Spoken:
        """The phrase, levelled, from the cache or else, where `anew`, freshly spoken."""
        file = self.cache / f"{self._key(text)}.wav"
        try:
            return Spoken(decode(file.read_bytes()), "cached")
        except (OSError, WavError):
            pass  # not there yet, or damaged: speak it again
        if not anew:
            return Spoken(None, "failed", f"{self.engine.name} is not asked any more")
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.cache, prefix="speaking-") as folder:
                return self._render(text, Path(folder), file)
        except OSError as fault:
            return Spoken(None, "failed", f"the speech cache cannot be written ({fault.strerror or fault})")

    def _key(self, text: str) -> str:
        """What the sound depends on, as a file name."""
        parts = [self.engine.name, self.engine.version, self.voice, self.rate_wpm, text, LEVELLING]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]

    def _render(self, text: str, folder: Path, file: Path) -> Spoken:
        raw = folder / "raw.wav"
        reason = self._run(text, raw)
        if reason:
            return Spoken(None, "failed", f"{self.engine.name} {reason}", hung=reason.startswith(HUNG))
        data = raw.read_bytes() if raw.is_file() else b""
        if len(data) < SMALLEST_BYTES:
            return Spoken(None, "failed", f"{self.engine.name} wrote nothing")
        try:
            clip = level(decode(data).astype(np.float64))
        except WavError as fault:
            return Spoken(None, "failed", f"{self.engine.name} wrote a file that cannot be used: {fault}")
        if len(clip) == 0:
            return Spoken(None, "failed", f"{self.engine.name} wrote silence")
        done = folder / "done.wav"
        done.write_bytes(encode(clip))
        done.replace(file)  # whole or not at all, whoever else is speaking the same phrase
        return Spoken(decode(file.read_bytes()), "rendered")

    def _run(self, text: str, out: Path) -> str:
        """Why the engine failed; empty when it says that it did not."""
        said = [part.format(out=out, rate=self.rate_wpm) for part in self.engine.command]
        if self.voice:
            known = voices(self.engine.list_command)
            voice = pick(known, self.voice)
            if known and voice is None:
                return f"has no voice {self.voice!r}"
            said += [*self.engine.voice_flag, voice.id if voice else self.voice]
        with tempfile.TemporaryFile() as errors:  # a pipe would be kept open by grandchildren of a killed engine
            try:
                run = subprocess.run(  # noqa: S603 - our own command; the text goes in by standard input
                    said, input=text.encode(), stdout=errors, stderr=errors, timeout=self.timeout_s, check=False
                )
            except subprocess.TimeoutExpired:
                return f"{HUNG} within {self.timeout_s:g} s"
            except OSError as fault:
                return f"cannot be started ({fault.strerror or fault})"
            if run.returncode == 0:
                return ""
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            return f"failed ({lines[-1] if lines else f'exit code {run.returncode}'})"


def _pyttsx3_version() -> str:
    try:
        return importlib.metadata.version("pyttsx3")
    except importlib.metadata.PackageNotFoundError:
        return "missing"
