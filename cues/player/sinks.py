"""The outputs of a sound server on Linux, by the names that people know: "WH-1000XM4", not "pulse".

PortAudio sees a single output there, the server itself; which headphones stand behind it, only the server tells.
Without one, or without an answer, there are no sinks.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from cues.player.pactl import pactl


@dataclass(frozen=True, slots=True)
class Sink:
    """One output of the server."""

    name: str
    """What the server calls it."""
    description: str
    """What it is called everywhere else."""
    usual: bool
    """Streams go there unless they ask for another."""


def sinks() -> tuple[Sink, ...]:
    """All outputs, in the server's order; none on other systems, or where nobody answers."""
    if not sys.platform.startswith("linux"):
        return ()
    usual = _said(_asked("info"), "Default Sink")
    listed = _asked("list", "sinks")
    pairs = zip(_said(listed, "Name"), _said(listed, "Description"), strict=False)
    return tuple(Sink(name, description, name in usual) for name, description in pairs)


def pick(found: tuple[Sink, ...], wanted: str) -> Sink | None:
    """The one whose name or description holds these words, the usual one for none; None where there is no such."""
    low = wanted.lower()
    fits = (sink for sink in found if low in sink.description.lower() or low in sink.name.lower())
    return next(fits if wanted else (sink for sink in found if sink.usual), None)


def move(process_id: int, sink: Sink) -> None:
    """Let what a process plays come out there."""
    mine = f'application.process.id = "{process_id}"'
    for stream in _asked("list", "sink-inputs").split("Sink Input #")[1:]:
        if mine in stream:
            _asked("move-sink-input", stream.split(maxsplit=1)[0], sink.name)


def _said(text: str, key: str) -> list[str]:
    """Values of the lines `key: value`."""
    return [line.split(": ", 1)[1] for line in text.splitlines() if line.strip().startswith(f"{key}: ")]


def _asked(*words: str) -> str:
    """Empty where nobody answers."""
    try:
        return pactl(*words)
    except OSError:
        return ""
