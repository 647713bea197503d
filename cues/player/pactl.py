"""The tool by which PulseAudio, and PipeWire in its place, answer: the only place that starts it."""

from __future__ import annotations

import os
import subprocess

LIMIT_S = 3.0
"""A server that hangs answers nobody."""
ENGLISH = {**os.environ, "LC_ALL": "C"}
"""Its answers are read."""


def pactl(*words: str) -> str:
    """Ask the server; OSError where there is none, or it refuses or does not answer."""
    command = ("pactl", *words)
    nowhere = subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdin=nowhere, capture_output=True, timeout=LIMIT_S, check=True, env=ENGLISH)  # noqa: S603
    except subprocess.SubprocessError as fault:
        raise OSError(f"pactl {words[0]} failed") from fault
    return done.stdout.decode("utf-8", "replace")


def listen() -> subprocess.Popen[bytes]:
    """Begin to hear of everything that changes, one line each, until the server ends; OSError without the tool."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(("pactl", "subscribe"), stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere, env=ENGLISH)  # noqa: S607
