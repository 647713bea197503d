"""Several sensors, in any order; a system whose Bluetooth is not what it should be; and an end that always comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from coach.errors import HardwareError
from coach.events import Link, Packet, Placement
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_runner import SAMPLES, payloads
from tests.ble.rig_sensors import OpenPodSim

PERIOD_S = SAMPLES / 104.0
OFF = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)


def pod(room: Room, name: str, foot: Placement = "foot-left", serial: str = "") -> OpenPodSim:
    return OpenPodSim(room.link, name, payloads(104.0, foot), PERIOD_S, serial)


def more(ear: Ear, *places: str, by: int = 12) -> Callable[[], bool]:
    """Whether each of these placements has sent more than now."""
    had = {place: len(ear.packets(place)) for place in places}  # type: ignore[arg-type]  # placements by name
    return lambda: all(len(ear.packets(place)) >= n + by for place, n in had.items())  # type: ignore[arg-type]


def test_a_sensor_that_joins_late_is_used_from_then_on(play: Play) -> None:
    async def scene(room: Room) -> None:
        left, right = pod(room, "L"), pod(room, "R", "foot-right")
        await right.on()
        async with Ear({"foot-left": "L", "foot-right": "R"}) as ear:
            await ear.until(more(ear, "foot-right"))
            await ear.until(lambda: any("foot-left (L): not in reach" in line for line in ear.told))
            assert not ear.packets("foot-left")
            await left.on()
            await ear.until(more(ear, "foot-left", "foot-right"))
            assert ear.packets("foot-right") == right.sent[: len(ear.packets("foot-right"))], "undisturbed"
            assert ear.links("foot-right") == ["connected"]
            await ear.until(lambda: sum("not in reach" in line for line in ear.told) == 1)

    play(scene)


def test_one_lost_sensor_leaves_the_other_alone(play: Play) -> None:
    async def scene(room: Room) -> None:
        left, right = pod(room, "L"), pod(room, "R", "foot-right")
        await left.on()
        await right.on()
        async with Ear({"foot-left": "L", "foot-right": "R"}) as ear:
            await ear.until(more(ear, "foot-left", "foot-right"))
            for losses in range(1, 4):
                await left.drop(room.controller)
                await ear.until(lambda n=losses: ear.links("foot-left") == ["connected", "lost"] * n + ["connected"])
                await ear.until(more(ear, "foot-left"))
            assert ear.links("foot-right") == ["connected"]
            assert [where for where, _ in ear.signals].count("foot-left") == 4, "told each time that it is found"
            assert all(-127 <= dbm < 0 for _, dbm in ear.signals)
            assert ear.packets("foot-right") == right.sent[: len(ear.packets("foot-right"))]

    play(scene)


def test_two_pods_of_one_name_never_change_feet(play: Play) -> None:
    async def scene(room: Room) -> None:
        left, right = pod(room, "MetaWear"), pod(room, "MetaWear", "foot-right")
        await left.on()
        await right.on()
        async with Ear({"foot-left": left.address, "foot-right": right.address}) as ear:
            await ear.until(more(ear, "foot-left", "foot-right"))
            await left.off()
            await right.drop(room.controller)
            await ear.until(lambda: ear.links("foot-left") == ["connected", "lost"])
            await ear.until(more(ear, "foot-right", by=40))
            await left.on(elsewhere=True)
            await ear.until(more(ear, "foot-left", "foot-right"))
            assert set(ear.packets("foot-left")) <= set(left.payloads)
            assert set(ear.packets("foot-right")) <= set(right.payloads)

    play(scene)


def test_a_stranger_of_the_same_name_is_not_ours(play: Play) -> None:
    async def scene(room: Room) -> None:
        ours, stranger = pod(room, "Pod", serial="A1"), pod(room, "Pod", "foot-right", serial="B2")
        await ours.on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(more(ear, "foot-left"))
            await stranger.on()
            await ours.off()
            await ear.until(lambda: any("another sensor of the same name" in line for line in ear.told))
            await ours.on(elsewhere=True)
            await ear.until(more(ear, "foot-left"))
            assert set(ear.packets()) <= set(ours.payloads)

    play(scene)


def test_a_sensor_that_a_killed_program_left_connected_is_taken_over(play: Play) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        device = await BleakScanner.find_device_by_name("L", timeout=1.0)
        assert device is not None
        await BleakClient(device).connect()
        async with Ear({"foot-left": left.address}) as ear:
            await ear.until(more(ear, "foot-left"))
        assert not room.central.connections

    play(scene)


def test_silence_is_noticed_within_three_seconds(play: Play) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        async with Ear({"foot-left": "L"}) as ear:
            await ear.until(lambda: ear.links() == ["connected"])
            left.mute = True
            await ear.until(lambda: ear.links() == ["connected", "lost"])
            last_s = max(e.arrived_s for e in ear.events if isinstance(e, Packet) and e.device == "open-pod")
            (lost_s,) = (e.at_s for e in ear.events if isinstance(e, Link) and e.state == "lost")
            assert 2.5 <= lost_s - last_s < 2.6
            await ear.until(lambda: "silent for 2.5 s" in ear.told[-1])

    play(scene)


def test_scans_and_connection_attempts_take_turns(play: Play) -> None:
    async def scene(room: Room) -> None:
        pods = [pod(room, name) for name in ("A", "B", "C")]
        async with Ear({"foot-left": "A", "foot-right": "B", "shank-left": "C", "waist": "nobody"}) as ear:
            for one in pods:
                await one.on()
            await ear.until(more(ear, "foot-left", "foot-right", "shank-left"))
            for one in pods:
                await one.drop(room.controller)
            for place in ("foot-left", "foot-right", "shank-left"):
                await ear.until(lambda p=place: ear.links(p) == ["connected", "lost", "connected"])
        calls = room.moods.calls
        assert len(calls) > 16
        assert all(
            begin[0] == "+" and end == "-" + begin[1:] for begin, end in zip(calls[::2], calls[1::2], strict=True)
        )

    play(scene)


def test_no_adapter_at_the_start_is_told_at_once(play: Play) -> None:
    async def scene(room: Room) -> None:
        room.moods.unavailable = OFF
        async with Ear({"foot-left": "L"}) as ear:
            with pytest.raises(HardwareError, match="switched off"):
                await ear.until(lambda: False)

    play(scene)


def test_an_adapter_that_goes_during_the_run_is_waited_for(play: Play) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        async with Ear({"foot-left": "L"}) as ear:
            await ear.until(more(ear, "foot-left"))
            room.moods.unavailable = OFF
            await left.drop(room.controller)
            await ear.until(lambda: "switched off" in ear.told[-1])
            room.moods.unavailable = None
            await ear.until(lambda: ear.links("foot-left") == ["connected", "lost", "connected"])

    play(scene)


@pytest.mark.parametrize("call", ["connect", "read", "write", "subscribe"])
def test_a_call_that_never_returns_costs_one_attempt(play: Play, call: str) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        room.moods.stuck.add(call)
        async with Ear({"foot-left": "L"}) as ear:
            await ear.until(lambda: any("no answer for" in line for line in ear.told))
            assert not ear.packets()
            room.moods.stuck.clear()
            await ear.until(more(ear, "foot-left"))

    play(scene)


@pytest.mark.parametrize("call", ["scan", "connect", "write", "disconnect"])
def test_the_end_comes_even_when_the_system_is_stuck(play: Play, call: str) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        if call == "disconnect":
            async with Ear({"foot-left": "L"}) as ear:
                await ear.until(more(ear, "foot-left"))
                room.moods.stuck.add(call)
            return
        room.moods.stuck.add(call)
        async with Ear({"foot-left": "L"}):
            await asyncio.sleep(1.0)

    play(scene)


def test_wherever_it_is_cancelled_it_says_good_bye(play: Play) -> None:
    async def scene(room: Room) -> None:
        left = pod(room, "L")
        await left.on()
        for after_ms in range(0, 450, 15):
            async with Ear({"foot-left": "L"}):
                await asyncio.sleep(after_ms / 1000)
            async with asyncio.timeout(2.0):
                while left.device.connections or room.central.connections:  # noqa: ASYNC110  # Bumble's own tables
                    await asyncio.sleep(0.01)
        assert room.moods.calls.count("+scan") == room.moods.calls.count("-scan")

    play(scene)
