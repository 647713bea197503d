"""How late headphones are, from taps of people who are early, uneven, or not there."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.sound.tapping import CLICKS, EARLY_S, PERIOD_S, TappingError, output_delay


def taps(delay_s: float, spread_s: float = 0.015, share: float = 1.0, seed: int = 2) -> list[float]:
    rng = np.random.default_rng(seed)
    heard = 100.0 + delay_s + PERIOD_S * np.arange(CLICKS)
    heard = heard[rng.random(CLICKS) < share]
    return list(heard - EARLY_S + rng.normal(0.0, spread_s, len(heard)))


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.18, 0.3, 0.45])
def test_the_delay_is_found(delay_s: float) -> None:
    found = output_delay(100.0, taps(delay_s))
    assert found.delay_s == pytest.approx(delay_s, abs=0.012)
    assert found.taps == CLICKS - 4
    assert 0.004 < found.spread_s < 0.02


def test_some_clicks_may_be_missed_and_the_first_taps_may_be_anywhere() -> None:
    found = output_delay(100.0, [99.95, 100.31, 100.4, *taps(0.2, share=0.8)])
    assert found.delay_s == pytest.approx(0.2, abs=0.02)


def test_never_earlier_than_the_click() -> None:
    assert output_delay(100.0, taps(-0.04)).delay_s == 0.0


@pytest.mark.parametrize(
    ("taps_s", "says"),
    [
        ([], "only 0 of 20"),
        (taps(0.1)[:11], "only 11 of 20"),
        ([50.0, *(200.0 + k for k in range(20))], "only 0 of 20"),
        (taps(0.1, spread_s=0.15), "uneven"),
    ],
)
def test_taps_that_tell_nothing_are_refused(taps_s: list[float], says: str) -> None:
    with pytest.raises(TappingError, match=says):
        output_delay(100.0, taps_s)
