"""Skips as a foot or shank sees them: two push-offs of one leg close together, then a wide swing."""

from __future__ import annotations

from collections.abc import Iterator

from coach.gait.drills.candidate import Candidate
from coach.gait.drills.landing import landing
from coach.gait.drills.leg_signal import LegSignal
from coach.gait.drills.pogo_leg import FOOT, SHANK, Leg
from coach.gait.drills.rhythm import Pace
from coach.gait.drills.swings import Swing, Swings

PACE = Pace(0.75, 1.8)
"""From one pair of this foot to its next."""
_PAIR_S = (0.18, 0.88)
"""From the fastest moment after the step to that after the hop."""
_BETWEEN = {FOOT: 0.79, SHANK: 0.55}
"""The swing between step and hop is smaller than the one that follows by this share."""
_BACK = 0.6
"""From the step the leg swings back by at least this share."""
_REST_S = 0.55
"""So long no pair follows another of the same foot."""
_LANDS_S = (-0.17, 0.05)
"""The hop's landing against the end of the swing before it."""
_LANDING_G = 0.5
"""A smaller rise is no landing."""
_CONTACT = {FOOT: 1.1, SHANK: 0.68}
"""Contact against landing to the fastest moment that follows: for a shank that is in the swing."""


class SkipLeg:
    """Pairs of one leg, each certain when the leg has swung on after the hop."""

    def __init__(self, signal: LegSignal, leg: Leg) -> None:
        self._leg = leg
        self._signal = signal
        self._finder = Swings(self._signal, leg.least_deg)
        self._stretch = 0
        self._swings: list[Swing] = []
        self._last = 0.0

    def find(self) -> Iterator[Candidate]:
        """Pairs that became certain since the last call."""
        signal = self._signal
        if signal.stretch != self._stretch:
            self._stretch = signal.stretch
            self._swings.clear()
        for swing in self._finder.find():
            self._swings = [*self._swings[-2:], swing]
            if len(self._swings) == 3 and self._is_pair(*self._swings):
                yield from self._pair(*self._swings[1:])

    def _is_pair(self, step: Swing, between: Swing, hop: Swing) -> bool:
        rate_hz = self._signal.rate_hz
        apart_s = (hop.peak - step.peak) / rate_hz
        if not _PAIR_S[0] <= apart_s <= _PAIR_S[1] or hop.peak - self._last < _REST_S * rate_hz:
            return False
        there, back, on = (swing.range_deg for swing in (step, between, hop))
        return max(there, back) <= self._leg.widest_deg and _BACK * there <= back <= _BETWEEN[self._leg] * on

    def _pair(self, between: Swing, hop: Swing) -> Iterator[Candidate]:
        signal = self._signal
        first, last = (between.stop + round(s * signal.rate_hz) for s in _LANDS_S)
        landed = landing(signal, first, last, _LANDING_G)
        if landed is None:
            return
        self._last = hop.peak
        yield Candidate(
            at_s=signal.seconds(landed[0]),
            declared_s=signal.heard_s(hop.certain),
            contact_s=_CONTACT[self._leg] * (hop.peak - landed[0]) / signal.rate_hz,
            flaws=signal.flaws(hop.certain),
            values={self._leg.value: hop.range_deg, "landing_g": landed[1]},
        )
