"""One worn sensor, from bytes to contacts: decoder, clock, grid and the detector of its placement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from coach.devices import DEVICES, Refused
from coach.dsp.clock import Clock
from coach.dsp.grid import Grid
from coach.dsp.timeline import Timeline
from coach.events import Block, Contact, Packet, Placement, Rejected, Samples, Speed
from coach.gait.detector import Detector
from coach.gait.foot.detector import FootDetector
from coach.gait.shank.detector import ShankDetector
from coach.gait.trunk.detector import TrunkDetector


def _foot(placement: Placement, rate_hz: float, mass_kg: float | None) -> Detector:
    return FootDetector(placement, rate_hz, mass_kg)


def _shank(placement: Placement, rate_hz: float, mass_kg: float | None) -> Detector:  # noqa: ARG001  # one table, one form
    return ShankDetector(placement, rate_hz)


def _trunk(placement: Placement, rate_hz: float, mass_kg: float | None) -> Detector:  # noqa: ARG001  # one table, one form
    return TrunkDetector(placement, rate_hz)


DETECTORS: Mapping[Placement, Callable[[Placement, float, float | None], Detector]] = {
    "foot-left": _foot,
    "foot-right": _foot,
    "shank-left": _shank,
    "shank-right": _shank,
    "waist": _trunk,
    "chest": _trunk,
}
NEEDS_GYRO: frozenset[Placement] = frozenset({"foot-left", "foot-right", "shank-left", "shank-right"})


@dataclass(frozen=True, slots=True)
class Heard:
    """The sensor has been heard up to `newest_s`: every contact certain by then has been given."""

    newest_s: float


class Sensor:
    """Packets in; contacts, faults and progress out, in order."""

    def __init__(self, placement: Placement, mass_kg: float | None = None) -> None:
        self._placement: Placement = placement
        self._mass_kg = mass_kg
        self._device = ""
        self._clock = Clock(placement, None)
        self._grid = Grid()
        self._timeline = Timeline()
        self._detector: Detector | None = None
        self._rate_hz = 0.0
        self._speed: Speed | None = None

    def speed(self, speed: Speed) -> None:
        """Speed from outside, told before the samples that follow it."""
        self._speed = speed
        if isinstance(self._detector, TrunkDetector):
            self._detector.speed(speed.at_s, speed.speed_mps)

    def feed(self, packet: Packet) -> Iterator[Contact | Block | Heard | Rejected]:
        """All that this packet made certain; each Block is given before the contacts found in it."""
        device = DEVICES.get(packet.device)
        if device is None:
            yield Rejected(self._placement, packet.arrived_s, f"unknown device {packet.device}")
            return
        if packet.device != self._device:
            self._device, self._clock = packet.device, Clock(self._placement, device.counter)
        raw = device.decode(packet)
        if isinstance(raw, Refused):
            yield Rejected(self._placement, packet.arrived_s, raw.reason)
            return
        for dated in self._clock.feed(raw, packet.arrived_s):
            if isinstance(dated, Samples):
                yield from self._gridded(dated)
            else:
                yield dated

    def _gridded(self, samples: Samples) -> Iterator[Contact | Block | Heard | Rejected]:
        if samples.gyro_dps is None and self._placement in NEEDS_GYRO:
            reason = "no gyroscope, which this placement needs"
            yield Rejected(self._placement, float(samples.t_s[-1]), reason, len(samples.t_s))
            return
        for block in self._grid.feed(samples):
            if isinstance(block, Rejected):
                yield block
                continue
            yield block
            self._timeline.append(block)
            for contact in self._detector_at(block.rate_hz).feed(block):
                yield self._on_time(contact)
            yield Heard(block.t_s + (len(block.accel_g) - 1) / block.rate_hz)

    def _on_time(self, contact: Contact) -> Contact:
        """Detectors count rows from the fresh block; the grid has followed the sensor's crystal since."""
        moved_s = self._timeline.moved_s(contact.initial_contact_s)
        if moved_s == 0.0:
            return contact
        return replace(
            contact,
            initial_contact_s=contact.initial_contact_s + moved_s,
            toe_off_s=contact.toe_off_s + moved_s,
            declared_s=contact.declared_s + moved_s,
        )

    def _detector_at(self, rate_hz: float) -> Detector:
        if self._detector is None or rate_hz != self._rate_hz:
            self._detector = DETECTORS[self._placement](self._placement, rate_hz, self._mass_kg)
            self._rate_hz = rate_hz
            if self._speed is not None:
                self.speed(self._speed)
        return self._detector
