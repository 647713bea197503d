"""What a runner hears of a sensor that goes and comes back, from its radio to the cue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import merge

import numpy as np
import pytest

from coach.app.sound.pack import open_pack
from coach.config import Config
from coach.events import CueDecision, Event, Output, Packet, Placement, Step, Tick
from coach.pipeline import Pipeline
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_faults import Inflict, link_loss, old_listeners, out_of_reach, silent_death, wrong_services
from tests.ble.rig_kinds import KINDS
from tests.ble.rig_runner import simulated

POD = KINDS["open pod 104 Hz"]
NAMES: dict[Placement, str] = {"foot-left": "Pod L", "foot-right": "Pod R"}
TICK_S = 0.25


def lived(heard: Sequence[Event], until_s: float) -> list[Output]:
    """What the coach makes of these events, with the ticks of a live run between them."""

    def at_s(event: Event) -> float:
        return event.arrived_s if isinstance(event, Packet) else event.at_s  # type: ignore[union-attr]  # all others

    ticks: Iterable[Event] = [Tick(float(t_s)) for t_s in np.arange(0.0, until_s, TICK_S)]
    config = Config()
    pipeline = Pipeline(config, list(NAMES), open_pack(config).durations)
    out: list[Output] = []
    for event in merge(heard, ticks, key=at_s):
        out += pipeline.feed(event)
    return out + pipeline.finish()


@pytest.mark.parametrize("fault", [link_loss, silent_death, out_of_reach, old_listeners, wrong_services])
def test_a_loss_is_told_once_and_a_return_once_and_the_run_goes_on(play: Play, fault: Inflict) -> None:
    async def scene(room: Room) -> None:
        left, right = (
            POD.sensor(room.link, name, POD.encode(simulated(POD.rate_hz, place)), POD.period_s, name)
            for place, name in NAMES.items()
        )
        await left.on()
        await right.on()
        async with Ear(NAMES) as ear:
            await ear.for_(10.0)
            lost_s = ear.times_s("foot-left", "open-pod")[-1]
            await fault(room, left, ear)
            await ear.until(lambda: ear.links("foot-left") == ["connected", "lost", "connected"])
            back_s = ear.times_s("foot-left", "open-pod")[-1]
            await ear.for_(10.0)
            assert ear.links("foot-right") == ["connected"]
        outputs = lived(ear.events, back_s + 10.0)
        cues = [one.cue for one in outputs if isinstance(one, CueDecision) and one.cue.startswith("sensor")]
        assert cues == ["sensor-lost", "sensor-back"]
        between = [s for s in outputs if isinstance(s, Step) and lost_s + 0.5 < s.initial_contact_s < back_s - 0.5]
        assert {step.foot for step in between} <= {"right"}
        assert all(step.valid for step in between)
        after = [s for s in outputs if isinstance(s, Step) and s.initial_contact_s > back_s + 5.0]
        assert {step.foot for step in after if step.valid} == {"left", "right"}

    play(scene)
