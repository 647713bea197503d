"""The samples of a recording as its sensors sent them, dated by their own clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.devices import STREAMS, Stream
from coach.dsp.clock import Clock
from coach.events import Event, Packet, Placement, RawSamples, Samples


def samples(events: Iterable[Event], only: Placement | None = None) -> Iterator[Samples]:
    """Pieces of every sensor in turn, or of one; what repeats, or cannot be read, is left out as in measuring."""
    sensors: dict[tuple[Placement, str], tuple[Stream, Clock]] = {}
    for event in events:
        if not isinstance(event, Packet) or event.device not in STREAMS or only not in {None, event.placement}:
            continue
        sensor = (event.placement, event.device)
        if sensor not in sensors:
            stream = STREAMS[event.device]()
            sensors[sensor] = stream, Clock(event.placement, stream.counter)
        stream, clock = sensors[sensor]
        for said in stream.feed(event):
            if isinstance(said, RawSamples):
                yield from (dated for dated in clock.feed(said, event.arrived_s) if isinstance(dated, Samples))
