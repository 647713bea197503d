"""What several sensors saw of the same drill, told once, in the same order however their packets interleaved."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from coach.events import PLACEMENTS, DrillName, Foot, Placement
from coach.gait.drills.candidate import Candidate, Seen

NEAR_S: dict[DrillName, float] = {"pogo": 0.12, "skip": 0.18, "butt-kick": 0.12}
"""Two sensors that date a repetition so close together mean the same one."""
FOLLOW_S = 0.45
"""So long a repetition waits for what another sensor in the same drill adds to it."""
_UNDER_WAY_S = 3.0
"""A sensor has part in a drill for so long after its last repetition."""
_SETS_APART_S = 1.0
"""Between two drills there is at least so long."""
_REMEMBERED = 32


@dataclass(slots=True)
class Told:
    """One repetition: the best sensor's word, and what the others add."""

    drill: DrillName
    foot: Foot
    placement: Placement
    candidate: Candidate
    declared_s: float
    first_s: float
    """When the first of its sensors declared it."""
    awaited: set[Placement] = field(default_factory=set[Placement])

    @property
    def at_s(self) -> float:
        """When it was."""
        return self.candidate.at_s


class Pool:
    """After each block of a sensor: `see` what was seen in it, then `advance` to its newest sample."""

    def __init__(self, placements: Sequence[Placement]) -> None:
        self._heard_s = dict.fromkeys(placements, -math.inf)
        self._alive = set(placements)
        self._queue: list[tuple[float, float, int, int, Placement, Seen]] = []
        self._count = 0
        self._open: list[Told] = []
        self._past: deque[Told] = deque(maxlen=_REMEMBERED)
        self._newest_s = -math.inf
        self._part_s: dict[tuple[DrillName, Placement], float] = {}

    def see(self, placement: Placement, seen: Seen) -> None:
        """One sensor's next repetition."""
        self._count += 1
        candidate, rank = seen.candidate, PLACEMENTS.index(placement)
        heapq.heappush(self._queue, (candidate.declared_s, candidate.at_s, rank, self._count, placement, seen))

    def advance(self, placement: Placement, newest_s: float) -> Iterator[Told]:
        """Everything that this sensor saw up to `newest_s` has been told."""
        self._alive.add(placement)
        self._heard_s[placement] = max(self._heard_s.get(placement, -math.inf), newest_s)
        return self._release()

    def silence(self, placement: Placement) -> Iterator[Told]:
        """Wait no longer for this sensor; its next samples bring it back."""
        self._alive.discard(placement)
        return self._release()

    def finish(self) -> Iterator[Told]:
        """Nothing more will come."""
        self._alive.clear()
        return self._release()

    def _release(self) -> Iterator[Told]:
        horizon_s = min((self._heard_s[placement] for placement in self._alive), default=math.inf)
        while self._queue and self._queue[0][0] <= horizon_s:
            declared_s, _, _, _, placement, seen = heapq.heappop(self._queue)
            yield from self._close(declared_s)
            self._take(placement, seen)
        yield from self._close(horizon_s)

    def _close(self, now_s: float) -> Iterator[Told]:
        """Repetitions to which nothing can be added any more, in the order in which they were opened."""
        while self._open:
            told = self._open[0]
            latest_s = told.first_s + FOLLOW_S
            if told.awaited & self._alive and now_s <= latest_s:
                return
            self._open.pop(0)
            missed = bool(told.awaited) and math.isfinite(now_s)
            self._newest_s = max(self._newest_s, latest_s if missed else told.declared_s)
            yield replace(told, declared_s=self._newest_s)

    def _take(self, placement: Placement, seen: Seen) -> None:
        candidate = seen.candidate
        same = self._same(seen)
        if same is None and (self._against(seen) or self._legs_tell(placement, seen)):
            return
        self._part_s[seen.drill, placement] = candidate.declared_s
        if same is None:
            told = Told(seen.drill, seen.foot, placement, candidate, candidate.declared_s, candidate.declared_s)
            told.awaited = self._partners(seen.drill, placement, candidate.declared_s, seen.foot)
            self._open.append(told)
            self._past.append(told)
        elif same in self._open:
            _add(same, placement, seen)

    def _same(self, seen: Seen) -> Told | None:
        """The repetition that this is another view of."""
        for told in reversed(self._past):
            feet = {told.foot, seen.foot} - {"unknown"}
            one_foot = seen.drill == "pogo" or len(feet) < 2
            near = abs(told.at_s - seen.candidate.at_s) <= NEAR_S[seen.drill]
            if told.drill == seen.drill and one_foot and near:
                return told
        return None

    def _legs_tell(self, placement: Placement, seen: Seen) -> bool:
        """Whether a trunk adds nothing to the legs.

        A shank that hardly turns sees no jumps: legs must have had part in them. In skips a trunk cannot say which of
        two landings is the other foot's hop; in butt kicks it can stand in for one leg.
        """
        legs = self._telling(seen.drill, seen.candidate.declared_s) if seen.drill == "pogo" else self._alive
        sides = {other.partition("-")[2] for other in legs} - {""}
        return "-" not in placement and len(sides) >= (2 if seen.drill == "butt-kick" else 1)

    def _against(self, seen: Seen) -> bool:
        """Whether another drill was under way at that time."""
        others = [told for told in self._past if told.drill != seen.drill]
        return any(abs(told.at_s - seen.candidate.at_s) < _SETS_APART_S for told in others)

    def _partners(self, drill: DrillName, placement: Placement, now_s: float, foot: Foot) -> set[Placement]:
        """Sensors that have had part in this drill of late, and can see this foot."""
        return {other for other in self._telling(drill, now_s) if other != placement and _sees(other, drill, foot)}

    def _telling(self, drill: DrillName, now_s: float) -> set[Placement]:
        """Sensors that have had part in this drill of late."""
        parts = self._part_s.items()
        return {other for (what, other), last_s in parts if what == drill and now_s - last_s <= _UNDER_WAY_S}


def _sees(placement: Placement, drill: DrillName, foot: Foot) -> bool:
    side = placement.partition("-")[2]
    return drill == "pogo" or not side or foot in {side, "unknown"}


def _add(told: Told, placement: Placement, seen: Seen) -> None:
    """The better placed sensor speaks; the other one's values fill in."""
    told.awaited.discard(placement)
    told.declared_s = max(told.declared_s, seen.candidate.declared_s)
    better, worse = told.candidate, seen.candidate
    if PLACEMENTS.index(placement) < PLACEMENTS.index(told.placement):
        better, worse, told.placement = worse, better, placement
    if told.foot == "unknown":
        told.foot = seen.foot
    whole = worse if math.isnan(better.contact_s) else better
    told.candidate = replace(
        better,
        contact_s=whole.contact_s,
        flight_s=whole.flight_s,
        gap=better.gap and worse.gap,
        unseen=better.unseen and worse.unseen,
        values={**worse.values, **better.values},
    )
