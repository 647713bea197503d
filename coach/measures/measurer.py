"""From the packets of all worn sensors to measured steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from coach.config import Config
from coach.events import Block, Contact, Foot, Packet, Placement, Rejected, Repetition, Speed, Step
from coach.gait.ankle import Leg
from coach.gait.drills.counter import DrillCounter
from coach.gait.foot.early import EarlyStance
from coach.gait.sensor import Found, Heard, Sensor
from coach.gait.steps import StepBuilder
from coach.measures import Context, measured

_EARLY = 16


class Measurer:
    """Packets and speeds in, measured steps out; no coaching.

    Steps are measured one by one as they are taken, so that `context` always speaks of the newest one taken.
    `patience_s` joins samples before they are worked on: the same steps, later and cheaper. A `counter` of drills hears
    what the detectors hear.
    """

    def __init__(
        self,
        config: Config,
        placements: Sequence[Placement],
        patience_s: float = 0.0,
        counter: DrillCounter | None = None,
    ) -> None:
        self.context = Context(config.runner)
        offsets_s = {sensor.placement: 1e-3 * sensor.contact_offset_ms for sensor in config.sensors}
        self._sensors: dict[Placement, Sensor] = {
            p: Sensor(p, config.runner.mass_kg, patience_s, offsets_s.get(p, 0.0)) for p in placements
        }
        self._legs = _legs(placements)
        self._early: deque[EarlyStance] = deque(maxlen=_EARLY)
        self._builder = StepBuilder(placements)
        self._counter = counter

    def packet(self, packet: Packet) -> Iterator[Step | Repetition | Rejected]:
        """What one packet made certain."""
        sensor = self._sensors.get(packet.placement)
        if sensor is None:
            yield Rejected(packet.placement, packet.arrived_s, "a placement that the recording does not name")
            return
        yield from self._taken(packet.placement, sensor.feed(packet))

    def moved(self, placement: Placement) -> bool:
        """Whether the newest packet from there held samples of motion."""
        return placement in self._sensors and self._sensors[placement].moved

    def early(self) -> list[EarlyStance]:
        """Stances seen to end since the last call, the newest few; see `EarlyStance`."""
        told = list(self._early)
        self._early.clear()
        return told

    def speed(self, speed: Speed) -> Iterator[Step | Repetition | Rejected]:
        """Running speed from outside the motion sensors; first comes what was measured before it."""
        for placement, sensor in self._sensors.items():
            yield from self._taken(placement, sensor.rest())
            sensor.speed(speed)
        self.context.note(speed)

    def tap(self, foot: Foot, at_s: float) -> None:
        """The runner tapped as this foot landed."""
        for sensor in self._sensors.values():
            sensor.tap(foot, at_s)

    def silence(self, placement: Placement) -> Iterator[Step | Repetition]:
        """Wait no longer for this sensor."""
        if self._counter is not None:
            yield from self._counter.silence(placement)
        yield from self._measured(self._builder.silence(placement))
        if placement in self._legs:
            for contact in self._legs[placement].silence(placement):
                yield from self._measured(self._builder.feed(contact))

    def finish(self) -> Iterator[Step | Repetition | Rejected]:
        """What still waited."""
        for placement, sensor in self._sensors.items():
            yield from self._taken(placement, sensor.rest())
        yield from self._measured(self._builder.finish())
        if self._counter is not None:
            yield from self._counter.finish()

    def _taken(self, placement: Placement, found: Iterable[Found]) -> Iterator[Step | Repetition | Rejected]:
        for one in found:
            match one:
                case Block() | Contact():
                    if self._counter is not None:
                        yield from self._counter.feed(placement, one)
                    for contact in self._of_leg(placement, one):
                        yield from self._measured(self._builder.feed(contact))
                case EarlyStance():
                    self._early.append(one)
                case Heard():
                    yield from self._measured(self._builder.advance(placement, one.newest_s))
                case Rejected():
                    yield one

    def _of_leg(self, placement: Placement, one: Block | Contact) -> Iterable[Contact]:
        """Foot and shank of one leg are heard together; any other sensor speaks for itself."""
        if placement in self._legs:
            return self._legs[placement].feed(one)
        return [one] if isinstance(one, Contact) else []

    def _measured(self, steps: Iterable[Step]) -> Iterator[Step]:
        return (measured(step, self.context) for step in steps)


def _legs(placements: Sequence[Placement]) -> dict[Placement, Leg]:
    """The ankles that can be measured: legs with a sensor on the foot and one on the shank."""
    legs: dict[Placement, Leg] = {}
    if {"foot-left", "shank-left"} <= set(placements):
        legs["foot-left"] = legs["shank-left"] = Leg("left")
    if {"foot-right", "shank-right"} <= set(placements):
        legs["foot-right"] = legs["shank-right"] = Leg("right")
    return legs
