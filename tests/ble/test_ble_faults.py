"""Whatever happens to a pod's radio, the packets that arrive are those that were sent, and the steps are the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from coach.events import Step
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_runner import SAMPLES, payloads, steps
from tests.ble.rig_sensors import OpenPodSim

ENOUGH_S = 9.0
"""Of the stream, before and after the fault."""
AROUND_GAP_S = 2.5
"""Steps nearer to a gap than this may differ: a stride is missing, filters start anew."""
SAME_S, SAME_PLACE_S = 0.003, 0.02
"""After a gap the even grid starts anew, at another phase."""
Alter = Callable[[int, bytes], Iterable[bytes]]


@dataclass(frozen=True)
class Fault:
    """What is done to the pod, and what it does to its packets all the time."""

    inflict: Callable[[Room, OpenPodSim, Ear], Awaitable[None]] | None = None
    alter: Alter = lambda _, payload: (payload,)
    gap: bool = True
    """Some packets are lost, and the runner is told."""


async def link_loss(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    await pod.drop(room.controller)


async def remote_termination(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    await pod.terminate()


async def silent_death(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    """The system goes on saying that it is connected."""
    pod.mute = True
    await ear.until(lambda: ear.links()[-1] == "lost")
    pod.mute = False


async def out_of_reach(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    room.link.faded.add(pod.controller)
    await ear.until(lambda: ear.links()[-1] == "lost")
    room.link.faded.clear()
    await pod.drop(room.controller)  # its own supervision time is over


async def new_address(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    await pod.off()
    await pod.on(elsewhere=True)
    await ear.until(lambda: ear.links()[-1] == "lost")


async def ghosts(room: Room, pod: OpenPodSim, ear: Ear) -> None:
    """After the reconnect, the system calls the old listener as well."""
    room.moods.ghosts = True
    await pod.drop(room.controller)


def doubled(number: int, payload: bytes) -> Iterable[bytes]:
    return payload, payload


def with_rubbish(number: int, payload: bytes) -> Iterable[bytes]:
    return (payload[: number % len(payload)], payload, b"\xff" * (number % 40)) if number % 3 == 0 else (payload,)


class Swapped:
    """Each third packet comes after its follower."""

    def __init__(self) -> None:
        self._held: bytes | None = None

    def __call__(self, number: int, payload: bytes) -> Iterable[bytes]:
        held, self._held = self._held, None
        if held is not None:
            return payload, held
        if number % 3 == 0:
            self._held = payload
            return ()
        return (payload,)


FAULTS = {
    "none": Fault(gap=False),
    "link loss": Fault(link_loss),
    "remote termination": Fault(remote_termination),
    "silent death": Fault(silent_death),
    "out of reach": Fault(out_of_reach),
    "new address": Fault(new_address),
    "old listeners": Fault(ghosts),
    "doubled": Fault(alter=doubled, gap=False),
    "rubbish": Fault(alter=with_rubbish, gap=False),
    "out of order": Fault(alter=Swapped(), gap=False),
}
CASES = [(name, 104.0) for name in FAULTS] + [("link loss", 208.0), ("silent death", 208.0), ("doubled", 208.0)]


@pytest.mark.parametrize(("name", "rate_hz"), CASES)
def test_only_the_gap_is_missing(play: Play, name: str, rate_hz: float) -> None:
    fault = FAULTS[name]
    script = payloads(rate_hz)
    enough = int(ENOUGH_S * rate_hz / SAMPLES)
    heard: list[bytes] = []
    pods: list[OpenPodSim] = []

    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Open Pod", script, SAMPLES / rate_hz, serial="A1")
        pods.append(pod)
        pod.alter = fault.alter
        await pod.on()
        async with Ear({"foot-left": "Open Pod"}) as ear:
            await ear.until(lambda: len(set(ear.packets())) >= enough)
            if fault.inflict:
                await fault.inflict(room, pod, ear)
                await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
            had = len(set(ear.packets()))
            await ear.until(lambda: len(set(ear.packets())) >= had + enough)
            heard.extend(ear.packets())
            assert ear.links() == (["connected", "lost", "connected"] if fault.gap else ["connected"])

    play(scene)
    if not fault.gap:
        assert heard == pods[0].sent[: len(heard)]
    order = {payload: number for number, payload in enumerate(script)}
    numbers = [order[payload] for payload in heard if payload in order]
    present = sorted(set(numbers))
    holes = [(a, b) for a, b in pairwise(present) if b != a + 1]
    assert len(holes) == (1 if fault.gap else 0)
    if fault.gap:
        assert numbers == present, "in order, and none twice"
    whole = [(number, script[number]) for number in range(present[0], present[-1] + 1)]
    gaps_s = [(a * SAMPLES / rate_hz - AROUND_GAP_S, b * SAMPLES / rate_hz + AROUND_GAP_S) for a, b in holes]
    found = outside(gaps_s, steps(stamped(heard, order), rate_hz))
    true = outside(gaps_s, steps(whole, rate_hz))
    assert len(true) >= 2 * ENOUGH_S - 2 * AROUND_GAP_S
    assert [step.foot for step in found] == [step.foot for step in true]
    for one, other in zip(found, true, strict=True):
        assert abs(one.initial_contact_s - other.initial_contact_s) < SAME_PLACE_S
        assert abs(one.contact_s - other.contact_s) < SAME_S


def stamped(heard: Sequence[bytes], order: Mapping[bytes, int]) -> list[tuple[int, bytes]]:
    """Each payload with the number of the newest that had arrived by then."""
    newest, out = 0, list[tuple[int, bytes]]()
    for payload in heard:
        newest = max(newest, order.get(payload, 0))
        out.append((newest, payload))
    return out


def outside(gaps_s: Sequence[tuple[float, float]], found: Sequence[Step]) -> list[Step]:
    return [s for s in found if not any(a < s.initial_contact_s < b for a, b in gaps_s)]
