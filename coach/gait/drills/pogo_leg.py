"""Pogo jumps as a foot or shank sees them: small swings to and fro, a push-off and a hard landing in each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.gait.drills.candidate import Candidate
from coach.gait.drills.landing import landing
from coach.gait.drills.leg_signal import FORCE, LegSignal
from coach.gait.drills.rhythm import Pace
from coach.gait.drills.sprung import contact_from_push_s
from coach.gait.drills.swings import Swing, Swings

BEAT_S = (0.26, 1.05)
"""From one landing to the next."""
PACE = Pace(*BEAT_S, confirmed=4)
CONTACT_S, FLIGHT_S = (0.08, 0.45), 0.075
"""Contacts that are believed, and the shortest flight."""
_LANDS_S = 1.0
"""Later than this after a push-off nobody lands."""
_WEAK = 0.5
"""Against the push-offs before it: a heel that is lifted to walk away."""
_MEMORY, _LOAD = 0.3, 0.3
"""What the verdict on the swing before weighs in the verdict on this one, and what the load does."""
_AIR_S = 0.045
"""From the fastest moment of a push-off nobody lands sooner than this."""
_GROUND_S = 0.42
"""A landing is sought so far back from the fastest moment that follows."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What tells a hop's swings from others at one place of the leg."""

    least_deg: float
    """A turn back by less is no turn."""
    widest_deg: float
    """Range of a push-off in skips: running turns a shank by 66 deg or more, a foot by 80, in either way."""
    hop_deg: float
    """The same of a pogo jump, knees softened."""
    value: str
    """What its swing is called among a repetition's values."""
    closer: float
    """What tells a push-off from the swing back: how closely it follows (1), or how fast it is (0)."""


FOOT = Leg(least_deg=15.0, widest_deg=62.0, hop_deg=62.0, value="foot_swing_deg", closer=0.0)
SHANK = Leg(least_deg=4.0, widest_deg=36.0, hop_deg=48.0, value="shank_swing_deg", closer=0.7)


@dataclass(frozen=True, slots=True)
class _Push:
    """A push-off and the landing before it."""

    swing: Swing
    landed: float
    peak_g: float


class PogoLeg:
    """Hops of one leg, each certain with the landing after it: half a swing after that, or a second after the last."""

    def __init__(self, signal: LegSignal, leg: Leg) -> None:
        self._leg = leg
        self._signal = signal
        self._finder = Swings(self._signal, leg.least_deg)
        self._stretch = 0
        self._swings: list[Swing] = []
        self._open: _Push | None = None
        self._landing: tuple[float, float] | None = None
        self._usual_dps = 0.0
        self._score = 0.0

    def find(self) -> Iterator[Candidate]:
        """Hops that became certain since the last call."""
        signal = self._signal
        if signal.stretch != self._stretch:
            self._stretch, self._open, self._landing = signal.stretch, None, None
            self._swings.clear()
        for swing in self._finder.find():
            yield from self._overdue(swing.certain)
            yield from self._swung(swing)
        yield from self._overdue(signal.known)

    def _swung(self, swing: Swing) -> Iterator[Candidate]:
        """A swing back holds the landing that ends a hop; a push-off follows the landing that begins one."""
        self._swings = [*self._swings[-2:], swing]
        if len(self._swings) < 2:
            return
        if not self._pushes():
            first = max(self._after_push(), swing.stop - round(_GROUND_S * self._signal.rate_hz))
            self._landing = landing(self._signal, first, swing.stop + 1)
            yield from self._landed(swing.certain)
            return
        first = max(self._stretch, round(swing.peak - _GROUND_S * self._signal.rate_hz))
        landed = self._landing or landing(self._signal, first, swing.start + 1)
        self._landing = None
        wide, weak = swing.range_deg > self._leg.hop_deg, swing.peak_dps < _WEAK * self._usual_dps
        self._usual_dps = 0.0 if wide else self._usual_dps + 0.3 * (swing.peak_dps - self._usual_dps)
        self._usual_dps = swing.peak_dps if self._usual_dps < 0.5 * swing.peak_dps and not wide else self._usual_dps
        self._open = None if wide or weak or landed is None else _Push(swing, *landed)

    def _pushes(self) -> bool:
        """Whether the newest swing is a push-off, by what it and the two before it say, and those before them said.

        A push-off is faster than the swing back, it follows the landing's swing more closely than that follows the last
        push-off, and the leg is loaded meanwhile.
        """
        *early, second, third = self._swings
        first = early[0] if early else third
        own = 0.0
        if early and second.range_deg <= self._leg.hop_deg:  # a swing that belongs to no hop says nothing about one
            faster = _contrast(first.peak_dps, second.peak_dps, third.peak_dps)
            closer = (2.0 * second.peak - first.peak - third.peak) / (third.peak - first.peak)
            own = self._leg.closer * closer + (1.0 - self._leg.closer) * faster
        loaded = _contrast(*(self._load_g(swing) for swing in (first, second, third)))
        self._score = -_MEMORY * self._score + own + _LOAD * loaded
        return self._score > 0.0

    def _load_g(self, swing: Swing) -> float:
        return float(np.median(self._signal.view(swing.start, swing.stop + 1)[:, FORCE]))

    def _after_push(self) -> int:
        return self._stretch if self._open is None else round(self._open.swing.peak + _AIR_S * self._signal.rate_hz)

    def _overdue(self, newest: int) -> Iterator[Candidate]:
        """The last hop of a set: nothing follows its landing."""
        if self._open is None:
            return
        due = math.ceil(self._open.swing.peak + _LANDS_S * self._signal.rate_hz)
        if newest >= due:
            self._landing = landing(self._signal, self._after_push(), due)
            yield from self._landed(due - 1)

    def _landed(self, certain: int) -> Iterator[Candidate]:
        """The hop that the newest landing ends."""
        signal, push, landed = self._signal, self._open, self._landing
        self._open = None
        if push is None or landed is None:
            return
        period_s = (landed[0] - push.landed) / signal.rate_hz
        since_s = (push.swing.peak - push.landed) / signal.rate_hz
        if not BEAT_S[0] <= period_s <= BEAT_S[1]:
            return
        contact_s = contact_from_push_s(max(since_s, 0.01), period_s)
        if not CONTACT_S[0] <= contact_s <= CONTACT_S[1] or period_s - contact_s < FLIGHT_S:
            return
        yield Candidate(
            at_s=signal.seconds(push.landed),
            declared_s=signal.heard_s(certain),
            contact_s=contact_s,
            flight_s=period_s - contact_s,
            flaws=signal.flaws(certain),
            values={self._leg.value: push.swing.range_deg, "landing_g": push.peak_g},
        )


def _contrast(first: float, second: float, third: float) -> float:
    """How much larger first and third are than the second, -1 … 1."""
    return (first + third - 2.0 * second) / max(first + third + 2.0 * second, 1e-9)
