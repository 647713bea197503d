"""Clicks and earcons are short, quiet at both ends, and not too loud."""

from __future__ import annotations

import numpy as np
import pytest

from cues.clip import RATE_HZ
from cues.tones import RECIPES, tone


@pytest.mark.parametrize("name", RECIPES)
def test_short_windowed_and_below_full_scale(name: str) -> None:
    x = tone(name)
    assert x.dtype == np.float32
    assert len(x) <= (3.5 if name == "count-in" else 0.8) * RATE_HZ
    assert x[0] == 0.0
    assert abs(float(x[-1])) < 1e-3
    assert 0.15 < np.max(np.abs(x)) < 0.75


def test_the_strong_click_is_higher_and_louder() -> None:
    strong, weak = tone("strong-click"), tone("weak-click")

    def pitch_hz(x: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
        return float(np.argmax(np.abs(np.fft.rfft(x, RATE_HZ))))

    assert np.max(np.abs(strong)) > 1.4 * np.max(np.abs(weak))
    assert pitch_hz(strong) > pitch_hz(weak) + 200.0


def test_clicks_are_over_before_the_next_one_at_the_fastest_tempo() -> None:
    assert max(len(tone("strong-click")), len(tone("weak-click"))) < 60 / 300 * RATE_HZ


def test_an_unknown_recipe_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        tone("kazoo")
