"""The contacts of all sensors in one order that does not depend on how their packets interleaved."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coach.events import PLACEMENTS, Contact, Placement
from coach.gait.leaders import LEG, both_feet, leaders

FOLLOW_S = 0.4
"""How long a step waits for what another sensor adds to it; sink at the waist is known one step late."""
_RANK = {placement: rank for rank, placement in enumerate(PLACEMENTS)}
_REMEMBERED = 64
"""Released steps among which a stand-in's twin is looked for."""


@dataclass(slots=True)
class _Open:
    """A leader's contact that other sensors may still add to."""

    contact: Contact
    missing: set[Placement]
    settled_s: float
    extras: dict[str, float] = field(default_factory=dict[str, float])


class Merger:
    """Contacts in, the leading sensors' contacts out, in order of `declared_s`, with the others' extras joined.

    A contact comes out once every living sensor has been heard up to its `declared_s`: nothing can come before it any
    more. Where another sensor on the same body has something to add, `declared_s` becomes the time at which that was
    known, or at which it was known to be missing. A sensor that was given up and then delivers the past after all gives
    contacts with the fault `late`; a twin of a step that a stand-in has already dated is left out.
    """

    def __init__(self, placements: Sequence[Placement]) -> None:
        self._alive = set(placements)
        self._heard_s = dict.fromkeys(placements, -math.inf)
        self._leaders = leaders(self._alive)
        self._open: list[_Open] = []
        self._loose: list[Contact] = []
        self._queue: list[tuple[float, float, int, int, Contact]] = []
        self._count = 0
        self._newest_s = -math.inf
        self._stood_in = False
        self._released: deque[Contact] = deque(maxlen=_REMEMBERED)

    @property
    def both_feet(self) -> bool:
        """Whether the present leaders see the steps of both feet."""
        return both_feet(self._leaders)

    def feed(self, contact: Contact) -> list[Contact]:
        """One sensor's next contact, in order of `declared_s`; the sensor counts as heard to just short of then."""
        self.alive(contact.placement)
        if contact.placement in self._leaders:
            self._lead(contact)
        elif not any(self._join(step, contact) for step in self._open):
            self._loose.append(contact)
        # others of the same moment may follow (held-back first strides): only `advance` to it lets them out, in order
        return self.advance(contact.placement, math.nextafter(contact.declared_s, -math.inf))

    def advance(self, placement: Placement, newest_s: float) -> list[Contact]:
        """All contacts of this sensor up to `newest_s` have been fed."""
        self.alive(placement)
        self._heard_s[placement] = max(self._heard_s[placement], newest_s)
        return self._release()

    def silence(self, placement: Placement) -> list[Contact]:
        """Wait no longer for this sensor; the next best on its leg stands in."""
        if placement not in self._alive:
            return []
        self._alive.discard(placement)
        self._elect()
        return self._release()

    def alive(self, placement: Placement) -> None:
        """Wait for this sensor again; its next samples say so by themselves."""
        if placement not in self._alive:
            self._alive.add(placement)
            self._heard_s.setdefault(placement, -math.inf)
            self._elect()

    def finish(self) -> list[Contact]:
        """Nothing more will come."""
        for placement in self._heard_s:
            self._heard_s[placement] = math.inf
        return self._release()

    def _elect(self) -> None:
        before, self._leaders = self._leaders, leaders(self._alive)
        if self._leaders - before:
            self._stood_in = True
            loose, self._loose = self._loose, []
            for contact in loose:
                if contact.placement in self._leaders:
                    self._lead(contact)
                else:
                    self._loose.append(contact)

    def _lead(self, contact: Contact) -> None:
        leg = LEG[contact.placement]
        followers: set[Placement] = {p for p in self._alive if p not in self._leaders and LEG[p] in (leg, "unknown")}
        if "waist" in followers:
            followers.discard("chest")  # both feel the trunk: one of them, always the same, speaks for it
        if not followers:
            self._enqueue(contact)
            return
        step = _Open(contact, followers, contact.declared_s)
        self._loose = [extra for extra in self._loose if not self._join(step, extra)]
        self._open.append(step)

    def _join(self, step: _Open, extra: Contact) -> bool:
        """Add what `extra` saw, if it saw the same stance and in time."""
        contact = step.contact
        middle_s = 0.5 * (extra.initial_contact_s + extra.toe_off_s)
        same = contact.initial_contact_s < middle_s < contact.toe_off_s
        if not same or extra.placement not in step.missing or extra.declared_s > contact.declared_s + FOLLOW_S:
            return False
        step.missing.discard(extra.placement)
        step.settled_s = max(step.settled_s, extra.declared_s)
        step.extras.update(extra.extras)
        return True

    def _settle(self) -> None:
        """Steps to which nothing can be added any more join the queue."""
        waiting: list[_Open] = []
        for step in self._open:
            latest_s = step.contact.declared_s + FOLLOW_S
            for placement in tuple(step.missing):
                heard_s = self._heard_s[placement]
                if placement not in self._alive or heard_s >= latest_s:
                    step.missing.discard(placement)
                    step.settled_s = max(step.settled_s, min(heard_s, latest_s))
            if step.missing:
                waiting.append(step)
            else:
                extras = {**step.extras, **step.contact.extras}
                self._enqueue(replace(step.contact, declared_s=step.settled_s, extras=extras))
        self._open = waiting

    def _enqueue(self, contact: Contact) -> None:
        self._count += 1
        landed_s = contact.initial_contact_s
        landed_s = contact.declared_s if math.isnan(landed_s) else landed_s
        heapq.heappush(self._queue, (contact.declared_s, landed_s, _RANK[contact.placement], self._count, contact))

    def _release(self) -> list[Contact]:
        if self._open:
            self._settle()
        if not self._queue and not self._loose:
            return []
        horizon_s = min((self._heard_s[p] for p in self._alive), default=math.inf)
        if self._loose:
            self._loose = [extra for extra in self._loose if extra.declared_s > horizon_s - 2 * FOLLOW_S]
        out: list[Contact] = []
        while self._queue and self._queue[0][0] <= horizon_s:
            contact = heapq.heappop(self._queue)[-1]
            if self._stood_in and self._has_twin(contact):
                continue
            if contact.declared_s < self._newest_s:
                contact = replace(contact, faults=(*contact.faults, "late"))
            self._newest_s = max(self._newest_s, contact.declared_s)
            self._released.append(contact)
            out.append(contact)
        return out

    def _has_twin(self, contact: Contact) -> bool:
        """Whether another sensor has already dated this stance."""
        middle_s = 0.5 * (contact.initial_contact_s + contact.toe_off_s)
        return any(
            step.placement != contact.placement and step.initial_contact_s < middle_s < step.toe_off_s
            for step in self._released
        )
