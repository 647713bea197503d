"""One shank sensor's blocks in, contacts out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coach.dsp.filters import low_pass_delay_s
from coach.events import Block, Contact, Foot, Placement
from coach.gait.shank.constants import SHANK_MODEL
from coach.gait.shank.landmarks import Landmarks, Stance
from coach.gait.shank.model import ShankModel, initial_contact_features, toe_off_features
from coach.gait.shank.mounting import Mounting
from coach.gait.shank.signal import CUTOFF_HZ, ShankSignal, pieces

UNCERTAINTY_S = 0.007
"""Contact-time error of a runner on whom neither constants nor features were chosen."""
LOW_RATE_UNCERTAINTY_S = 0.008
STRANGE_UNCERTAINTY_S = 0.012
LOW_RATE_HZ = 100.0


class ShankDetector:
    """Contacts of one leg from pitch rate and forces of its shank; the contract of `coach.gait.detector.Detector`.

    Pitch rate gives the landmarks, forces refine them as centroids and levels, two linear models of three and four
    features date the events. Robberechts 2021 (doi 10.1016/j.gaitpost.2020.10.035) reads a tibial accelerometer alone,
    by peaks or a recurrent network that sees the whole stride first; this one is causal. Accuracy: docs/accuracy.md.

    Needs a gyroscope: blocks without one give no contacts. Walking is reported too where its push-off is found;
    whether a contact is believable is for `coach.gait.quality` to say. A slip of the sensor is marked on the strides
    that show it, and learned within four seconds of movement.

    Faults: `gap` (a bridged sample near an event: `contact_s` is NaN), `axis` (the sensor moved), `clipped` (near an
    event; harmless down to 4 g), `strange` (a landmark outside what the model was taught), `low-rate` (below 100 Hz).
    """

    def __init__(self, placement: Placement, rate_hz: float, model: ShankModel = SHANK_MODEL) -> None:
        self._placement: Placement = placement
        self._foot: Foot = "left" if placement.endswith("left") else "right"
        self._rate_hz = rate_hz
        self._model = model
        self._mounting = Mounting()
        self._delay_s = low_pass_delay_s(rate_hz, CUTOFF_HZ)
        self._restart(0.0)

    def feed(self, block: Block) -> Sequence[Contact]:
        """Contacts that these samples made certain."""
        if block.fresh:
            self._restart(block.t_s)
        found: list[Contact] = []
        for piece in pieces(block):
            self._signal.feed(piece)
            found.extend(self._contact(stance) for stance in self._landmarks.find())
        return found

    def _restart(self, t_s: float) -> None:
        """A new stretch; the mounting outlives the gap."""
        self._began_s = t_s
        self._signal = ShankSignal(self._rate_hz, self._mounting)
        self._landmarks = Landmarks(self._signal, self._rate_hz)

    def _contact(self, stance: Stance) -> Contact:
        landing, leaving = initial_contact_features(stance), toe_off_features(stance)
        initial_contact_s = self._model.initial_contact.time_s(landing)
        toe_off_s = stance.tipped_s + self._model.toe_off.time_s(leaving)
        strange = self._model.initial_contact.strange(landing) or self._model.toe_off.strange(leaving)
        faults = {
            "gap": stance.gap,
            "axis": stance.slipped,
            "clipped": stance.clipped,
            "strange": strange,
            "low-rate": self._rate_hz < LOW_RATE_HZ,
        }
        uncertainty_s = LOW_RATE_UNCERTAINTY_S if faults["low-rate"] else UNCERTAINTY_S
        landed_s = self._began_s + stance.landing / self._rate_hz - self._delay_s
        return Contact(
            placement=self._placement,
            foot=self._foot,
            initial_contact_s=landed_s + initial_contact_s,
            toe_off_s=landed_s + toe_off_s,
            declared_s=self._began_s + max(stance.decided, self._signal.known_at) / self._rate_hz,
            contact_s=math.nan if stance.gap else toe_off_s - initial_contact_s,
            uncertainty_s=STRANGE_UNCERTAINTY_S if strange else uncertainty_s,
            faults=tuple(fault for fault, met in faults.items() if met),
            rate_hz=self._rate_hz,
        )
