"""A length of time in words: the same everywhere."""

from __future__ import annotations

import pytest

from coach.clock import clock


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (65.4, "1:05"), (59.6, "1:00"), (3725, "1:02:05"), (-0.2, "0:00"), (-61, "-1:01")],
)
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
