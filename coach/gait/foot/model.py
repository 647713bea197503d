"""From landmarks to events: small linear models on pitch rate and on acceleration along gravity and travel.

Initial contact is one ridge regression around the landing anchor. Toe-off is a chain of them: the first looks around
the fall through −300 deg/s, each further one looks back from where the one before put toe-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Bools, Floats
from coach.gait.foot.signals import ACCEL, Signals

PITCH_DPS, UP_G, AHEAD_G = 0, 1, 2
CLIPPED_SD = 3.5
_PUSH_TO_TOE_OFF_MS = (15.0, 150.0)
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
    """Toe-off after the fall through −300 deg/s, where the ridges are not believed."""
    uncertainty_ms: float
    fallback_uncertainty_ms: float
    speed_gain: float
    """Belt speed over integrated speed."""
    speed_uncertainty: float
    """Standard deviation of one stride's speed, as a share of it."""

    def date(self, view: View, anchors: Floats, pushes: Floats, mass_kg: float | None) -> Events:
        """Events of stances given their landmarks, in rows."""
        per_ms = view.rate_hz / 1000.0
        heavy = 0.0 if mass_kg is None else 1.0 - _MEAN_MASS_KG / mass_kg
        after_ms, strange = self.landing.predict_ms(view, anchors)
        needed = np.maximum(anchors + self.landing.offsets_s[-1] * view.rate_hz, pushes)
        toe_off = pushes
        least, most = (x * per_ms for x in _PUSH_TO_TOE_OFF_MS)
        for stage in self.leaving:
            needed = np.maximum(needed, toe_off + stage.offsets_s[-1] * view.rate_hz)
            more_ms, stranger = stage.predict_ms(view, toe_off)
            strange = np.maximum(strange, stranger)
            toe_off = pushes + np.clip(toe_off - pushes + more_ms * per_ms, least, most)
        odd = strange > self.strange_limit
        after_ms = np.where(odd, self.fallback_landing_ms, after_ms) + _MASS_LANDING_MS * heavy
        toe_off = np.where(odd, pushes + self.fallback_leaving_ms * per_ms, toe_off)
        return Events(
            initial_contact=anchors + after_ms * per_ms,
            toe_off=toe_off + _MASS_LEAVING_MS * heavy * per_ms,
            needed=needed,
            odd=odd,
        )
