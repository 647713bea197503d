"""Pogo jumps as a waist or chest sensor sees them, and what it can count of skips and butt kicks."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from statistics import median

from coach.events import Block, Contact, DrillName
from coach.gait.drills.beats import Beat, Beats
from coach.gait.drills.candidate import Candidate, Seen
from coach.gait.drills.rhythm import Pace, Rhythm
from coach.gait.drills.sides import Likeness, Sides

BEAT_S = (0.20, 0.80)
"""From one landing to the next."""
_UNEVEN = 0.45
"""A beat that differs so much from the usual one begins a new series; step and hop of a skip differ by up to 0.3."""
_BRIDGED = 4
"""Of so many beats all but the last may be lost in a gap."""
_FEWEST, _MOST = 6, 12
"""Beats that tell what they are."""
_AIR, _FLOATS_G, _STILL_G = 0.40, 0.4, 0.26
"""Pogo jumps: in the air for this share of the time at least, where the trunk feels no more than this; runners brake
and push along the ground by more than the last."""
_FELL = 0.65
"""The fall before the first landing, against the usual one; before the first jump the body only crouches."""
_LIMPS, _LIMPS_MORE = 0.03, 0.06
"""Step and hop of a skip take turns in length, too, by more than this; and no two jumps do so by more than that."""
_RELATED = 0.3
_QUICK_S = 0.345
"""Butt kicks are quick steps."""
_PENDING: dict[DrillName, int] = {"pogo": 0, "skip": 1, "butt-kick": 2}
"""Beats that must follow: a hop is followed by a step, a kick by the same foot's landing."""
PACES: dict[DrillName, Pace] = {
    "pogo": Pace(0.26, 0.80, confirmed=4),
    "skip": Pace(0.44, 1.30, confirmed=4),
    "butt-kick": Pace(0.20, _QUICK_S, confirmed=6),
}


class TrunkWatch:
    """Feed a block together with the running contacts found in it, which tell nothing here.

    Jumps on both feet are told from everything else, and very clear skips. Butt kicks feel like steps: they are counted
    only while the runner is expected to do them, and less clear skips only then.
    """

    def __init__(self, rate_hz: float) -> None:
        self.expected: DrillName | None = None
        self._beats = Beats(rate_hz)
        self._sides = Sides(_MOST)
        self._series: deque[Beat] = deque(maxlen=_MOST)
        self._first: Beat | None = None
        self._waiting: deque[Beat] = deque(maxlen=_MOST)
        self._rhythms = {drill: Rhythm(pace) for drill, pace in PACES.items()}
        self._hop = False
        """Whether the newest beat is a hop, once the series is known for skips."""
        self._skips = False

    def feed(self, block: Block, contacts: Sequence[Contact]) -> Iterator[Seen]:  # noqa: ARG002  # as a leg's
        """Repetitions that these samples made certain, in order."""
        for beat in self._beats.feed(block):
            self._add(beat)
            drill = self._drill() if len(self._series) >= _FEWEST else None
            if drill is not None:
                yield from self._told(drill)

    def _add(self, beat: Beat) -> None:
        """The next of the series, or the first of a new one."""
        steps = self._steps_to(beat)
        if not steps:
            self._first = beat
            self._series.clear()
            self._waiting.clear()
            self._sides.clear()
            self._skips = False
        self._series.append(beat)
        self._waiting.append(beat)
        self._sides.add(beat.side)
        self._hop ^= steps % 2 == 1

    def _steps_to(self, beat: Beat) -> int:
        """How many beats after the last this one is, where samples are missing perhaps a few; 0 begins a new series."""
        if not self._series or not BEAT_S[0] <= beat.period_s <= BEAT_S[1]:
            return 0
        last = self._series[-1]
        steps = (beat.at_s - last.at_s) / median(one.period_s for one in self._series)
        most = _BRIDGED if beat.flaws > last.flaws else 1
        nearest = min(max(round(steps), 1), most)
        return nearest if abs(steps - nearest) <= _UNEVEN else 0

    def _drill(self) -> DrillName | None:
        """What the series is."""
        likeness = self._sides.likeness()
        if self._jumps(likeness):
            return "pogo"
        if self._skips_on(likeness):
            if not self._skips:
                self._skips, self._hop = True, self._sides.ends_with_hop
            return "skip"
        quick = median(beat.period_s for beat in self._series) <= _QUICK_S
        return "butt-kick" if self.expected == "butt-kick" and quick else None

    def _skips_on(self, likeness: Likeness) -> bool:
        """Beats go in pairs by their sides and by their lengths; by either, if skips are expected."""
        limps = self._limps() >= _LIMPS_MORE
        if self.expected == "skip":
            return not likeness.takes_turns and (limps or likeness.pairs)
        return limps and likeness.pairs

    def _jumps(self, likeness: Likeness) -> bool:
        """Long in the air, always alike, hardly braking."""
        beats = self._series
        return (
            median(beat.flight_s / beat.period_s for beat in beats) >= _AIR
            and median(beat.lightest_g for beat in beats) <= _FLOATS_G
            and median(beat.brake_g for beat in beats) <= _STILL_G
            and not likeness.takes_turns
            and not likeness.pairs
            and self._limps() <= (_LIMPS_MORE if likeness.fourth < _RELATED else _LIMPS)
        )

    def _limps(self) -> float:
        """How much longer every second period is, as a share."""
        periods_s = [beat.period_s for beat in self._series]
        odd_s, even_s = median(periods_s[::2]), median(periods_s[1::2])
        return abs(odd_s - even_s) / (0.5 * (odd_s + even_s))

    def _told(self, drill: DrillName) -> Iterator[Seen]:
        """The beats that nobody has named yet."""
        beats = list(self._waiting)
        named = len(beats) - _PENDING[drill]
        self._waiting = deque(beats[max(named, 0) :], maxlen=_MOST)
        known_s = self._series[-1].declared_s
        fell_s = _FELL * median(beat.fell_s for beat in self._series)
        for place, beat in enumerate(beats[: max(named, 0)]):
            step = drill == "skip" and ((len(beats) - 1 - place) % 2 == 0) != self._hop
            crouch = beat is self._first and drill != "butt-kick" and beat.fell_s < fell_s
            if not step and not crouch:
                for one in self._rhythms[drill].feed(_candidate(drill, beat, known_s)):
                    yield Seen(drill, "unknown", one)


def _candidate(drill: DrillName, beat: Beat, known_s: float) -> Candidate:
    """What a trunk can tell: only of jumps does the force end cleanly enough to date a take-off."""
    sprung = drill == "pogo"
    return Candidate(
        at_s=beat.at_s,
        declared_s=max(beat.declared_s, known_s),
        contact_s=beat.contact_s if sprung else math.nan,
        flight_s=beat.flight_s if sprung else math.nan,
        flaws=beat.flaws,
        values={"landing_g": beat.heaviest_g},
    )
