"""What a pod on the simulated runner's foot would send, and what is measured from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from coach.config import Config
from coach.events import Packet, Step
from coach.measures.measurer import Measurer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import PERFECT, SimulatedSensor

SAMPLES = 8
"""In one packet."""
LASTS_S = 90.0


@cache
def payloads(rate_hz: float, foot: str = "left", lasts_s: float = LASTS_S) -> tuple[bytes, ...]:
    """All packets of one run, in order."""
    sensor = SimulatedSensor("foot-left" if foot == "left" else "foot-right", rate_hz, SAMPLES, faults=PERFECT)
    runner = SimulatedRunner(SCENARIOS["steady"], [sensor], seed=1)
    return tuple(packet.payload for packet in runner.advance(lasts_s))


def steps(received: Sequence[tuple[int, bytes]], rate_hz: float) -> list[Step]:
    """Steps from numbered payloads, arriving as evenly as they were sent."""
    measurer = Measurer(Config(), ["foot-left"])
    found: list[Step] = []
    for number, payload in received:
        packet = Packet("foot-left", "open-pod", (number + 1) * SAMPLES / rate_hz + 0.02, payload)
        found += [one for one in measurer.packet(packet) if isinstance(one, Step)]
    return found + [one for one in measurer.finish() if isinstance(one, Step)]
