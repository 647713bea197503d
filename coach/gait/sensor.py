"""One worn sensor, from bytes to contacts: decoder, clock, grid and the detector of its placement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

import numpy as np

from coach.devices import STREAMS, Refused, Stream
from coach.dsp.clock import Clock
from coach.dsp.grid import Grid
from coach.dsp.timeline import Timeline
from coach.events import Block, Contact, Foot, Packet, Placement, RawSamples, Rejected, Samples, Speed
from coach.gait.detector import Detector
from coach.gait.foot.detector import FootDetector
from coach.gait.foot.early import EarlyStance
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


Found: TypeAlias = Contact | EarlyStance | Block | Heard | Rejected


class Sensor:
    """Packets in; contacts, faults and progress out, in order.

    `patience_s` of samples are joined before they are worked on: no bit of what comes out changes, but it costs less,
    which is what a whole recording wants; live it is 0.
    """

    def __init__(
        self,
        placement: Placement,
        mass_kg: float | None = None,
        patience_s: float = 0.0,
        contact_offset_s: float = 0.0,
    ) -> None:
        self._placement: Placement = placement
        self._contact_offset_s = contact_offset_s
        self._patience_s = patience_s
        self._waiting: list[Samples] = []
        self._mass_kg = mass_kg
        self._streams: dict[str, tuple[Stream, Clock]] = {}
        """Of each kind of packet that the sensor sends: motion, and what stands beside it."""
        self._grid = Grid()
        self._timeline = Timeline()
        self._detector: Detector | None = None
        self._rate_hz = 0.0
        self.moved = False
        """Whether the newest packet held samples of motion; heart beats, batteries and answers do not."""
        self._speeds: dict[str, Speed] = {}
        """Newest of each source, for a detector that begins later."""

    def speed(self, speed: Speed) -> None:
        """Speed from outside, told before the samples that follow it."""
        self._speeds[speed.source] = speed
        if isinstance(self._detector, TrunkDetector):
            self._detector.speed(speed.at_s, speed.speed_mps, speed.source)

    def tap(self, foot: Foot, at_s: float) -> None:
        """The runner tapped as this foot landed: a trunk sensor without a gyroscope learns left from right by it."""
        if isinstance(self._detector, TrunkDetector):
            self._detector.tap(foot, at_s)

    def feed(self, packet: Packet) -> Iterator[Found]:
        """All that this packet made certain; each Block is given before the contacts found in it."""
        self.moved = False
        if packet.device not in STREAMS:
            yield Rejected(self._placement, packet.arrived_s, f"unknown device {packet.device}")
            return
        stream, clock = self._stream(packet.device)
        for said in stream.feed(packet):
            match said:
                case RawSamples():
                    self.moved = True
                    yield from self._dated(clock.feed(said, packet.arrived_s))
                case Refused():
                    yield Rejected(self._placement, packet.arrived_s, said.reason, said.count)
                case _:
                    pass  # heart rate, battery, speed: the source makes events of those that the run needs

    def _stream(self, device: str) -> tuple[Stream, Clock]:
        if device not in self._streams:
            stream = STREAMS[device]()
            self._streams[device] = stream, Clock(self._placement, stream.counter)
        return self._streams[device]

    def _dated(self, found: Sequence[Samples | Rejected]) -> Iterator[Found]:
        for dated in found:
            if isinstance(dated, Samples):
                self._waiting.append(dated)
                if dated.t_s[-1] - self._waiting[0].t_s[0] >= self._patience_s:
                    yield from self.rest()
            else:
                yield dated

    def rest(self) -> Iterator[Found]:
        """What the samples still waiting made certain."""
        waiting, self._waiting = self._waiting, []
        for samples in _joined(waiting):
            yield from self._gridded(samples)

    def _gridded(self, samples: Samples) -> Iterator[Found]:
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
            if isinstance(self._detector, FootDetector):
                yield from map(self._early_on_time, self._detector.early())
            yield Heard(block.t_s + (len(block.accel_g) - 1) / block.rate_hz)

    def _on_time(self, contact: Contact) -> Contact:
        """As the grid has followed the sensor's crystal since the fresh block, and as the sensor was calibrated.

        Contacts that were declared together stay so, however far the grid had moved when each of them began.
        """
        moved_s = self._timeline.moved_s(contact.initial_contact_s)
        declared_s = contact.declared_s + self._timeline.moved_s(contact.declared_s)
        longer_s = self._contact_offset_s
        if moved_s == longer_s == 0.0 and declared_s == contact.declared_s:
            return contact
        return replace(
            contact,
            initial_contact_s=contact.initial_contact_s + moved_s,
            toe_off_s=contact.toe_off_s + moved_s + longer_s,
            declared_s=declared_s,
            contact_s=contact.contact_s + longer_s,
        )

    def _early_on_time(self, early: EarlyStance) -> EarlyStance:
        moved_s = self._timeline.moved_s(early.initial_contact_s)
        return replace(
            early,
            at_s=early.at_s + moved_s,
            initial_contact_s=early.initial_contact_s + moved_s,
            predicted_toe_off_s=early.predicted_toe_off_s + moved_s + self._contact_offset_s,
        )

    def _detector_at(self, rate_hz: float) -> Detector:
        if self._detector is None or rate_hz != self._rate_hz:
            self._detector = DETECTORS[self._placement](self._placement, rate_hz, self._mass_kg)
            self._rate_hz = rate_hz
            for speed in self._speeds.values():
                self.speed(speed)
        return self._detector


def _joined(waiting: Sequence[Samples]) -> Iterator[Samples]:
    """Neighbours of one kind as one piece."""

    def kind(samples: Samples) -> tuple[bool, float, float]:
        return samples.gyro_dps is None, samples.accel_limit_g, samples.gyro_limit_dps

    for _, group in groupby(waiting, kind):
        pieces = list(group)
        if len(pieces) == 1:
            yield pieces[0]
            continue
        gyro_dps = [piece.gyro_dps for piece in pieces if piece.gyro_dps is not None]
        yield replace(
            pieces[0],
            t_s=np.concatenate([piece.t_s for piece in pieces]),
            accel_g=np.concatenate([piece.accel_g for piece in pieces]),
            gyro_dps=np.concatenate(gyro_dps) if gyro_dps else None,
        )
