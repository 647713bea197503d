"""Repetitions of drills from the sensors that are worn: pogo jumps, skips and butt kicks, looked for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coach.events import Block, Contact, DrillName, Placement, Repetition
from coach.gait.drills.leg import LegWatch
from coach.gait.drills.pool import Pool, Told
from coach.gait.drills.trunk import TrunkWatch
from coach.gait.drills.values import Values


class DrillCounter:
    """Blocks and running contacts of all worn sensors in; each repetition out once, measured.

    A pogo jump is one landing of both feet with the flight after it, a skip one pair of step and hop on one foot, a
    butt kick one heel pulled up. The first repetitions of a drill come late, once their rhythm has shown what they
    are. Cutting the samples into other blocks changes nothing. What a repetition's `values` mean: docs/measures.md.

    Faults: `gap` (samples are missing since the repetition before), `unseen` (the rhythm alone knows it: no measures).
    """

    def __init__(self, placements: Sequence[Placement]) -> None:
        self._ears = {placement: _Ear(placement) for placement in placements}
        self._pool = Pool(placements)
        self._values = Values()

    def expect(self, drill: DrillName | None) -> None:
        """What the runner has been told to do: a trunk sensor counts skips and butt kicks only then."""
        for ear in self._ears.values():
            ear.expected = drill

    def feed(self, placement: Placement, found: Block | Contact) -> Iterator[Repetition]:
        """One sensor's next block, or a contact that its running detector found in the last block."""
        ear = self._ears[placement]
        if isinstance(found, Contact):
            ear.contacts.append(found)
            return
        yield from self._heard(ear)
        ear.block = found

    def silence(self, placement: Placement) -> Iterator[Repetition]:
        """Wait no longer for this sensor."""
        yield from self._heard(self._ears[placement])
        yield from self._repetitions(self._pool.silence(placement))

    def finish(self) -> Iterator[Repetition]:
        """Nothing more will come."""
        for ear in self._ears.values():
            yield from self._heard(ear)
        yield from self._repetitions(self._pool.finish())

    def _heard(self, ear: _Ear) -> Iterator[Repetition]:
        block = ear.block
        if block is not None:
            ear.listen(self._pool)
            newest_s = block.t_s + (len(block.accel_g) - 1) / block.rate_hz
            yield from self._repetitions(self._pool.advance(ear.placement, newest_s))

    def _repetitions(self, told: Iterable[Told]) -> Iterator[Repetition]:
        for one in told:
            yield Repetition(
                drill=one.drill,
                placement=one.placement,
                foot="unknown" if one.drill == "pogo" else one.foot,
                at_s=one.at_s,
                declared_s=one.declared_s,
                contact_s=one.candidate.contact_s,
                flight_s=one.candidate.flight_s,
                faults=tuple(_faults(one)),
                values=self._values.of(one),
            )


def _faults(told: Told) -> Iterator[str]:
    if told.candidate.gap:
        yield "gap"
    if told.candidate.unseen:
        yield "unseen"


class _Ear:
    """One sensor. A block waits for the contacts found in it: they follow it, however long it is."""

    def __init__(self, placement: Placement) -> None:
        self.placement: Placement = placement
        self.block: Block | None = None
        self.contacts: list[Contact] = []
        self.expected: DrillName | None = None
        self._watch: LegWatch | TrunkWatch | None = None
        self._rate_hz = 0.0

    def listen(self, pool: Pool) -> None:
        """Tell what the waiting block holds."""
        block, self.block = self.block, None
        contacts, self.contacts = self.contacts, []
        if block is None:
            return
        if self._watch is None or block.rate_hz != self._rate_hz:
            self._watch = _watch(self.placement, block.rate_hz)
            self._rate_hz = block.rate_hz
        if isinstance(self._watch, TrunkWatch):
            self._watch.expected = self.expected
        for seen in self._watch.feed(block, contacts):
            pool.see(self.placement, seen)


def _watch(placement: Placement, rate_hz: float) -> LegWatch | TrunkWatch:
    if placement in {"waist", "chest"}:
        return TrunkWatch(rate_hz)
    return LegWatch(placement, rate_hz)
