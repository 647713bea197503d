"""Rows keep one time whatever block they came in, and blocks that were moved move them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.dsp.timeline import Timeline
from coach.events import Block


def block(t_s: float, n: int, *, fresh: bool = False, rate_hz: float = 104.0) -> Block:
    none = np.zeros(n, dtype=np.bool_)
    return Block("foot-left", t_s, rate_hz, np.zeros((n, 3)), None, none, none, fresh)


def timeline(sizes: list[int], *, moved_at: int, moved_s: float, start_s: float = 7.1) -> Timeline:
    """Blocks of these sizes from one grid that was moved at one row (a multiple of no size in particular)."""
    out, row = Timeline(), 0
    cuts = sorted({*np.cumsum(sizes).tolist(), moved_at})
    for stop in cuts:
        out.append(block(start_s + row / 104.0 + (moved_s if row >= moved_at else 0.0), stop - row, fresh=row == 0))
        row = stop
    return out


@given(sizes=st.lists(st.integers(1, 40), min_size=5, max_size=60), start_s=st.sampled_from([0.0, 7.1, 86_400.3]))
def test_a_row_has_the_same_time_to_the_last_bit_in_any_cutting(sizes: list[int], start_s: float) -> None:
    end = sum(sizes)
    moved_at = end // 2
    whole = timeline([end], moved_at=moved_at, moved_s=2e-4, start_s=start_s)
    cut = timeline(sizes, moved_at=moved_at, moved_s=2e-4, start_s=start_s)
    rows = np.linspace(0, end, 97).tolist()
    assert [cut.seconds(row) for row in rows] == [whole.seconds(row) for row in rows]


def test_a_move_dates_the_rows_after_it_and_leaves_the_earlier_ones() -> None:
    times = timeline([50, 50, 50], moved_at=60, moved_s=2e-4)
    assert times.seconds(59.5) == 7.1 + 59.5 / 104.0
    assert times.seconds(60) == pytest.approx(7.1 + 60 / 104.0 + 2e-4, abs=1e-9)


def test_times_counted_from_the_fresh_block_alone_are_put_right() -> None:
    times = timeline([50, 50, 50], moved_at=60, moved_s=2e-4)
    assert times.moved_s(7.1 + 59.5 / 104.0) == 0.0
    assert times.moved_s(7.1 + 61.0 / 104.0) == pytest.approx(2e-4, abs=1e-9)
    assert Timeline().moved_s(3.0) == 0.0


def test_a_fresh_block_begins_anew_and_the_old_rows_keep_their_time() -> None:
    times = timeline([100], moved_at=50, moved_s=3e-4)
    times.append(block(20.0, 30, fresh=True, rate_hz=52.0))
    assert times.seconds(100) == 20.0
    assert times.seconds(110) == 20.0 + 10 / 52.0
    assert times.seconds(99) == pytest.approx(7.1 + 99 / 104.0 + 3e-4, abs=1e-9)
    assert times.moved_s(20.1) == 0.0
    assert times.moved_s(7.1 + 90 / 104.0) == pytest.approx(3e-4, abs=1e-9)
