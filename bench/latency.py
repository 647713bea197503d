"""How long it takes from a pod's notification to a declared step and to the request for a sound.

    python -m bench.latency [--seconds 60]
    tests/bluez/with_bluez python -m bench.latency --bluez

A simulated runner's pod streams at 104 Hz, eight samples in a packet, over a link with a connection interval of 15 ms:
in this process, or through a real BlueZ (inside the slow virtual machine of the tests: an upper bound). Everything from
there on is what `coach run` does: bleak, the link, the recording, the pipeline, the call to the player.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import bleak
import numpy as np

from bench.table import Table
from coach.app.live.session import Session
from coach.app.sound.pack import open_pack
from coach.app.sound.sounding import Sounding
from coach.config import Baseline, Config, Cues, Sensor, Stance
from coach.events import Event, Packet
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer
from coach.sources.ble import BleSource
from cues.player import NullPlayer
from tests.ble.rig import Room
from tests.ble.rig_bleak import backends
from tests.ble.rig_link import TimedLink
from tests.ble.rig_runner import SAMPLES, payloads
from tests.ble.rig_sensors import OpenPodSim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

RATE_HZ = 104.0
INTERVAL_S = 0.015
LATENCY_S = 0.002
SETTLE_S = 10.0
"""Until clock and detector know the sensor; not measured."""
TALKATIVE = Config(
    sensors=(Sensor(placement="foot-left", name="Open Pod"),),
    baseline=Baseline(contact_ms=200, profile=False),
    stance=Stance(trigger_percent=1, release_percent=0, hold_s=0),
    cues=Cues(quiet_first_s=0, cooldown_s=0, budget_per_10min=60, give_up_after=20, settle_steps=0, withhold_percent=0),
)
"""Always drawn-out, and everything is said: as many requests as can be had."""


class Stopwatch(NullPlayer):
    """A player that only notes when it is called."""

    def __init__(self) -> None:
        super().__init__()
        self.called_s: float | None = None

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """Now, by the session's clock."""
        super().say(cue_id, key, wording, at_s)
        self.called_s = time.perf_counter()


class Times:
    """What was measured, in ms."""

    def __init__(self) -> None:
        self.sent_s: dict[bytes, float] = {}
        self.rows: dict[str, list[float]] = {
            "pod's radio to notification": [],
            "notification to packet used up": [],
            "notification to step declared": [],
            "notification to sound requested": [],
            "toe-off to step declared, by the samples": [],
        }

    def take(self, event: Event, session: Session, player: Stopwatch) -> None:
        """One event through the session."""
        if not isinstance(event, Packet):
            session.take(event)
            return
        steps, player.called_s = len(session.log.steps), None
        session.take(event)
        done_s = time.perf_counter()
        if (sent_s := self.sent_s.get(event.payload)) is not None:
            self._add("pod's radio to notification", event.arrived_s - sent_s)
            self._add("notification to packet used up", done_s - event.arrived_s)
        for step in session.log.steps[steps:]:
            self._add("notification to step declared", done_s - event.arrived_s)
            self._add("toe-off to step declared, by the samples", step.declared_s - step.toe_off_s)
        if player.called_s is not None:
            self._add("notification to sound requested", player.called_s - event.arrived_s)

    def _add(self, row: str, seconds: float) -> None:
        self.rows[row].append(1e3 * seconds)

    def table(self, title: str) -> Table:
        """Percentiles of each row."""
        return Table(title, ("ms", "n", "p50", "p90", "p99", "most"), [_row(*one) for one in self.rows.items()])


def _row(name: str, values: Sequence[float]) -> tuple[str, ...]:
    if not values:
        return (name, "0", "", "", "", "")
    figures = (*np.percentile(values, [50, 90, 99]), max(values))
    return (name, str(len(values)), *(f"{figure:.1f}" for figure in figures))


@asynccontextmanager
async def in_process() -> AsyncGenerator[TimedLink]:
    """Bleak on Bumble's central."""
    room = Room(TimedLink(LATENCY_S, INTERVAL_S))
    await room.central.power_on()
    scanner, client, _ = backends(room.central, room.moods)
    bleak.get_platform_scanner_backend_type = lambda: (scanner, "bumble")  # type: ignore[assignment]  # as the tests do
    bleak.get_platform_client_backend_type = lambda: (client, "bumble")  # type: ignore[assignment]
    yield room.link


@asynccontextmanager
async def through_bluez() -> AsyncGenerator[TimedLink]:
    """Bleak on BlueZ on Bumble's controller."""
    from tests.ble.rig_bluez import adapter

    async with adapter() as plugged_in:
        yield plugged_in.link


async def measure(radio: AbstractAsyncContextManager[TimedLink], seconds: float) -> Times:
    """Stream, and time each packet."""
    times, player = Times(), Stopwatch()
    source = BleSource(TALKATIVE.sensors, tell=print)
    script = payloads(RATE_HZ, lasts_s=SETTLE_S + seconds + 20.0)
    pack = open_pack(TALKATIVE)
    header = Header((RecordedSensor("foot-left", "open-pod", "Open Pod"),), TALKATIVE)
    with tempfile.TemporaryDirectory() as folder, Writer(Path(folder) / "run.mcap", header) as writer:
        session = Session(
            pipeline=Pipeline(TALKATIVE, TALKATIVE.placements, pack.durations),
            writer=writer,
            sounding=Sounding(TALKATIVE, player),
            heard=source.heard,
        )
        async with radio as link:
            pod = OpenPodSim(link, "Open Pod", script, SAMPLES / RATE_HZ)

            def sending(_: int, payload: bytes) -> tuple[bytes]:
                times.sent_s[payload] = time.perf_counter()
                return (payload,)

            pod.alter = sending
            await pod.on()
            events = source.events(time.perf_counter)
            begin_s: float | None = None
            async for event in events:
                begin_s = begin_s or time.perf_counter()
                if time.perf_counter() - begin_s < SETTLE_S:
                    session.take(event)
                else:
                    times.take(event, session, player)
                if time.perf_counter() - begin_s > SETTLE_S + seconds:
                    break
            await events.aclose()
    return times


def main() -> None:
    """Print the distribution."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--bluez", action="store_true", help="through a real BlueZ, inside tests/bluez/with_bluez")
    wanted = options.parse_args()
    radio, name = (through_bluez(), "real BlueZ") if wanted.bluez else (in_process(), "in process")
    times = asyncio.run(measure(radio, wanted.seconds))
    print(times.table(f"Latency at {RATE_HZ:g} Hz in batches of {SAMPLES}, {name}").plain())


if __name__ == "__main__":
    main()
