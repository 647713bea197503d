"""Every way in which sensors speak: speeds, heart rates, batteries, frames on demand, refusals and silence."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest

from coach.config import Sensor
from coach.devices import open_pod, pod_link
from coach.devices.heart_rate import MEASUREMENT
from coach.devices.polar.control import CONTROL, DATA, STOP
from coach.devices.standard import BATTERY_LEVEL
from coach.events import Packet, Speed
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_polar import PolarSim, polar_payload
from tests.ble.rig_runner import SAMPLES, payloads
from tests.ble.rig_sensors import (
    FootpodSim,
    OpenPodSim,
    TreadmillSim,
    belt_payload,
    footpod_payload,
)

PERIOD_S = SAMPLES / 104.0
ONCE_A_SECOND_S = 1.0
PACES = [footpod_payload(2.5 + 0.25 * (n % 8)) for n in range(400)]
BELT = [belt_payload(9.0 + 0.9 * (n % 5)) for n in range(400)]
FRAMES = [polar_payload(n) for n in range(600)]


def speeds(ear: Ear, source: str) -> list[float]:
    return [e.speed_mps for e in ear.events if isinstance(e, Speed) and e.source == source]


def channel(ear: Ear, uuid: str) -> list[bytes]:
    return [e.payload for e in ear.events if isinstance(e, Packet) and e.channel == uuid]


def told(ear: Ear, words: str) -> int:
    return sum(words in line for line in ear.told)


def test_pods_a_treadmill_and_a_heart_at_once(play: Play) -> None:
    async def scene(room: Room) -> None:
        foot = OpenPodSim(room.link, "Pod F", payloads(104.0), PERIOD_S)
        shank = OpenPodSim(room.link, "Pod S", payloads(104.0, "foot-right"), PERIOD_S)
        belt = TreadmillSim(room.link, "Runn", BELT, ONCE_A_SECOND_S)
        chest = PolarSim(room.link, "Polar H10 1234ABCD", FRAMES, 0.18)
        for one in (chest, shank, belt, foot):
            await one.on()
        async with Ear({"foot-left": "Pod F", "shank-left": "Pod S", "chest": "1234abcd"}, treadmill="Runn") as ear:
            await ear.until(lambda: bool(channel(ear, DATA)))
            for bpm in (141, 142):
                await chest.beat(bpm)
            await ear.until(
                lambda: min(len(ear.packets()), len(ear.packets("shank-left")), len(channel(ear, DATA))) > 20
            )
            await ear.until(lambda: len(speeds(ear, "treadmill")) > 8)
            assert {round(speed, 2) for speed in speeds(ear, "treadmill")} == {2.5, 2.75, 3.0, 3.25, 3.5}
            assert channel(ear, MEASUREMENT) == [bytes([0, 141]), bytes([0, 142])]
            assert channel(ear, DATA) == chest.sent[: len(channel(ear, DATA))]
            assert ear.packets() == foot.sent[: len(ear.packets())]
            assert ear.packets("shank-left") == shank.sent[: len(ear.packets("shank-left"))]

    play(scene)


def test_a_belts_incline_goes_with_its_speed(play: Play) -> None:
    script = [belt_payload(9.0)] * 5 + [belt_payload(9.0, 2.5)] * 5 + [belt_payload(10.8)] * 90

    async def scene(room: Room) -> None:
        belt = TreadmillSim(room.link, "Runn", script, ONCE_A_SECOND_S)
        pod = OpenPodSim(room.link, "Pod", payloads(104.0), PERIOD_S)
        await pod.on()
        async with Ear({"foot-left": "Pod"}, treadmill="treadmill") as ear:
            await ear.until(lambda: len(ear.packets()) > 5)
            await belt.on()
            await ear.until(lambda: 3.0 in speeds(ear, "treadmill"))
            belts = [(e.speed_mps, e.incline_percent) for e in ear.events if isinstance(e, Speed)]
            assert set(belts) <= {(2.5, None), (2.5, 2.5), (3.0, 2.5)}
            assert belts[-1] == (3.0, 2.5), "and holds while it is not sent anew"

    play(scene)


def test_a_footpods_speed_is_an_event_and_its_bytes_are_kept(play: Play) -> None:
    async def scene(room: Room) -> None:
        stryd = FootpodSim(room.link, "Stryd", PACES, ONCE_A_SECOND_S)
        await stryd.on()
        async with Ear({"foot-right": "footpod (speed and cadence)"}) as ear:
            await ear.until(lambda: len(speeds(ear, "footpod")) > 8)
            raw = [p for p in ear.packets("foot-right", "gatt") if p in PACES]
            assert raw == stryd.sent[: len(raw)]
            assert [round(256 * speed) for speed in speeds(ear, "footpod")] == [
                int.from_bytes(p[1:3], "little") for p in raw
            ]

    play(scene)


@pytest.mark.parametrize(
    ("sent", "set_to", "taken"),
    [
        (88, "auto", "88 a minute, taken for strides, so 176 steps"),
        (176, "auto", "176 a minute, taken for steps"),
        (88, "steps", "88 a minute, taken for steps"),
        (130, "strides", "130 a minute, taken for strides, so 260 steps"),
    ],
)
def test_what_a_footpods_cadence_was_taken_for_is_told_once(
    play: Play, sent: int, set_to: Literal["auto", "steps", "strides"], taken: str
) -> None:
    paces = [footpod_payload(0.0, 0)] * 3 + [footpod_payload(3.2, sent)] * 97

    async def scene(room: Room) -> None:
        runpod = FootpodSim(room.link, "RunPod", paces, ONCE_A_SECOND_S)
        await runpod.on()
        async with Ear(Sensor(placement="foot-right", name="RunPod", cadence=set_to)) as ear:
            await ear.until(lambda: len(speeds(ear, "footpod")) > 8)
            await runpod.drop(room.controller)
            await ear.until(lambda: len(speeds(ear, "footpod")) > 16)
        assert [line for line in ear.told if "cadence" in line] == [f"foot-right (RunPod): its cadence is {taken}"]

    play(scene)


def test_a_stream_on_demand_is_demanded_again_after_each_loss(play: Play) -> None:
    async def scene(room: Room) -> None:
        chest = PolarSim(room.link, "Polar H10 1", FRAMES, 0.18)
        await chest.on()
        async with Ear({"chest": "Polar H10 1"}) as ear:
            await ear.until(lambda: len(channel(ear, DATA)) > 20)
            await chest.drop(room.controller)
            await ear.until(lambda: ear.links("chest") == ["connected", "lost", "connected"])
            n = len(channel(ear, DATA))
            await ear.until(lambda: len(channel(ear, DATA)) > n + 20)
            assert [reply[1] for reply in channel(ear, CONTROL)].count(2) == 2, "one start reply for each connection"
        assert chest.commands[-1][0] == STOP, "asked to stop before good-bye"

    play(scene)


def test_heart_beats_do_not_hide_a_motion_stream_that_died(play: Play) -> None:
    async def scene(room: Room) -> None:
        chest = PolarSim(room.link, "Polar H10 1", FRAMES, 0.18)
        await chest.on()
        async with Ear({"chest": "Polar H10 1"}) as ear:
            await ear.until(lambda: bool(channel(ear, DATA)))
            chest.mute = True
            while "lost" not in ear.links("chest"):
                await chest.beat(150)
                await asyncio.sleep(1.0)
            chest.mute = False
            await ear.until(lambda: ear.links("chest") == ["connected", "lost", "connected"])

    play(scene)


def test_a_refusal_is_told_once_and_tried_again(play: Play) -> None:
    async def scene(room: Room) -> None:
        chest = PolarSim(room.link, "Polar H10 1", FRAMES, 0.18)
        chest.refuses = True
        await chest.on()
        async with Ear({"chest": "Polar H10 1"}) as ear:
            await ear.until(lambda: len(chest.commands) > 8)
            assert told(ear, "in its charger") == 1
            assert not ear.links("chest")
            assert not ear.packets("chest", "polar"), "nothing of a sensor that does not stream"
            chest.refuses = False
            await ear.until(lambda: bool(channel(ear, DATA)))

    play(scene)


def test_a_pod_that_is_too_slow_says_so(play: Play) -> None:
    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Pod", payloads(104.0), PERIOD_S)
        pod.refuses = True
        await pod.on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(lambda: told(ear, "only 50 samples a second") == 1)
            pod.refuses = False
            await ear.until(lambda: len(ear.packets()) > 20)

    play(scene)


def test_a_low_battery_is_told_once(play: Play) -> None:
    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Pod", payloads(104.0), PERIOD_S)
        await pod.on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(lambda: len(ear.packets()) > 5)
            for percent in (16, 15, 14, 13):
                await pod.report_battery(percent)
            await ear.until(lambda: channel(ear, BATTERY_LEVEL) == [b"\x50", b"\x10", b"\x0f", b"\x0e", b"\x0d"])
            await pod.drop(room.controller)
            await ear.until(lambda: channel(ear, BATTERY_LEVEL)[5:] == [b"\x0d"])  # read anew after the reconnect
            assert [line for line in ear.told if "battery" in line.lower()] == [
                "The battery of foot-left (Pod) is low: 15 %."
            ]

    play(scene)


def test_a_device_with_foreign_services_is_named_with_them(play: Play) -> None:
    class Lamp(OpenPodSim):
        service = "12345678-0000-4000-8000-00805f9b34fb"

    async def scene(room: Room) -> None:
        await Lamp(room.link, "Pod").on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(lambda: bool(ear.told))
            assert "offers nothing that we can read" in ear.told[0]
            assert Lamp.service in ear.told[0]

    play(scene)


def test_a_service_without_its_characteristic_is_told(play: Play) -> None:
    class Half(OpenPodSim):
        data_number = "12345678-0000-4000-8000-00805f9b34fb"

    async def scene(room: Room) -> None:
        await Half(room.link, "Pod").on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(lambda: told(ear, f"no characteristic {pod_link.DATA}") == 1)

    play(scene)


def test_a_stream_that_never_starts_is_told_and_tried_again(play: Play) -> None:
    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Pod", payloads(104.0), PERIOD_S)
        pod.mute = True
        await pod.on()
        async with Ear({"foot-left": "Pod"}) as ear:
            await ear.until(lambda: told(ear, "sends nothing") == 1)
            assert not ear.links()
            pod.mute = False
            await ear.until(lambda: len(ear.packets()) > 20)
            assert ear.links() == ["connected"]

    play(scene)


def test_channels_name_the_characteristic(play: Play) -> None:
    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Pod", payloads(104.0), PERIOD_S)
        await pod.on()
        async with Ear({"foot-left": "open-pod"}) as ear:
            await ear.until(lambda: len(ear.packets()) > 5)
            packets = [e for e in ear.events if isinstance(e, Packet) and e.device == open_pod.OpenPod.key]
            assert {packet.channel for packet in packets} == {pod_link.DATA}
            assert [p.arrived_s for p in packets] == sorted(p.arrived_s for p in packets)

    play(scene)
