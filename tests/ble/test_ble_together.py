"""Several sensors on one runner, of whatever makers, in whatever order: what they measure together, and who is who."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, permutations

import pytest

from coach.events import Packet, Placement, Speed, Step
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_kinds import KINDS, Kind
from tests.ble.rig_peripheral import Peripheral
from tests.ble.rig_runner import simulated
from tests.ble.rig_sensors import TreadmillSim, belt_payload
from tests.ble.rig_steps import assert_same, measured, pieces

LISTEN_S = 18.0
SETTLED_S = 7.0
"""Until all that hangs on several strides is known."""
SAME_DEG = 0.3
POD = KINDS["open pod 104 Hz"]
BELT = [belt_payload(11.52)] * 100


def worn(kind: Kind, placement: Placement, name: str) -> Kind:
    """The same kind elsewhere."""
    return replace(kind, placement=placement, name=name)


LEFT, RIGHT = worn(POD, "foot-left", "Pod L"), worn(KINDS["open pod 208 Hz"], "foot-right", "Pod R")
SHANK = worn(KINDS["Movesense 104 Hz"], "shank-left", "Movesense 1")


def put_on(room: Room, *kinds: Kind) -> dict[Placement, Peripheral]:
    """Sensors on one runner, still switched off."""
    return {kind.placement: kind.on_runner(room.link, simulated(kind.rate_hz, kind.placement)) for kind in kinds}


def names(*kinds: Kind) -> dict[Placement, str]:
    return {kind.placement: kind.name for kind in kinds}


def by_table(kinds: tuple[Kind, ...], sensors: Mapping[Placement, Peripheral], ear: Ear) -> list[Step]:
    """Steps of all samples that were heard, without a radio."""
    out: list[Packet] = []
    for kind in kinds:
        motion, times_s = simulated(kind.rate_hz, kind.placement), ear.times_s(kind.placement, kind.device)
        first_s = times_s[0] - kind.period_s
        out += pieces(motion, kind.placement, sensors[kind.placement].start_s or 0.0, first_s, times_s[-1])
    return measured(
        sorted(out, key=lambda event: event.arrived_s if isinstance(event, Packet) else 0.0), *names(*kinds)
    )


@pytest.mark.parametrize("order", list(permutations((LEFT, RIGHT))))
def test_left_and_right_step_by_turns(play: Play, order: tuple[Kind, Kind]) -> None:
    async def scene(room: Room) -> None:
        sensors = put_on(room, *order)
        for sensor in sensors.values():
            await sensor.on()
        async with Ear(names(*order)) as ear:
            await ear.for_(LISTEN_S)
        found = measured(ear.events, "foot-left", "foot-right")
        assert_same(found, by_table(order, sensors, ear), [(0.0, 1.0), (LISTEN_S, math.inf)], least=20)
        late = [step for step in found if step.initial_contact_s > SETTLED_S]
        assert all(one.foot != other.foot for one, other in pairwise(late))
        assert all(step.valid and step.flight_s is not None and 0.05 < step.flight_s < 0.2 for step in late)

    play(scene)


@pytest.mark.parametrize("order", list(permutations((LEFT, SHANK))))
def test_foot_and_shank_of_two_makers_measure_the_sink_between_them(play: Play, order: tuple[Kind, Kind]) -> None:
    async def scene(room: Room) -> None:
        sensors = put_on(room, *order)
        for sensor in sensors.values():
            await sensor.on()
        async with Ear(names(*order)) as ear:
            await ear.for_(LISTEN_S)
        found, true = measured(ear.events, *names(*order)), by_table(order, sensors, ear)
        assert_same(found, true, [(0.0, 1.0), (LISTEN_S, math.inf)], least=10)
        sinks = [(step.initial_contact_s, step.values["sink_deg"]) for step in true if "sink_deg" in step.values]
        late = [step for step in found if step.initial_contact_s > SETTLED_S]
        assert len(late) >= 8
        for step in late:
            _, sink_deg = min(sinks, key=lambda one: abs(one[0] - step.initial_contact_s))
            assert abs(step.values["sink_deg"] - sink_deg) < SAME_DEG

    play(scene)


def test_a_pod_a_treadmill_and_a_heart(play: Play) -> None:
    chest = KINDS["Polar H10 200 Hz"]

    async def scene(room: Room) -> None:
        sensors = put_on(room, LEFT, chest)
        belt = TreadmillSim(room.link, "Runn", BELT, 1.0)
        for sensor in (belt, *sensors.values()):
            await sensor.on()
        async with Ear(names(LEFT, chest), treadmill="Runn") as ear:
            await ear.until(lambda: ear.links("chest") == ["connected"])
            await sensors["chest"].beat(151)  # type: ignore[attr-defined]  # it has a heart
            await ear.for_(LISTEN_S)
        assert any(isinstance(e, Packet) and e.device == "gatt" and e.payload == b"\x00\x97" for e in ear.events)
        speeds = [e for e in ear.events if isinstance(e, Speed)]
        assert {(e.source, round(e.speed_mps, 3)) for e in speeds} == {("treadmill", 3.2)}
        valid = [step for step in measured(ear.events, "foot-left", "chest") if step.valid]
        assert len(valid) >= 18
        assert all(step.values["speed_mps"] == pytest.approx(3.2) for step in valid)
        assert all(0.0 <= step.values["speed_age_s"] < 3.0 for step in valid)

    play(scene)


@pytest.mark.parametrize("order", list(permutations((LEFT, RIGHT, SHANK))))
def test_the_order_in_which_they_are_switched_on_is_free(play: Play, order: tuple[Kind, ...]) -> None:
    async def scene(room: Room) -> None:
        sensors = put_on(room, *order)
        async with Ear(names(*order)) as ear:
            for sensor in sensors.values():
                await ear.for_(2.5)
                await sensor.on()
            await ear.until(lambda: all(ear.links(kind.placement) == ["connected"] for kind in order))
            together_s = max(ear.times_s(kind.placement, kind.device)[0] for kind in order)
            await ear.for_(13.0)
        valid = [step for step in measured(ear.events, *names(*order)) if step.valid]
        late = [step for step in valid if step.initial_contact_s > together_s + SETTLED_S]
        assert len(late) >= 8
        assert all(one.foot != other.foot for one, other in pairwise(late))
        assert all("sink_deg" in step.values for step in late if step.foot == "left")

    play(scene)


FOUND_BY = {
    "name": (POD, "open pod"),
    "kind": (POD, "open-pod"),
    "kind in words": (KINDS["WitMotion 200 Hz"], "WitMotion WT901BLE or WT9011DCL"),
    "serial in the name": (KINDS["Polar H10 200 Hz"], "1234abcd"),
    "maker's name": (KINDS["Movesense 104 Hz"], "movesense"),
    "first address": (KINDS["MetaMotion 100 Hz"], ""),
}


@pytest.mark.parametrize("serial", ["", "A1"])
@pytest.mark.parametrize("how", FOUND_BY)
def test_it_is_found_again_under_a_new_address(play: Play, how: str, serial: str) -> None:
    kind, wanted = FOUND_BY[how]

    async def scene(room: Room) -> None:
        sensor = kind.on_runner(room.link, simulated(kind.rate_hz, kind.placement), serial)
        await sensor.on()
        first = sensor.address
        async with Ear({kind.placement: wanted or first}) as ear:
            await ear.until(lambda: ear.links(kind.placement) == ["connected"])
            await sensor.off()
            await sensor.on(elsewhere=True)
            assert sensor.address != first
            await ear.until(lambda: ear.links(kind.placement) == ["connected", "lost", "connected"])
            had = len(ear.packets(kind.placement, kind.device))
            await ear.until(lambda: len(ear.packets(kind.placement, kind.device)) > had + 10)

    play(scene)
