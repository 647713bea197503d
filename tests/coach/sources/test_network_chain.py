"""From a phone's post to a step, live; and the recording of it says the same again, to the last bit."""

from __future__ import annotations

import asyncio
import io
import socket
from pathlib import Path

from aiohttp import ClientSession

from coach.config import Config, Sensor
from coach.events import Link, Output, Packet, Step
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer, open_recording
from coach.sources.network import SENSOR_LOGGER, Door, NetworkSource
from tests.coach.sources.phone_runner import as_android
from tests.coach.sources.scenes import scene

LASTS_S, EVERY_S = 30.0, 0.2
FASTER = 10.0
"""The phone runs ten times as fast, and so does the session's clock."""
HEADER = Header((RecordedSensor("waist", "", SENSOR_LOGGER),))


def pipeline() -> Pipeline:
    return Pipeline(Config(), ("waist",), {})


@scene
async def play(file: Path, outputs: list[Output]) -> None:
    """Record what a phone posts while it is measured."""
    clock = asyncio.get_running_loop().time
    start_s = clock()
    listening = socket.create_server(("127.0.0.1", 0))
    door = Door(listening, "key", ("127.0.0.1",), ("waist",))
    source = NetworkSource([Sensor(placement="waist", name=SENSOR_LOGGER)], door)
    live = pipeline()

    async def listen() -> None:
        with Writer(file, HEADER) as writer:
            async for event in source.events(lambda: (clock() - start_s) * FASTER):
                writer.write(event)
                outputs.extend(live.feed(event))

    task = asyncio.create_task(listen())
    async with ClientSession() as client:
        for packet in as_android(LASTS_S, EVERY_S):
            await asyncio.sleep(max(packet.arrived_s / FASTER - (clock() - start_s), 0.0))
            async with client.post(door.links("waist")[0], data=io.BytesIO(packet.payload)) as response:
                assert response.status == 200
    task.cancel()
    await asyncio.wait({task})
    listening.close()
    outputs.extend(live.finish())


def test_a_run_with_a_phone_replays_to_the_same_bytes(tmp_path: Path) -> None:
    outputs: list[Output] = []
    play(file=tmp_path / "run.mcap", outputs=outputs)
    steps = [one for one in outputs if isinstance(one, Step)]
    assert len([step for step in steps if step.valid]) > 40

    again, replayed = pipeline(), list[Output]()
    events = list(open_recording(tmp_path / "run.mcap").events())
    for event in events:
        replayed += again.feed(event)
    assert repr(replayed + again.finish()) == repr(outputs)
    assert [e.payload for e in events if isinstance(e, Packet)] == [p.payload for p in as_android(LASTS_S, EVERY_S)]
    assert [e.state for e in events if isinstance(e, Link)][:1] == ["connected"]
