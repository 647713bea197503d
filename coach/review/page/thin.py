"""As many points as there are pixels: what a curve loses, nobody could have seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.events import Floats

Rows = NDArray[np.intp]
WINDOW, WINDOW_OF_A_FOOT = 9, 5
"""Steps in a median."""


def extremes(x_px: Floats, y: Floats) -> Rows:
    """Rows to draw as dots: of each pixel column the lowest, the middle and the highest, in time order."""
    order, first, last = _columns(x_px, y)
    middle = (first + last) // 2
    return np.unique(order[np.concatenate([first, middle, last])])


def middles(x_px: Floats, y: Floats) -> Rows:
    """Rows to join by a line: of each pixel column the one with the median value, in time order."""
    order, first, last = _columns(x_px, y)
    return order[(first + last) // 2]


def _columns(x_px: Floats, y: Floats) -> tuple[Rows, Rows, Rows]:
    """Rows sorted by column and value, and where each column begins and ends in them."""
    column = np.floor(x_px).astype(np.intp)
    order = np.lexsort((y, column))
    _, first, count = np.unique(column[order], return_index=True, return_counts=True)
    return order, first, first + count - 1


def smooth(t_s: Floats, y: Floats, left: NDArray[np.bool_], right: NDArray[np.bool_], longest_gap_s: float) -> Floats:
    """The course of a measure, looking back only: median of the last `WINDOW` steps.

    Where both feet are told apart, the mean of each foot's own median, so that the difference of the feet is no noise.
    """
    if not (left.any() and right.any()):
        return running_median(t_s, y, WINDOW, longest_gap_s)
    sides = [_held(side, running_median(t_s[side], y[side], WINDOW_OF_A_FOOT, longest_gap_s)) for side in (left, right)]
    both = np.where(left | right, (sides[0] + sides[1]) / 2.0, np.nan)
    apart_s = np.abs(_held(left, t_s[left]) - _held(right, t_s[right]))
    return np.where(apart_s <= longest_gap_s, both, np.nan)


def _held(rows: NDArray[np.bool_], values: Floats) -> Floats:
    """At every time the newest value; NaN before the first."""
    newest = np.cumsum(rows) - 1
    return np.where(newest >= 0, values[np.maximum(newest, 0)], np.nan)


def running_median(t_s: Floats, y: Floats, window: int, longest_gap_s: float) -> Floats:
    """Median of the last `window` values, NaN until there are that many; a gap in time starts it anew."""
    out = np.full(len(y), np.nan)
    breaks = np.flatnonzero(np.diff(t_s) > longest_gap_s) + 1
    for part in np.split(np.arange(len(y)), breaks):
        if len(part) >= window:
            out[part[window - 1 :]] = np.median(np.lib.stride_tricks.sliding_window_view(y[part], window), axis=1)
    return out
