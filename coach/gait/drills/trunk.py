"""Pogo jumps and skips as a waist or chest sensor sees them, and butt kicks where they are expected."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from statistics import median

from coach.events import Block, Contact, DrillName
from coach.gait.drills.beats import Beat, Beats
from coach.gait.drills.candidate import Candidate, Seen
from coach.gait.drills.rhythm import Pace, Rhythm
from coach.gait.drills.sides import Sides

BEAT_S = (0.24, 0.80)
"""From one landing to the next."""
_UNEVEN = 0.45
"""A beat that differs so much from the one before begins a new series; step and hop of a skip differ by 0.3."""
_FEWEST, _MOST = 6, 9
"""Beats that tell what they are."""
_AIR = 0.40
"""In pogo jumps at least this share of the time is spent in the air."""
_FLOATS_G = 0.4
_STILL_G = 0.26
"""Runners brake and push more than this."""
_ALIKE = 1.6
"""Jumps on both feet differ no more from the last than from the last but one."""
PACES: dict[DrillName, Pace] = {
    "pogo": Pace(*BEAT_S, confirmed=4),
    "skip": Pace(0.4, 0.95, confirmed=4),
    "butt-kick": Pace(0.2, 0.36, confirmed=6),
}


class TrunkWatch:
    """Feed a block together with the running contacts found in it, which tell nothing here."""

    def __init__(self, rate_hz: float) -> None:
        self.expects_kicks = False
        self._beats = Beats(rate_hz)
        self._sides = Sides(_MOST)
        self._series: deque[Beat] = deque(maxlen=_MOST)
        self._waiting: deque[Beat] = deque(maxlen=_MOST)
        self._rhythms = {drill: Rhythm(pace) for drill, pace in PACES.items()}

    def feed(self, block: Block, contacts: Sequence[Contact]) -> Iterator[Seen]:  # noqa: ARG002  # as a leg's
        """Repetitions that these samples made certain, in order."""
        for beat in self._beats.feed(block):
            self._add(beat)
            if len(self._series) >= _FEWEST:
                yield from self._told()

    def _add(self, beat: Beat) -> None:
        """The next of the series, or the first of a new one."""
        if self._series and not self._follows(beat):
            self._series.clear()
            self._waiting.clear()
            self._sides.clear()
        self._series.append(beat)
        self._waiting.append(beat)
        self._sides.add(beat.side)

    def _follows(self, beat: Beat) -> bool:
        last = self._series[-1]
        usual_s = median(one.period_s for one in self._series)
        apart_s = beat.at_s - last.at_s
        return BEAT_S[0] <= beat.period_s <= BEAT_S[1] and abs(apart_s - usual_s) <= _UNEVEN * usual_s

    def _told(self) -> Iterator[Seen]:
        """What the beats are that nobody has named yet."""
        hop = self._sides.ends_with_hop()
        if self._is_pogo():
            drill: DrillName = "pogo"
        elif hop is not None:
            drill = "skip"
        else:
            return
        waiting, self._waiting = list(self._waiting), deque(maxlen=_MOST)
        for back, beat in zip(range(len(waiting) - 1, -1, -1), waiting, strict=True):
            if drill == "skip" and (back % 2 == 0) != hop:
                continue
            for one in self._rhythms[drill].feed(_candidate(drill, beat, self._series[-1].declared_s)):
                yield Seen(drill, "unknown", one)

    def _is_pogo(self) -> bool:
        """Long in the air, always alike, hardly braking."""
        beats = self._series
        air = median(beat.flight_s / beat.period_s for beat in beats)
        floats = median(beat.lightest_g for beat in beats)
        brakes = median(beat.brake_g for beat in beats)
        return air >= _AIR and floats <= _FLOATS_G and brakes <= _STILL_G and self._sides.turns() <= _ALIKE


def _candidate(drill: DrillName, beat: Beat, known_s: float) -> Candidate:
    """What a trunk can tell: in skips its force never ends cleanly enough to date a take-off."""
    sprung = drill == "pogo"
    return Candidate(
        at_s=beat.at_s,
        declared_s=max(beat.declared_s, known_s),
        contact_s=beat.contact_s if sprung else math.nan,
        flight_s=beat.flight_s if sprung else math.nan,
        gap=beat.gap,
        values={"landing_g": beat.heaviest_g},
    )
