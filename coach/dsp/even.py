"""Samples onto an even grid: untouched where they already are even, interpolated where they are not.

A sample whose time is within a tenth of a period (or 0.65 ms, for stamps rounded to milliseconds) of its grid point
*is* that grid point: its values pass to the last bit. Other grid points are interpolated linearly between the samples
on either side. The grid follows the samples: each half second their mean offset from it is taken, and once it is
beyond 0.1 ms the grid's origin is moved by that much, at a sample that does not depend on the cutting. So a slightly
wrong rate or a drifting clock never adds up.
"""

from __future__ import annotations

import math

import numpy as np

from coach.dsp.rate import LONGEST_STEP_S, Rate, tolerance
from coach.dsp.rows import Rows
from coach.events import Block, Bools, Floats, Placement

_MOVE_S = 1e-4
_MEAN_OVER_S = 0.5
_FILLED_PERIODS = 1.5
"""Grid points between samples farther apart than this are marked as filled."""


class Evener:
    """One sensor at one rate. Gaps up to 120 ms are bridged; after longer ones the next block is fresh."""

    def __init__(self, placement: Placement, rate: Rate) -> None:
        self._placement: Placement = placement
        self._hz = rate.hz
        self._share = tolerance(rate.hz)
        self._mean_over = round(_MEAN_OVER_S * rate.hz)
        self._newest_s: float | None = None
        self._begin(rate.first_s)

    @property
    def newest_s(self) -> float | None:
        """Time of the newest sample taken in."""
        return self._newest_s

    def feed(self, rows: Rows) -> list[Block]:
        """Blocks up to the newest grid point that these rows reach."""
        newest_s = rows.t_s[0] if self._newest_s is None else self._newest_s
        self._newest_s = float(rows.t_s[-1])
        if self._newest_s - newest_s <= LONGEST_STEP_S:
            return self._stretch(rows)
        out: list[Block] = []
        start = 0
        for gap in np.flatnonzero(np.diff(rows.t_s, prepend=newest_s) > LONGEST_STEP_S).tolist():
            out += self._stretch(rows.part(start, gap))
            self._begin(float(rows.t_s[gap]))
            start = gap
        return out + self._stretch(rows.part(start, len(rows)))

    def _begin(self, zero_s: float) -> None:
        """Grid point 0 is here."""
        self._zero_s = zero_s
        self._moved_s = 0.0
        self._mean_s = 0.0
        self._sum_s = 0.0
        self._summed = 0
        self._last: tuple[float, Rows] | None = None
        self._fresh = True

    def _stretch(self, rows: Rows) -> list[Block]:
        """Rows without a long gap, in pieces between two moves of the grid."""
        out: list[Block] = []
        while len(rows):
            since_s = rows.t_s - self._zero_s
            position = (since_s - self._moved_s) * self._hz
            whole = np.rint(position)
            even = np.abs(position - whole) <= self._share
            stop = self._follow(since_s - whole / self._hz, even)
            knots = np.where(even, whole, position)[:stop]
            block = self._emit(knots, bool(even[:stop].all()), rows.part(0, stop))
            if block is not None:
                out.append(block)
            if abs(self._mean_s - self._moved_s) > _MOVE_S:
                self._moved_s = self._mean_s
            rows = rows.part(stop, len(rows))
        return out

    def _follow(self, offset_s: Floats, even: Bools) -> int:
        """Rows up to and including the first at which the grid must move."""
        counted = np.flatnonzero(even)
        done = 0
        while done < len(counted):
            stop = min(done + self._mean_over - self._summed, len(counted))
            part = np.concatenate(([self._sum_s], offset_s[counted[done:stop]]))
            self._sum_s = float(np.add.accumulate(part)[-1])  # one after the other, whatever the cutting
            self._summed += stop - done
            done = stop
            if self._summed == self._mean_over:
                self._mean_s, self._sum_s, self._summed = self._sum_s / self._mean_over, 0.0, 0
                if abs(self._mean_s - self._moved_s) > _MOVE_S:
                    return int(counted[done - 1]) + 1
        return len(even)

    def _emit(self, knots: Floats, even: bool, rows: Rows) -> Block | None:
        """The grid points that these samples reach; `knots` are their positions on the grid."""
        before = -np.inf if self._last is None else self._last[0]
        newer = knots > np.maximum.accumulate(np.concatenate(([before], knots)))[:-1]
        if not newer.all():
            knots, rows = knots[newer], rows.where(newer)
            if not len(knots):
                return None
        last, self._last = self._last, (float(knots[-1]), rows.part(len(rows) - 1, len(rows)))
        joins = last is None or knots[0] == last[0] + 1.0
        if even and joins and knots[-1] - knots[0] == len(knots) - 1:
            return self._block(knots[0], rows.values, np.zeros(len(knots), dtype=np.bool_), rows.clipped)
        if last is not None:
            knots, rows = np.concatenate(([last[0]], knots)), last[1].followed_by(rows)
        first = math.ceil(knots[0]) if last is None else math.floor(last[0]) + 1
        points = np.arange(first, math.floor(knots[-1]) + 1, dtype=np.float64)
        return self._between(points, knots, rows)

    def _between(self, points: Floats, knots: Floats, rows: Rows) -> Block | None:
        """Grid points by linear interpolation; a point on a knot takes the knot's values as they are."""
        if not len(points):
            return None
        if len(knots) == 1:
            return self._block(points[0], rows.values, np.zeros(1, dtype=np.bool_), rows.clipped)
        left = np.clip(np.searchsorted(knots, points, side="right") - 1, 0, len(knots) - 2)
        apart = knots[left + 1] - knots[left]
        share = ((points - knots[left]) / apart)[:, None]
        a, b = rows.values[left], rows.values[left + 1]
        values = np.where(share == 0.0, a, np.where(share == 1.0, b, a * (1.0 - share) + b * share))
        inside = (share[:, 0] > 0.0) & (share[:, 0] < 1.0)
        clipped = (rows.clipped[left] & (share[:, 0] < 1.0)) | (rows.clipped[left + 1] & (share[:, 0] > 0.0))
        return self._block(points[0], values, inside & (apart > _FILLED_PERIODS), clipped)

    def _block(self, point: float, values: Floats, filled: Bools, clipped: Bools) -> Block:
        fresh, self._fresh = self._fresh, False
        return Block(
            placement=self._placement,
            t_s=self._zero_s + self._moved_s + float(point) / self._hz,
            rate_hz=self._hz,
            accel_g=values[:, :3],
            gyro_dps=values[:, 3:] if values.shape[1] > 3 else None,
            filled=filled,
            clipped=clipped,
            fresh=fresh,
        )
