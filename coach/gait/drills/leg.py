"""All three drills as one foot or shank sensor sees them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from coach.events import Block, Contact, DrillName, Foot, Placement
from coach.gait.drills import kick_leg, pogo_leg, skip_leg
from coach.gait.drills.candidate import Candidate, Seen
from coach.gait.drills.kick_leg import KickLeg
from coach.gait.drills.leg_signal import LegSignal
from coach.gait.drills.pogo_leg import PogoLeg
from coach.gait.drills.rhythm import Rhythm
from coach.gait.drills.skip_leg import SkipLeg

_FAST_MPS, _VERY_FAST_MPS = 2.2, 4.0
"""Butt kicks are done at a walking pace, or in place."""
_KNOWN_S = 2.5
"""A speed holds for so long."""


class LegWatch:
    """Feed a block together with the running contacts found in it; a sensor without a gyroscope tells nothing."""

    def __init__(self, placement: Placement, rate_hz: float) -> None:
        foot = placement.startswith("foot")
        self._foot: Foot = "left" if placement.endswith("left") else "right"
        self._signal = LegSignal(rate_hz)
        leg = pogo_leg.FOOT if foot else pogo_leg.SHANK
        kick = kick_leg.FOOT if foot else kick_leg.SHANK
        self._drills: tuple[tuple[DrillName, PogoLeg | SkipLeg | KickLeg, Rhythm], ...] = (
            ("pogo", PogoLeg(self._signal, leg), Rhythm(pogo_leg.PACE)),
            ("skip", SkipLeg(self._signal, leg), Rhythm(skip_leg.PACE)),
            ("butt-kick", KickLeg(self._signal, kick), Rhythm(kick_leg.PACE)),
        )
        self._fast_s: deque[float] = deque()

    def feed(self, block: Block, contacts: Sequence[Contact]) -> Iterator[Seen]:
        """Repetitions that these samples made certain, each drill's in order."""
        self._fast_s.extend(c.declared_s for c in contacts if _is_fast(c))
        self._signal.feed(block)
        for drill, finder, rhythm in self._drills:
            for candidate in finder.find():
                if drill != "butt-kick" or not self._runs(candidate):
                    yield from (Seen(drill, self._foot, one) for one in rhythm.feed(candidate))

    def _runs(self, candidate: Candidate) -> bool:
        """Whether the running detector of the same foot has just measured a runner's speed."""
        while self._fast_s and self._fast_s[0] < candidate.declared_s - _KNOWN_S:
            self._fast_s.popleft()
        return bool(self._fast_s) and self._fast_s[0] <= candidate.declared_s


def _is_fast(contact: Contact) -> bool:
    """A speed is believed where the detector knows the gait that it measures, or where it is beyond doubt."""
    fast_mps = _VERY_FAST_MPS if "untrained" in contact.faults else _FAST_MPS
    return contact.extras.get("speed_mps", 0.0) >= fast_mps
