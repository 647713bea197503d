"""The lines between the program and its sound process: one record each, as JSON; before them, once, the sounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import IO, Any, TypeAlias

import numpy as np

from cues.beat import Tap
from cues.mixer import Gains
from cues.player.device import Latency
from cues.player.engine import Clips
from cues.player.messages import Alive, Answer, Closed, Hush, Message, Missed, Opened, Say, Stalled, Started, Tempo

Record: TypeAlias = Message | Answer
RECORDS = {kind.__name__: kind for kind in (Say, Tempo, Tap, Hush, Started, Missed, Stalled, Alive, Opened, Closed)}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a new sound process needs to know."""

    device: str
    latency: Latency
    gains: Gains
    offset_s: float
    """Session time minus `time.perf_counter()`, which all processes of a machine share."""


def line(record: Record) -> bytes:
    """A record as a line."""
    return json.dumps([type(record).__name__, *astuple(record)]).encode() + b"\n"


def records(stream: IO[bytes]) -> Iterator[Any]:
    """The records of a stream, until it ends; what is no record of ours is passed over."""
    for text in stream:
        try:
            name, *values = json.loads(text)
            yield RECORDS[name](*values)
        except (ValueError, KeyError, TypeError):
            continue  # half a line of a process that was ended


def send_setup(stream: IO[bytes], setup: Setup, clips: Clips) -> None:
    """Settings and sounds. Blocks until they are taken; raises OSError when nobody is there to take them."""
    sizes = [(key, wording, len(clip)) for (key, wording), clip in clips.items()]
    head = [setup.device, setup.latency, astuple(setup.gains), setup.offset_s, sizes]
    stream.write(json.dumps(head).encode() + b"\n")
    for clip in clips.values():
        stream.write(clip.astype("<f4").tobytes())
    stream.flush()


def receive_setup(stream: IO[bytes]) -> tuple[Setup, Clips]:
    """The other end of `send_setup`."""
    device, latency, gains, offset_s, sizes = json.loads(stream.readline())
    clips = {
        (key, wording): np.frombuffer(stream.read(4 * size), "<f4").astype(np.float32) for key, wording, size in sizes
    }
    return Setup(device, latency, Gains(*gains), offset_s), clips
