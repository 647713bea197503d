"""Landmarks of each stance in the shank's signal: where both events are dated from.

The shank swings forward fast (rate above 200 deg/s), is stopped (the rate falls through zero), lands (a minimum soon
after), rolls over the foot with hardly any rate of its own, and tips forward at push-off: 150 deg/s below the plateau
comes 19 ms after toe-off, and steadier than any fixed level or the plateau's peak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.events import Bools, Floats
from coach.gait.shank.signal import AXIAL, CLIPPED, FILLED, FORWARD, RATE, ShankSignal

SWING_DPS, TIPPING_DPS, TIPPED_DPS = 200.0, 40.0, 150.0
_REFRACTORY_S, _LANDING_S, _STANCE_S = 0.35, 0.14, 1.0
LATER_S, EARLIER_S, BRAKING_S = 0.05, -0.03, 0.03
"""Forward force is read this long after and before the shank has tipped, and after landing."""

_AROUND_S = np.arange(-0.060, 0.0401, 0.002)
_IMPACT = slice(14, 36)
"""−32…+10 ms of it."""
_TOUCHED_BEFORE_S, _TOUCHED_AFTER_S = 0.08, 0.05
"""A bridged sample this near an event falsifies it: the windows above and the filter's memory."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One foot on the ground as the shank shows it; times in s relative to `landing`."""

    landing: float
    """Rate minimum after the swing, as a fractional row of the stretch."""
    impact_s: float
    """Centroid of the force along the shank, weighted by its square above its least, −32…+10 ms."""
    lull_s: float
    """Centroid of the forward force likewise, −60…+40 ms: between swing's braking and the ground's."""
    braking_g: float
    """Forward force 30 ms after landing."""
    tipped_s: float
    """The rate has fallen 150 deg/s below its highest since landing."""
    tipping_s: float
    """From 40 to 150 deg/s below."""
    pushing_g: float
    """Forward force 30 ms before it has tipped."""
    swinging_g: float
    """Forward force 50 ms after it has tipped."""
    decided: int
    """Newest row that was needed."""
    gap: bool
    """A bridged sample is near one of the events."""
    clipped: bool
    """A sample near one of the events reached the sensor's range."""
    slipped: bool
    """The stride did not turn about the known hinge: the sensor moved."""


class _Undecided(Exception):  # noqa: N818 - not an error: the rows that decide have not come yet
    pass


class Landmarks:
    """Finds stances in a growing signal; what it finds depends on the rows alone, never on when it is asked."""

    def __init__(self, signal: ShankSignal, rate_hz: float) -> None:
        self._signal = signal
        self._rate_hz = rate_hz
        self._refractory = round(_REFRACTORY_S * rate_hz)
        self._landing = round(_LANDING_S * rate_hz)
        self._stance = round(_STANCE_S * rate_hz)
        self._from = 0
        self._stopped = -self._refractory

    def find(self) -> Iterator[Stance]:
        """Stances that became certain since the last call."""
        first = max(self._from, self._signal.start)
        rate = self._signal.view(first, self._signal.end)[:, RATE]
        stops = _starts(rate < 0.0)
        swings = _starts(rate > SWING_DPS)
        if first == self._signal.start and len(rate) and rate[0] > SWING_DPS:
            swings = np.concatenate([[0], swings])  # the stretch begins in the middle of a swing
        at = resume = -1
        try:
            while (swing := _next(swings, at)) is not None:
                resume = swing - 1
                at = _needed(_next(stops, swing))
                if first + at - self._stopped < self._refractory:
                    continue
                stance = self._after(rate, first, at)
                self._stopped = first + at
                if stance is not None:
                    yield stance
            self._from = first + max(len(rate) - 1, 0)
        except _Undecided:
            self._from = first + resume

    def _after(self, rate: Floats, first: int, stop: int) -> Stance | None:
        """The stance after the swing that stopped at row `first` + `stop`; None where no tip comes before the next."""
        landed = stop + self._landing
        if landed + 1 >= len(rate):
            raise _Undecided
        landing = stop + int(np.argmin(rate[stop:landed]))
        rolling = rate[landed : stop + self._stance]
        below = np.maximum.accumulate(rolling) - rolling
        k = int(np.argmax(below > TIPPED_DPS))
        if below[k] <= TIPPED_DPS:
            if len(rolling) < self._stance - self._landing:
                raise _Undecided
            return None
        top = int(np.argmax(rolling[: k + 1]))
        if rolling[top] > SWING_DPS:
            return None
        j = top + int(np.argmax(below[top : k + 1] > TIPPING_DPS))
        tipped = first + landed + _fraction(below, k, TIPPED_DPS)
        tipping = first + landed + _fraction(below, j, TIPPING_DPS)
        decided = int(tipped + LATER_S * self._rate_hz) + 1
        if decided >= self._signal.end:
            raise _Undecided
        return self._stance_at(first + landing + _vertex(rate, landing), tipping, tipped, first + stop, decided)

    def _stance_at(self, landing: float, tipping: float, tipped: float, stop: int, decided: int) -> Stance:
        rate_hz = self._rate_hz
        later = np.array([landing + BRAKING_S * rate_hz, tipped + EARLIER_S * rate_hz, tipped + LATER_S * rate_hz])
        around = self._signal.at(np.concatenate([landing + _AROUND_S * rate_hz, later]))
        braking, pushing, swinging = around[-3:, FORWARD].tolist()
        before, after = _TOUCHED_BEFORE_S * rate_hz, _TOUCHED_AFTER_S * rate_hz
        near_landing = self._signal.view(int(landing - before), int(landing + after) + 1)
        near_tipped = self._signal.view(int(tipped - before), decided + 1)
        strode = max(self._stopped, stop - round(_STANCE_S * rate_hz))
        return Stance(
            landing=landing,
            impact_s=_centroid(around[_IMPACT, AXIAL], _AROUND_S[_IMPACT]),
            lull_s=_centroid(around[:-3, FORWARD], _AROUND_S),
            braking_g=braking,
            tipped_s=(tipped - landing) / rate_hz,
            tipping_s=(tipped - tipping) / rate_hz,
            pushing_g=pushing,
            swinging_g=swinging,
            decided=decided,
            gap=bool(near_landing[:, FILLED].any() or near_tipped[:, FILLED].any()),
            clipped=bool(near_landing[:, CLIPPED].any() or near_tipped[:, CLIPPED].any()),
            slipped=not self._signal.trusted(strode, decided),
        )


def _centroid(force_g: Floats, t_s: Floats) -> float:
    above = force_g - force_g.min()
    weight = above * above
    return float((weight * t_s).sum()) / max(float(weight.sum()), 1e-12)


def _starts(beyond: Bools) -> NDArray[np.intp]:
    """Rows at which a condition becomes true."""
    return np.flatnonzero(beyond[1:] & ~beyond[:-1]) + 1


def _next(rows: NDArray[np.intp], after: int) -> int | None:
    k = int(np.searchsorted(rows, after, side="right"))
    return int(rows[k]) if k < len(rows) else None


def _needed(row: int | None) -> int:
    if row is None:
        raise _Undecided
    return row


def _fraction(rising: Floats, k: int, level: float) -> float:
    """Fractional row at which the signal passes the level on its way to row `k`."""
    if k == 0:
        return 0.0
    before, here = float(rising[k - 1]), float(rising[k])
    return k - (here - level) / (here - before) if here > before else float(k)


def _vertex(rate: Floats, row: int) -> float:
    """How far from `row` its minimum lies, in rows, by the parabola through its neighbours."""
    if row == 0:
        return 0.0
    before, here, after = (float(x) for x in rate[row - 1 : row + 2])
    bend = before - 2.0 * here + after
    return 0.5 * (before - after) / bend if bend > 0.0 else 0.0
