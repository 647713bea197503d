"""Whatever happens to a sensor, its steps are those of the same samples without the fault, but for the gap."""

from __future__ import annotations

import math

import pytest

from coach.events import Link
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_faults import OF_EVERY_KIND, OF_THE_LINK, Fault
from tests.ble.rig_kinds import KINDS
from tests.ble.rig_runner import simulated
from tests.ble.rig_steps import assert_same, measured, without_radio

BEFORE_S, AFTER_S = 8.0, 9.0
"""Of the stream, beside the fault."""
LONGEST_GAP_S = 25.0
"""A sensor that does not start is tried for 5 s, and again after a second or two."""
GLITCH_S = 0.5
"""A packet or two."""
ENOUGH = 7
"""Steps of one foot or of both, far from the gap."""
FAULTS = {**OF_EVERY_KIND, **OF_THE_LINK}
PODS = [name for name, kind in KINDS.items() if kind.device == "open-pod"]
CASES = [
    *((kind, fault) for kind in KINDS for fault in OF_EVERY_KIND),
    *((kind, fault) for kind in PODS for fault in OF_THE_LINK),
]


@pytest.mark.parametrize(("kind_name", "fault_name"), CASES)
def test_only_the_gap_is_missing(play: Play, kind_name: str, fault_name: str) -> None:
    kind, fault = KINDS[kind_name], FAULTS[fault_name]
    motion = simulated(kind.rate_hz, kind.placement, 60.0)

    async def scene(room: Room) -> None:
        sensor = kind.on_runner(room.link, motion, serial="A1")
        await sensor.on()
        async with Ear({kind.placement: kind.name}) as ear:
            await ear.until(lambda: ear.links(kind.placement) == ["connected"])
            await ear.for_(BEFORE_S)
            at_s = ear.times_s(kind.placement, kind.device)[-1]
            await fault.inflict(room, sensor, ear)
            if fault.breaks:
                await ear.until(lambda: ear.links(kind.placement) == ["connected", "lost", "connected"])
            await ear.for_(AFTER_S)
            assert ear.links(kind.placement) == ["connected", "lost", "connected"][: 3 if fault.breaks else 1]
        if fault.breaks and kind.device == "open-pod":
            assert ear.packets() == sorted(set(ear.packets()), key=sensor.payloads.index), "in order, and none twice"
        times_s = ear.times_s(kind.placement, kind.device)
        gaps_s = [(0.0, times_s[0]), *gap(ear, fault, at_s), (times_s[-1], math.inf)]
        true = without_radio(motion, kind.placement, sensor.start_s or 0.0, times_s[0], times_s[-1])
        assert_same(measured(ear.events, kind.placement), true, gaps_s, ENOUGH)

    play(scene)


def gap(ear: Ear, fault: Fault, at_s: float) -> list[tuple[float, float]]:
    """The one stretch without samples, if there is one; no other may be."""
    if fault.harmless:
        return []
    if not fault.breaks:
        return [(at_s, at_s + GLITCH_S)]
    back_s = next(e.at_s for e in reversed(ear.events) if isinstance(e, Link) and e.state == "connected")
    assert back_s - at_s < LONGEST_GAP_S
    return [(at_s, back_s)]
