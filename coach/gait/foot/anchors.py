"""Landmarks of each stance in the pitch rate: where the refined events are sought from.

Toe-up positive, the foot swings up faster than 120 deg/s, is stopped by the ground (a minimum below −60 deg/s, the
anchor of initial contact), lies flat, and leaves with the heel: the rate falls through −200 deg/s some 80 ms before
toe-off. After landing a forefoot may rebound faster than 120 deg/s and a heel rock below −200, but never for long. (A
threshold of −200 deg/s is a little nearer toe-off, but slow joggers reach it only after toe-off, if at all.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.events import Bools, Floats
from coach.gait.foot.signals import Signals

SWING_DPS, LANDING_DPS, SETTLED_DPS = 120.0, -60.0, -150.0
HEEL_RISE_DPS, PUSH_DPS = -100.0, -200.0
_SWUNG_S, _PUSHED_S = 0.06, 0.04
"""A swing and a push last at least so long."""
_LANDING_S = 0.06
"""A second, deeper minimum within this time is the one that counts, unless the foot rebounded in between."""
_STOPPING_S, _LATEST_S, _USUAL_S = 0.16, 0.11, 0.036
"""From the end of the upward swing: to the landing's recovery, to its minimum at most, and usually (16-78 ms seen)."""
_FLAT_S = 0.16
_SWING_S = 1.0
_STANCE_S = 1.2
_Rows = NDArray[np.intp]
_NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Stance:
    """One foot on the ground, in fractional rows of its stretch."""

    swung: int
    """Upward swing is over: the rate falls through zero."""
    anchor: float
    """Rate minimum at landing."""
    flat: int
    """Slowest row after landing: the foot lies."""
    heel_rise: float
    """Rate falls through −100 deg/s for good: some feet rock below it once after landing."""
    push: float
    """Rate falls through −200 deg/s for good; of a gait too slow for that, the rate minimum of push-off."""
    soft: bool
    """No such minimum was seen: the anchor stands where it usually does."""
    weak: bool
    """−200 deg/s was not reached before the next swing."""
    decided: int
    """Newest row that was needed."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The heel is on its way up: told before the stance is complete."""

    anchor: float
    push: float
    """Rate falls through −200 deg/s, perhaps not for good."""
    decided: int


@dataclass(frozen=True, slots=True)
class _Landing:
    """Where the ground stopped the foot."""

    swung: int
    row: int
    exact: float
    seen: bool


class _Undecided(Exception):  # noqa: N818 - not an error: the rows that decide have not come yet
    pass


class Anchors:
    """Finds stances in a growing signal; what it finds depends on the rows alone, never on when it is asked."""

    def __init__(self, rate_hz: float) -> None:
        self._swung = round(_SWUNG_S * rate_hz)
        self._pushed = round(_PUSHED_S * rate_hz)
        self._landing = round(_LANDING_S * rate_hz)
        self._stopping = round(_STOPPING_S * rate_hz)
        self._latest = round(_LATEST_S * rate_hz)
        self._usual = round(_USUAL_S * rate_hz)
        self._flat = round(_FLAT_S * rate_hz)
        self._swing = round(_SWING_S * rate_hz)
        self._stance = round(_STANCE_S * rate_hz)
        self._from = 0
        self._left_from = 0
        self.leavings: deque[Leaving] = deque()
        """Ends of stances in sight since they were last taken from here."""

    def restart(self, row: int) -> None:
        """Forget a half-seen stance: the signal begins anew at this row."""
        self._from = self._left_from = row
        self.leavings.clear()

    def find(self, signals: Signals) -> Iterator[Stance]:
        """Stances that became certain since the last call."""
        start, position = self._from, -1
        seen = _Crossings(start, signals.pitch(start, signals.pitch_end), self._swung, self._pushed)
        while (swing := _next(seen.swings, position)) < _NEVER:
            try:
                stance, position = self._after_swing(seen, swing)
            except _Undecided:
                self._from = start + max(swing - 1, 0)
                return
            if stance is not None:
                yield stance
        self._from = start + max(len(seen.rate) - 1, 0)

    def _after_swing(self, seen: _Crossings, swing: int) -> tuple[Stance | None, int]:
        """The stance that follows a swing, if one does, and the row from which the next swing is sought."""
        ending = _next(seen.endings, swing)
        if ending > swing + self._swing:
            seen.need(swing + self._swing)
            return None, swing
        landing = self._landing_after(seen, ending)
        settled = _first(seen.rate[landing.row : landing.row + self._flat] >= SETTLED_DPS)
        if settled < 0:
            seen.need(landing.row + self._flat)
            return None, ending
        settled += landing.row
        push, swing = _next(seen.pushes, settled), _next(seen.swings, settled)
        self._note(seen, landing, max(settled, landing.row + self._landing), min(push, swing))
        if min(push, swing) > landing.row + self._stance:
            seen.need(landing.row + self._stance + self._pushed)
            return None, ending
        return self._stance_of(seen, landing, settled, push, swing), min(push, swing - 1)

    def _note(self, seen: _Crossings, landing: _Landing, first: int, last: int) -> None:
        """Tell, once, that the stance is about to end."""
        leaving = _next(seen.leavings, first)
        if leaving <= min(last, len(seen.rate)) and seen.start + landing.row >= self._left_from:
            self._left_from = seen.start + leaving
            self.leavings.append(Leaving(landing.exact, seen.crossing(leaving, PUSH_DPS), seen.start + leaving))

    def _landing_after(self, seen: _Crossings, ending: int) -> _Landing:
        """The rate minimum that stops the foot, confirmed by the rate's recovery; its usual place if there is none."""
        window = seen.rate[ending : ending + self._stopping]
        falling = _first(window < LANDING_DPS)
        recovered = _first(_recovered(window[falling:])) if falling >= 0 else -1
        if recovered >= 0:
            rebound = _first(window[falling : falling + self._landing] > 0.0)
            stop = falling + max(recovered, self._landing if rebound < 0 else rebound)
            seen.need(ending + stop + 1)
            row = ending + falling + int(window[falling:stop].argmin())
            if row <= ending + self._latest:
                return _Landing(ending, row, seen.vertex(row), seen=True)
        seen.need(ending + self._stopping)
        return _Landing(ending, ending + self._usual, seen.crossing(ending, 0.0) + self._usual, seen=False)

    def _stance_of(self, seen: _Crossings, landing: _Landing, settled: int, push: int, swing: int) -> Stance:
        rate = seen.rate
        weak = swing < push
        leaving = settled + int(rate[settled:swing].argmin()) if weak else push
        flat = settled + int(np.abs(rate[settled : min(leaving, landing.row + self._flat) + 1]).argmin())
        lying = _first(rate[flat : leaving + 1][::-1] >= HEEL_RISE_DPS)
        rising = flat if lying < 0 else min(leaving - lying + 1, leaving)
        return Stance(
            swung=seen.start + landing.swung,
            anchor=landing.exact,
            flat=seen.start + flat,
            heel_rise=seen.crossing(rising, HEEL_RISE_DPS),
            push=seen.vertex(leaving) if weak else seen.crossing(push, PUSH_DPS),
            soft=not landing.seen,
            weak=weak,
            decided=seen.start + (swing if weak else push + self._pushed - 1),
        )


class _Crossings:
    """Where a stretch of pitch rate passes the levels that matter.

    Ends before a last rise of which it is not yet known whether it is sustained.
    """

    def __init__(self, start: int, rate: Floats, swung: int, pushed: int) -> None:
        self.start = start
        rises, ends = _spells(rate > SWING_DPS)
        open_end = len(rises) > 0 and ends[-1] == _NEVER and rises[-1] + swung > len(rate)
        self.rate = rate[: rises[-1]] if open_end else rate
        self.swings: list[int] = rises[(ends - rises >= swung) & (rises < len(self.rate))].tolist()
        self.endings: list[int] = _rows(self.rate < 0.0).tolist()
        falls, ends = _spells(self.rate < PUSH_DPS)
        self.leavings: list[int] = falls.tolist()
        self.pushes: list[int] = falls[np.minimum(ends, len(self.rate)) - falls >= pushed].tolist()

    def need(self, row: int) -> None:
        """Stop here unless the rows before `row` have come."""
        if row > len(self.rate):
            raise _Undecided

    def crossing(self, row: int, level: float) -> float:
        """Fractional row of the signal at which the rate passes the level on its way to `row` of the stretch."""
        before, here = float(self.rate[max(row - 1, 0)]), float(self.rate[row])
        share = (here - level) / (here - before) if here != before else 0.0
        return self.start + row - min(max(share, 0.0), 1.0)

    def vertex(self, row: int) -> float:
        """Fractional row of the signal at a minimum, by the parabola through its neighbours."""
        before, here, after = self.rate[row - 1 : row + 2].tolist()
        bend = before - 2.0 * here + after
        return self.start + row + (0.5 * (before - after) / bend if bend > 0.0 else 0.0)


def _rows(beyond: Bools) -> _Rows:
    """Rows at which a level begins to be exceeded."""
    return np.flatnonzero(beyond & ~np.concatenate([[False], beyond[:-1]]))


def _spells(beyond: Bools) -> tuple[_Rows, _Rows]:
    """Rows at which a level begins to be exceeded, and those at which it no longer is: never, if that is not seen."""
    begins, ends = _rows(beyond), _rows(~beyond)
    return begins, np.append(ends, _NEVER)[np.searchsorted(ends, begins)]


def _next(rows: list[int], after: int) -> int:
    """First of the sorted rows that is greater, or never."""
    k = bisect_right(rows, after)
    return rows[k] if k < len(rows) else _NEVER


def _first(true: Bools) -> int:
    """Index of the first True, −1 if there is none."""
    if len(true) == 0:
        return -1
    k = int(true.argmax())
    return k if true[k] else -1


def _recovered(rate: Floats) -> Bools:
    """Where a negative rate has come back to 60 % of its lowest so far."""
    return rate > 0.6 * np.minimum.accumulate(rate)
