"""The same link through a real BlueZ: bluetoothd, its D-Bus and the kernel, as on a runner's Linux laptop."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from coach.app.setup.scan import look
from coach.devices.polar.control import CONTROL, DATA
from coach.errors import HardwareError
from coach.events import Packet, Speed
from coach.sources.ble import Times, probe
from tests.ble.rig import Ear
from tests.ble.rig_bluez import APPEARS_S, Adapter, adapter
from tests.ble.rig_polar import PolarSim, polar_payload
from tests.ble.rig_runner import SAMPLES, payloads
from tests.ble.rig_sensors import FootpodSim, OpenPodSim, footpod_payload

pytestmark = pytest.mark.bluez
RATE_HZ = 104.0
PERIOD_S = SAMPLES / RATE_HZ
LONGEST_S = 60.0


def script() -> tuple[bytes, ...]:
    return payloads(RATE_HZ, lasts_s=40.0)


def play(scene: Callable[[Adapter], Awaitable[None]]) -> None:
    async def staged() -> None:
        async with asyncio.timeout(LONGEST_S), adapter() as plugged_in:
            await scene(plugged_in)

    asyncio.run(staged())


def ear(**places: str) -> Ear:
    return Ear({place.replace("_", "-"): name for place, name in places.items()})  # type: ignore[misc]


def test_no_adapter_and_an_adapter_that_is_off_are_told_apart() -> None:
    with pytest.raises(HardwareError, match="no Bluetooth"):
        asyncio.run(probe())

    async def scene(ours: Adapter) -> None:
        await ours.power(on=False)
        with pytest.raises(HardwareError, match="switched off"):
            await probe()
        await ours.power(on=True)
        await soon(probe)

    play(scene)


async def soon(call: Callable[[], Awaitable[None]]) -> None:
    """Until it works: bleak hears a little later than we that the adapter is on."""
    async with asyncio.timeout(APPEARS_S):
        while True:
            with contextlib.suppress(HardwareError):
                return await call()
            await asyncio.sleep(0.1)


def test_a_scan_tells_what_is_in_reach() -> None:
    async def scene(ours: Adapter) -> None:
        await OpenPodSim(ours.link, "Open Pod", serial="A1").on()
        await FootpodSim(ours.link, "Stryd").on()
        found = {one.call: one for one in await look(3.0, ask=True, times=Times())}
        assert found["Open Pod"].titles == ("open pod",)
        assert found["Open Pod"].battery_percent == 80
        assert found["Open Pod"].about["serial"] == "A1"
        assert found["Stryd"].titles == ("footpod (speed and cadence)",)

    play(scene)


async def link_loss(ours: Adapter, pod: OpenPodSim, heard: Ear) -> None:
    await pod.drop(ours.controller)


async def remote_termination(ours: Adapter, pod: OpenPodSim, heard: Ear) -> None:
    await pod.terminate()


async def silent_death(ours: Adapter, pod: OpenPodSim, heard: Ear) -> None:
    pod.mute = True
    await heard.until(lambda: heard.links() == ["connected", "lost"])
    pod.mute = False


@pytest.mark.parametrize("fault", [link_loss, remote_termination, silent_death])
def test_an_open_pod_comes_back_and_only_the_gap_is_missing(
    fault: Callable[[Adapter, OpenPodSim, Ear], Awaitable[None]],
) -> None:
    async def scene(ours: Adapter) -> None:
        pod = OpenPodSim(ours.link, "Open Pod", script(), PERIOD_S, serial="A1")
        await pod.on()
        async with ear(foot_left="Open Pod") as heard:
            await heard.until(lambda: len(heard.packets()) >= 13)
            await fault(ours, pod, heard)
            await heard.until(lambda: heard.links() == ["connected", "lost", "connected"])
            had = len(heard.packets())
            await heard.until(lambda: len(heard.packets()) >= had + 13)
            numbers = [script().index(payload) for payload in heard.packets()]
        assert numbers == sorted(set(numbers)), "in order, and none twice"
        assert sum(b != a + 1 for a, b in pairwise(numbers)) == 1

    play(scene)


KILLED = """
import asyncio, os
from bleak import BleakClient, BleakScanner
async def main():
    await BleakClient(await BleakScanner.find_device_by_name("Open Pod", timeout=30.0)).connect()
    print("in", flush=True)
    os.kill(os.getpid(), 9)
asyncio.run(main())
"""


def test_a_killed_program_leaves_nothing_behind_that_stops_the_next() -> None:
    async def scene(ours: Adapter) -> None:
        pod = OpenPodSim(ours.link, "Open Pod", script(), PERIOD_S)
        await pod.on()
        killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, stdout=PIPE)
        out, _ = await killed.communicate()
        assert out == b"in\n"
        async with ear(foot_left="Open Pod") as heard:
            await heard.until(lambda: len(heard.packets()) >= 13)

    play(scene)


def test_a_polar_sensor_is_started_again_after_a_loss() -> None:
    frames = [polar_payload(n) for n in range(600)]

    async def scene(ours: Adapter) -> None:
        chest = PolarSim(ours.link, "Polar H10 1234ABCD", frames, 0.18)
        await chest.on()
        async with ear(chest="1234ABCD") as heard:
            for count in (1, 2):
                await heard.until(lambda: heard.links("chest").count("connected") == count)  # noqa: B023  # awaited
                had = len(heard.packets("chest", "polar"))
                await heard.until(lambda: len(heard.packets("chest", "polar")) >= had + 5)  # noqa: B023
                if count == 1:
                    await chest.drop(ours.controller)
            sent = [e.payload for e in heard.events if isinstance(e, Packet) and e.channel == DATA]
            starts = [e.payload for e in heard.events if isinstance(e, Packet) and e.channel == CONTROL]
            assert [frames.index(payload) for payload in sent] == sorted({frames.index(payload) for payload in sent})
            assert [reply[1] for reply in starts].count(2) == 2

    play(scene)


def test_a_footpod_and_an_open_pod_together() -> None:
    paces = [footpod_payload(2.5 + 0.25 * (n % 8)) for n in range(100)]

    async def scene(ours: Adapter) -> None:
        stryd = FootpodSim(ours.link, "Stryd", paces, 0.5)
        pod = OpenPodSim(ours.link, "Open Pod", script(), PERIOD_S)
        await stryd.on()
        async with ear(foot_right="Stryd", foot_left="Open Pod") as heard:
            await heard.until(lambda: any(isinstance(e, Speed) for e in heard.events))
            await pod.on()  # joins late
            await heard.until(lambda: len(heard.packets()) >= 13)
            await stryd.drop(ours.controller)
            await heard.until(lambda: heard.links("foot-right") == ["connected", "lost", "connected"])
            numbers = [script().index(payload) for payload in heard.packets()]
            assert numbers == list(range(numbers[0], numbers[-1] + 1)), "undisturbed"

    play(scene)
