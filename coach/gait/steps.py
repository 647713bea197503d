"""Contacts of all worn sensors become steps, judged once and for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.events import Contact, Placement, Step
from coach.gait.activity import ActivityTracker
from coach.gait.merge import Merger
from coach.gait.quality import Quality
from coach.gait.strides import Strides


class StepBuilder:
    """Joins the sensors on one body; steps come out in order of `declared_s`, however their packets interleaved.

    After each block of a sensor: `feed` its contacts in order, then `advance` to the block's newest sample. A step is
    released once every living sensor has been heard up to its `declared_s`; `silence` stops waiting for a lost sensor,
    its next samples bring it back. `values` of these steps are the sensors' own extras: `coach.measures` replaces them.
    """

    def __init__(self, placements: Sequence[Placement]) -> None:
        self._merger = Merger(placements)
        self._strides = Strides()
        self._activity = ActivityTracker()
        self._quality = Quality()

    def feed(self, contact: Contact) -> list[Step]:
        """One sensor's next contact; returns the steps that became certain."""
        return self._steps(self._merger.feed(contact))

    def advance(self, placement: Placement, newest_s: float) -> list[Step]:
        """Samples of this sensor up to `newest_s` have been processed."""
        return self._steps(self._merger.advance(placement, newest_s))

    def silence(self, placement: Placement) -> list[Step]:
        """Wait no longer for this sensor."""
        return self._steps(self._merger.silence(placement))

    def alive(self, placement: Placement) -> None:
        """Wait for this sensor again, before its first samples are processed."""
        self._merger.alive(placement)

    def finish(self) -> list[Step]:
        """The recording is over: what is still waiting comes out."""
        return self._steps(self._merger.finish())

    def _steps(self, contacts: Iterable[Contact]) -> list[Step]:
        return [self._late(contact) if "late" in contact.faults else self._step(contact) for contact in contacts]

    def _step(self, contact: Contact) -> Step:
        stride_s, flight_s = self._strides.update(contact, both_feet=self._merger.both_feet)
        looks = self._activity.update(contact, stride_s)
        reason = self._quality.reason(contact, stride_s, self._activity.activity, looks)
        return self._judged(contact, stride_s, flight_s, reason)

    def _late(self, contact: Contact) -> Step:
        """A step out of the past: told, but neither stride, flight nor activity can be known any more."""
        return self._judged(contact, None, None, "late")

    def _judged(self, contact: Contact, stride_s: float | None, flight_s: float | None, reason: str) -> Step:
        return Step(
            foot=contact.foot,
            placement=contact.placement,
            initial_contact_s=contact.initial_contact_s,
            toe_off_s=contact.toe_off_s,
            declared_s=contact.declared_s,
            contact_s=contact.contact_s,
            uncertainty_s=contact.uncertainty_s,
            stride_s=stride_s,
            flight_s=flight_s,
            activity=self._activity.activity,
            valid=not reason,
            reason=reason,
            values=contact.extras,
        )
