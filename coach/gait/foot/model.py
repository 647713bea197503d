"""From landmarks to events: small linear models on pitch rate and on acceleration along gravity and travel.

Initial contact is one ridge regression around the landing anchor. Toe-off is a chain of them: the first looks around
the fall through −200 deg/s, each further one looks back from where the one before put toe-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Bools, Floats
from coach.gait.foot.signals import ACCEL, Signals

PITCH_DPS, UP_G, AHEAD_G = 0, 1, 2
CLIPPED_SD = 3.5
_SHORTEST_LEAD_MS, _LONGEST_LEAD_MS = 15.0, 150.0
_MEAN_MASS_KG = 68.6
_MASS_LANDING_MS, _MASS_LEAVING_MS = -5.0, 11.5
"""50 N is a smaller share of a heavier runner's weight: contact begins earlier and ends later (fifteen runners)."""


@dataclass(frozen=True, slots=True)
class View:
    """Stances side by side, readable at any time around their landmarks."""

    signals: Signals
    rate_hz: float
    directions: Floats
    """(stances, 2, 3) up and ahead in the stream's frame."""

    def read(self, rows: Floats, offsets_s: Floats) -> Floats:
        """(stances, channels, offsets): pitch rate, deg/s; acceleration up and ahead, g."""
        at = rows[:, None] + offsets_s * self.rate_hz
        out = np.empty((len(rows), 3, len(offsets_s)))
        out[:, PITCH_DPS] = self.signals.pitch_at(at)
        accel = self.signals.motion.at(at.ravel())[:, ACCEL].reshape(*at.shape, 3)
        for channel, way in ((UP_G, self.directions[:, 0]), (AHEAD_G, self.directions[:, 1])):
            x, y, z = way[:, 0, None], way[:, 1, None], way[:, 2, None]
            out[:, channel] = accel[..., 0] * x + accel[..., 1] * y + accel[..., 2] * z
        return out


@dataclass(frozen=True, slots=True)
class Ridge:
    """Milliseconds from a landmark to an event: a constant and a weighted sum of what is seen around the landmark."""

    channels: tuple[int, ...]
    offsets_s: Floats
    mean: Floats
    """(channels, offsets), as sd and weights_ms."""
    sd: Floats
    weights_ms: Floats
    constant_ms: float

    def predict_ms(self, view: View, rows: Floats) -> tuple[Floats, Floats]:
        """(stances,) milliseconds, and how strange the signal is: RMS distance from the training mean in SD."""
        score = (view.read(rows, self.offsets_s)[:, self.channels] - self.mean) / self.sd
        weighted = np.clip(score, -CLIPPED_SD, CLIPPED_SD) * self.weights_ms
        strange = np.mean((score * score).reshape(len(rows), -1), axis=1)
        return np.sum(weighted.reshape(len(rows), -1), axis=1) + self.constant_ms, np.sqrt(strange)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Stances side by side: anchors in fractional rows, and which of them stand on less than they should."""

    anchor: Floats
    push: Floats
    blind: Bools
    """Gravity is not known: both events by the fallback."""
    soft: Bools
    """No landing was seen: initial contact by the fallback."""
    weak: Bools
    """−200 deg/s was not reached: `push` is the rate minimum and stands for toe-off."""


@dataclass(frozen=True, slots=True)
class Events:
    """Dated events of stances side by side, in fractional rows."""

    initial_contact: Floats
    toe_off: Floats
    needed: Floats
    """Newest row that the dates rest on."""
    odd: Bools
    """Too far from what the model was trained on: dated by the fallback."""


@dataclass(frozen=True, slots=True)
class FootModel:
    """Frozen constants of one range of sample rates; `bench/train_foot.py` makes them."""

    landing: Ridge
    leaving: tuple[Ridge, ...]
    strange_limit: float
    """Stances stranger than this are dated by the fallback."""
    fallback_landing_ms: float
    """Initial contact after the landing anchor, where the ridge is not believed."""
    fallback_leaving_ms: float
    """Toe-off after the fall through −200 deg/s, where the ridges are not believed."""
    uncertainty_ms: float
    fallback_uncertainty_ms: float
    speed_gain: float
    """Belt speed over integrated speed."""
    speed_uncertainty: float
    """Standard deviation of one stride's speed, as a share of it."""
    slowest_mps: float
    """Below this and above `fastest_mps` no training runner ran."""
    fastest_mps: float

    def date(self, view: View, marks: Landmarks, mass_kg: float | None) -> Events:
        """Events of stances given their landmarks."""
        per_ms = view.rate_hz / 1000.0
        heavy = 0.0 if mass_kg is None else 1.0 - _MEAN_MASS_KG / mass_kg
        after_ms, strange = self.landing.predict_ms(view, marks.anchor)
        lead_ms, stranger, needed = self._lead_ms(view, marks.push)
        oddly_landed = marks.blind | marks.soft | (strange > self.strange_limit)
        oddly_left = marks.blind | (stranger > self.strange_limit)
        after_ms = np.where(oddly_landed, self.fallback_landing_ms, after_ms) + _MASS_LANDING_MS * heavy
        lead_ms = np.where(oddly_left, self.fallback_leaving_ms, lead_ms) + _MASS_LEAVING_MS * heavy
        return Events(
            initial_contact=marks.anchor + after_ms * per_ms,
            toe_off=marks.push + np.where(marks.weak, 0.0, lead_ms) * per_ms,
            needed=np.maximum(needed, marks.anchor + self.landing.offsets_s[-1] * view.rate_hz),
            odd=oddly_landed | oddly_left | marks.weak,
        )

    def _lead_ms(self, view: View, pushes: Floats) -> tuple[Floats, Floats, Floats]:
        """Toe-off after the push landmark, how strange its surroundings are, and the newest row needed."""
        per_ms = view.rate_hz / 1000.0
        lead_ms, strange, needed = np.zeros_like(pushes), np.zeros_like(pushes), pushes
        for stage in self.leaving:
            here = pushes + lead_ms * per_ms
            needed = np.maximum(needed, here + stage.offsets_s[-1] * view.rate_hz)
            more_ms, stranger = stage.predict_ms(view, here)
            strange = np.maximum(strange, stranger)
            lead_ms = np.clip(lead_ms + more_ms, _SHORTEST_LEAD_MS, _LONGEST_LEAD_MS)
        return lead_ms, strange, needed
