"""One short run, as events and as the file it becomes."""

from __future__ import annotations

import pytest

from coach.config import Config, Runner
from coach.events import Event, Packet, Tick
from coach.recording import Header, RecordedSensor, Writer


@pytest.fixture(scope="session")
def header() -> Header:
    """A header in which nothing is left at its default."""
    return Header(
        sensors=(RecordedSensor("foot-left", "open-pod", "Pod ü 7"), RecordedSensor("waist", "table")),
        config=Config(runner=Runner(mass_kg=71.5)),
        profile={"contact_s": 0.243},
        name="Tuesday, along the canal",
        started_at="2026-11-20T07:04:00+0100",
    )


@pytest.fixture(scope="session")
def run() -> list[Event]:
    """Two minutes of one sensor and ticks."""
    events: list[Event] = []
    for k in range(1600):
        events.append(Packet("foot-left", "open-pod", k * 0.077, bytes([k % 256]) * 106))
        if k % 3 == 0:
            events.append(Tick(k * 0.077))
    return events


@pytest.fixture(scope="session")
def whole(run: list[Event], header: Header, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The finished recording of the first 200 events."""
    path = tmp_path_factory.mktemp("whole") / "run.mcap"
    with Writer(path, header) as writer:
        for event in run[:200]:
            writer.write(event)
    return path.read_bytes()
