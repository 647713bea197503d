"""Which output is opened: the one that was named, or the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cues.player.sinks import Sink, pick

SERVER = "pulse"
"""PortAudio's name for a sound server on Linux."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to open, and what to call it."""

    name: str
    """As people know it."""
    index: int | None
    """PortAudio's number; None for its own default."""
    sink: str = ""
    """Which of the server's outputs to ask for; empty for the usual one."""


def choose(found: Sequence[tuple[int, str]], sinks: tuple[Sink, ...], wanted: str, default: str) -> Choice | None:
    """Of PortAudio's outputs (number, name) and the server's; None where `wanted` is part of no name.

    On Linux the server comes first: when it dies the stream ends cleanly, where `default` and `pipewire` can spin; it
    follows the system's choice of output by itself; and wireless headphones are known to it alone.
    """
    server = next((index for index, name in found if name == SERVER), None)
    sink = None if server is None else pick(sinks, wanted)
    if server is not None and (sink is not None or not wanted):
        return Choice(sink.description if sink else SERVER, server, sink.name if sink and wanted else "")
    if not wanted:
        return Choice(default, None)
    fits = ((index, name) for index, name in found if wanted.lower() in name.lower())
    return next((Choice(name, index) for index, name in fits), None)


def known_as(found: Sequence[tuple[int, str]], sinks: tuple[Sink, ...]) -> tuple[str, ...]:
    """Names to choose from: the server's where there is one, for PortAudio's are its back doors then."""
    return tuple(sink.description for sink in sinks) or tuple(name for _, name in found)
