"""Everything that may happen to a sensor's radio, its bytes and its start, done to a simulated one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.ble.rig import Ear, Room
from tests.ble.rig_peripheral import Peripheral

Inflict = Callable[[Room, Peripheral, Ear], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """What is done in the middle of a run; returns when nothing more is done to the sensor."""

    inflict: Inflict
    breaks: bool = True
    """The link is lost, and comes back."""
    harmless: bool = False
    """Not even a sample is missing."""


async def none(room: Room, sensor: Peripheral, ear: Ear) -> None:
    """For comparison."""


# ── the link ──────────────────────────────────────────────────────────────────────────────────────────────────


async def link_loss(room: Room, sensor: Peripheral, ear: Ear) -> None:
    await sensor.drop(room.controller)


async def remote_termination(room: Room, sensor: Peripheral, ear: Ear) -> None:
    await sensor.terminate()


async def silent_death(room: Room, sensor: Peripheral, ear: Ear) -> None:
    """The system goes on saying that it is connected."""
    sensor.mute = True
    await ear.until(ear.lost)
    sensor.mute = False


async def out_of_reach(room: Room, sensor: Peripheral, ear: Ear) -> None:
    room.link.faded.add(sensor.controller)
    await ear.until(ear.lost)
    room.link.faded.clear()
    await sensor.drop(room.controller)  # its own supervision time is over


async def new_address(room: Room, sensor: Peripheral, ear: Ear) -> None:
    await sensor.off()
    await sensor.on(elsewhere=True)
    await ear.until(ear.lost)


async def old_listeners(room: Room, sensor: Peripheral, ear: Ear) -> None:
    """After the reconnect, the system calls the old listener as well."""
    room.moods.ghosts = True
    await sensor.drop(room.controller)


# ── the start after a loss ────────────────────────────────────────────────────────────────────────────────────


async def never_starts(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.mute = True
    await sensor.drop(room.controller)
    await ear.until(lambda: ear.heard_of("sends nothing"))
    sensor.mute = False


async def settings_refused(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.refuses = True
    await sensor.drop(room.controller)
    await ear.until(lambda: ear.heard_of(*REFUSALS))
    sensor.refuses = False


async def wrong_services(room: Room, sensor: Peripheral, ear: Ear) -> None:
    """It comes back as something that nobody knows, and later as itself."""
    sensor.odd = True
    await sensor.off()
    await sensor.on()
    await ear.until(lambda: ear.heard_of("offers nothing that we can read"))
    await sensor.off()
    sensor.odd = False
    await sensor.on()


REFUSALS = ("only 50 samples", "in its charger", "status 503", "none that we know", "sends nothing")
"""What the runner is told; WitMotion and Movella sensors answer no command, and just stay silent."""

# ── the bytes ─────────────────────────────────────────────────────────────────────────────────────────────────


class _Once:
    """Does something to the next notification, or the next two."""

    def __init__(self, sensor: Peripheral) -> None:
        self._sensor = sensor
        self._held: list[bytes] = []

    def truncated(self, _: int, payload: bytes) -> Iterable[bytes]:
        """It breaks off."""
        self._sensor.alter = unaltered
        return (payload[:-3],)

    def swapped(self, _: int, payload: bytes) -> Iterable[bytes]:
        """It comes after its follower."""
        if not self._held:
            self._held.append(payload)
            return ()
        self._sensor.alter = unaltered
        return payload, *self._held


def unaltered(_: int, payload: bytes) -> Iterable[bytes]:
    """As it should be."""
    return (payload,)


def _doubled(_: int, payload: bytes) -> Iterable[bytes]:
    return payload, payload


def _with_rubbish(number: int, payload: bytes) -> Iterable[bytes]:
    return (b"\xff" * (number % 40), payload, payload[:1]) if number % 3 == 0 else (payload,)


class _Swapped:
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


async def doubled(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.alter = _doubled


async def malformed(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.alter = _with_rubbish


async def truncated(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.alter = _Once(sensor).truncated


async def out_of_order(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.alter = _Once(sensor).swapped


async def out_of_order_always(room: Room, sensor: Peripheral, ear: Ear) -> None:
    sensor.alter = _Swapped()


OF_EVERY_KIND: Mapping[str, Fault] = {
    "link loss": Fault(link_loss),
    "silent death": Fault(silent_death),
    "never starts": Fault(never_starts),
    "settings refused": Fault(settings_refused),
    "doubled": Fault(doubled, breaks=False, harmless=True),
    "malformed": Fault(malformed, breaks=False, harmless=True),
    "truncated": Fault(truncated, breaks=False),
    "out of order": Fault(out_of_order, breaks=False),
}
"""What a sensor's own bytes and start decide."""
OF_THE_LINK: Mapping[str, Fault] = {
    "none": Fault(none, breaks=False, harmless=True),
    "remote termination": Fault(remote_termination),
    "out of reach": Fault(out_of_reach),
    "new address": Fault(new_address),
    "old listeners": Fault(old_listeners),
    "wrong services": Fault(wrong_services),
    "always out of order": Fault(out_of_order_always, breaks=False, harmless=True),
}
"""What is the same for all of them, or what only packets with numbers survive."""
