"""From the packets of all worn sensors to measured steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coach.config import Config
from coach.events import Contact, Packet, Placement, Rejected, Speed, Step
from coach.gait.sensor import Heard, Sensor
from coach.gait.steps import StepBuilder
from coach.measures import Context, measured


class Measurer:
    """Packets and speeds in, measured steps out; no coaching.

    Steps are measured one by one as they are taken, so that `context` always speaks of the newest one taken.
    """

    def __init__(self, config: Config, placements: Sequence[Placement]) -> None:
        self.context = Context(config.runner)
        self._sensors = {p: Sensor(p, config.runner.mass_kg) for p in placements}
        self._builder = StepBuilder(placements)

    def packet(self, packet: Packet) -> Iterator[Step | Rejected]:
        """What one packet made certain."""
        sensor = self._sensors.get(packet.placement)
        if sensor is None:
            yield Rejected(packet.placement, packet.arrived_s, "a placement that the recording does not name")
            return
        for found in sensor.feed(packet):
            match found:
                case Contact():
                    yield from self._measured(self._builder.feed(found))
                case Heard():
                    yield from self._measured(self._builder.advance(packet.placement, found.newest_s))
                case Rejected():
                    yield found
                case _:
                    pass

    def speed(self, speed: Speed) -> None:
        """Running speed from outside the motion sensors."""
        self.context.note(speed)
        for sensor in self._sensors.values():
            sensor.speed(speed)

    def silence(self, placement: Placement) -> Iterator[Step]:
        """Wait no longer for this sensor."""
        return self._measured(self._builder.silence(placement))

    def finish(self) -> Iterator[Step]:
        """What still waited for other sensors."""
        return self._measured(self._builder.finish())

    def _measured(self, steps: Iterable[Step]) -> Iterator[Step]:
        return (measured(step, self.context) for step in steps)
