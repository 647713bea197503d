"""Contacts of one foot from the sensor on it: landmarks, mounting and models put together."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.dsp.orientation import PitchAxis
from coach.events import Block, Contact, Floats, Foot, Placement
from coach.gait.foot.anchors import Anchors, Stance
from coach.gait.foot.early import EarlyStance, Foresight
from coach.gait.foot.model import FootModel, Landmarks, View
from coach.gait.foot.signals import Signals
from coach.gait.foot.strapdown import Strapdown
from coach.gait.foot.table import model_for

_BEFORE_S = 0.1
"""A gap that ends this short before the landing anchor may have hidden the true one."""
_BENT_S = 0.03
"""So long the filter remembers a gap: the end of the swing, from where the landing is sought, must be clear of it."""
_SHORTEST_S, _LONGEST_S = 0.08, 1.2
_PATIENCE_S = 4.0
"""So long a stance waits for a whole stride to show gravity, then it does without."""
_UNKNOWN: Floats = np.zeros((2, 3))
_LOW_RATE_HZ = 100.0
_WEAK_UNCERTAINTY_S = 0.04
_DOUBTFUL = {"gap", "fallback", "slipped"}


@dataclass(slots=True)
class _Waiting:
    """A stance whose events are not dated yet."""

    stance: Stance
    speed_mps: float
    turn_dps: float
    directions: Floats | None = None
    """Up and ahead in the stream's frame; None until a whole stride has shown them."""
    decided: int = 0
    """Newest row that the directions rest on."""


class FootDetector:
    """Contact detector for a foot sensor with gyroscope and accelerometer, at any mounting; see `Detector`.

    Design after Falbriard et al. 2018 (doi 10.3389/fphys.2018.00610), whose rate minimum and rate threshold are the
    anchors here; the refinement by ridge models is our own. Accuracy: docs/accuracy.md.
    """

    def __init__(
        self, placement: Placement, rate_hz: float, mass_kg: float | None = None, model: FootModel | None = None
    ) -> None:
        self._placement: Placement = placement
        self._foot: Foot = "left" if placement.endswith("left") else "right"
        self._rate_hz = rate_hz
        self._mass_kg = mass_kg
        self._model = model or model_for(rate_hz)
        self._axis = PitchAxis(rate_hz)
        self._strapdown = Strapdown(rate_hz)
        self._anchors = Anchors(rate_hz)
        self._bent = round(_BENT_S * rate_hz)
        self._foresight = Foresight()
        self._early: list[EarlyStance] = []
        self._patience = round(_PATIENCE_S * rate_hz)
        self._signals = Signals(rate_hz, self._axis)
        self._began_s = math.nan
        self._waiting: deque[_Waiting] = deque()
        self._declared_row = 0
        self._left_row = -math.inf

    def feed(self, block: Block) -> Sequence[Contact]:
        """Contacts that these samples made certain."""
        if block.fresh or math.isnan(self._began_s):
            self._begin(block.t_s)
        contacts: list[Contact] = []
        for reoriented in self._signals.feed(block):
            if reoriented:
                self._look_again()
            self._seek()
            contacts.extend(self._declare())
            self._foresee(self._signals.pitch_end)
        return contacts

    def early(self) -> list[EarlyStance]:
        """Stances seen to end by the samples fed so far, each told once: some 60 ms before toe-off."""
        told, self._early = self._early, []
        return told

    def _begin(self, t_s: float) -> None:
        """A new stretch: what was learned about the mounting stays, everything half-seen goes."""
        self._began_s = t_s
        self._signals = Signals(self._rate_hz, self._axis)
        self._anchors.restart(0)
        self._strapdown.interrupt()
        self._waiting.clear()
        self._declared_row = 0
        self._left_row = -math.inf

    def _look_again(self) -> None:
        """The pitch axis was lost or found: stances are sought again from where the new one holds."""
        self._anchors.restart(self._signals.seek_from)
        self._strapdown.forget()
        self._waiting.clear()
        self._declared_row = max(self._declared_row, self._signals.oriented_at)

    def _seek(self) -> None:
        """New stances, each with the mounting as known at its own foot-flat or, at first, soon after."""
        motion = self._signals.motion
        for stance in self._anchors.find(self._signals):
            speed_mps = self._strapdown.flat(motion, stance.flat)
            self._waiting.append(_Waiting(stance, speed_mps * self._model.speed_gain, self._strapdown.turn_dps))
            for waiting in self._waiting:
                if waiting.directions is None and stance.decided <= waiting.stance.decided + self._patience:
                    waiting.directions = self._strapdown.directions(motion, waiting.stance.flat)
                    waiting.decided = stance.decided

    def _declare(self) -> list[Contact]:
        """Contacts of the waiting stances whose needed rows have all come, in order."""
        ready: list[_Waiting] = []
        for waiting in self._waiting:
            if waiting.directions is None:
                waiting.decided = waiting.stance.decided + self._patience
            if waiting.decided >= self._signals.pitch_end:
                break
            ready.append(waiting)
        return self._dated(ready) if ready else []

    def _dated(self, ready: list[_Waiting]) -> list[Contact]:
        stances = [waiting.stance for waiting in ready]
        directions = [_UNKNOWN if waiting.directions is None else waiting.directions for waiting in ready]
        marks = Landmarks(
            anchor=np.array([x.anchor for x in stances]),
            push=np.array([x.push for x in stances]),
            blind=np.array([waiting.directions is None for waiting in ready]),
            soft=np.array([x.soft for x in stances]),
            weak=np.array([x.weak for x in stances]),
        )
        view = View(self._signals, self._rate_hz, np.stack(directions))
        events = self._model.date(view, marks, self._mass_kg)
        contacts: list[Contact] = []
        for k, waiting in enumerate(ready):
            needed = max(math.ceil(events.needed[k]), waiting.decided, self._declared_row)
            if needed >= self._signals.pitch_end:
                break
            self._foresee(needed)
            self._waiting.popleft()
            self._declared_row = needed
            toe_off = float(events.toe_off[k])
            contact = self._contact(waiting, float(events.initial_contact[k]), toe_off, bool(events.odd[k]))
            if contact is not None:
                contacts.append(contact)
                if not _DOUBTFUL & {*contact.faults}:
                    self._foresight.learn(waiting.stance, float(events.initial_contact[k]), toe_off)
        return contacts

    def _foresee(self, before: int) -> None:
        """Stances seen to end before this row, judged by the contacts declared by then."""
        leavings = self._anchors.leavings
        while leavings and leavings[0].decided < before:
            leaving = leavings.popleft()
            forecast = self._foresight.foresee(leaving)
            gap, _ = self._signals.flaws(self._before(leaving.anchor), leaving.decided)
            if forecast is None or gap or leaving.decided < self._signals.oriented_at:
                continue
            landed_s, toe_off_s = (self._time(row) - self._signals.delay_s for row in forecast[:2])
            decided_s, long_by_s = self._time(leaving.decided), forecast[2] / self._rate_hz
            self._early.append(EarlyStance(self._placement, decided_s, landed_s, toe_off_s, long_by_s))

    def _contact(self, waiting: _Waiting, initial_contact: float, toe_off: float, odd: bool) -> Contact | None:
        """The record of one stance, or None where the landmarks make no sense."""
        stance = waiting.stance
        contact_s = (toe_off - initial_contact) / self._rate_hz
        if stance.anchor <= self._left_row or not _SHORTEST_S <= contact_s <= _LONGEST_S:
            return None
        self._left_row = toe_off
        faults = self._faults(waiting, odd)
        return Contact(
            placement=self._placement,
            foot=self._foot,
            initial_contact_s=self._time(initial_contact) - self._signals.delay_s,
            toe_off_s=self._time(toe_off) - self._signals.delay_s,
            declared_s=self._time(self._declared_row),
            contact_s=math.nan if "gap" in faults else contact_s,
            uncertainty_s=self._uncertainty_s(stance, faults),
            faults=faults,
            extras=self._extras(waiting, initial_contact, toe_off, faults),
            rate_hz=self._rate_hz,
        )

    def _time(self, row: float) -> float:
        return self._began_s + row / self._rate_hz

    def _before(self, anchor: float) -> int:
        """First row that bears on the landing."""
        return max(math.floor(anchor - _BEFORE_S * self._rate_hz), 0)

    def _faults(self, waiting: _Waiting, odd: bool) -> tuple[str, ...]:
        stance, speed_mps = waiting.stance, waiting.speed_mps
        first = min(self._before(stance.anchor), max(stance.swung - self._bent, 0))
        filled, clipped = self._signals.flaws(first, self._declared_row)
        found = {
            "gap": filled,
            "clipped": clipped,
            "fallback": odd,
            "untrained": speed_mps < self._model.slowest_mps or speed_mps > self._model.fastest_mps,
            "slipped": stance.anchor < self._signals.doubtful_until,
            "low-rate": self._rate_hz < _LOW_RATE_HZ,
        }
        return tuple(name for name, true in found.items() if true)

    def _uncertainty_s(self, stance: Stance, faults: tuple[str, ...]) -> float:
        """Of a never-seen runner; at a low rate a quarter of the sample interval comes on top: stamps are as coarse."""
        if stance.weak:
            return _WEAK_UNCERTAINTY_S
        sure = "fallback" not in faults and "untrained" not in faults
        ms = self._model.uncertainty_ms if sure else self._model.fallback_uncertainty_ms
        return math.hypot(ms / 1000.0, 0.25 / self._rate_hz if "low-rate" in faults else 0.0)

    def _extras(
        self, waiting: _Waiting, initial_contact: float, toe_off: float, faults: tuple[str, ...]
    ) -> dict[str, float]:
        rise = (waiting.stance.heel_rise - initial_contact) / (toe_off - initial_contact)
        extras = {"heel_rise_percent": 100.0 * rise}
        if not math.isnan(waiting.speed_mps):
            extras["speed_mps"] = waiting.speed_mps
            extras["speed_uncertainty_mps"] = waiting.speed_mps * self._model.speed_uncertainty
        if not math.isnan(waiting.turn_dps) and not {"gap", "clipped"} & {*faults}:
            extras["turn_dps"] = waiting.turn_dps
        return extras
