"""Loudness against the standard's own numbers, levelling, trimming."""

from __future__ import annotations

import numpy as np
import pytest

from cues.clip import CEILING_DB, RATE_HZ, TARGET_LUFS, Floats, level, loudness_lufs, trim, true_peak_db


def sine(hz: float, seconds: float, peak: float = 1.0) -> Floats:
    return peak * np.sin(2.0 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)


def test_the_standards_calibration_tone() -> None:
    """ITU-R BS.1770: a 0 dB FS, 997 Hz sine in one channel reads -3.01 LUFS."""
    assert loudness_lufs(sine(997.0, 3.0)) == pytest.approx(-3.01, abs=0.01)


def test_the_gate_ignores_breathing_between_words() -> None:
    word = sine(997.0, 1.0, 0.1)
    pause = sine(997.0, 3.0, 0.001)
    assert loudness_lufs(np.concatenate([word, pause, word])) == pytest.approx(
        loudness_lufs(word), abs=1.0
    )  # ungated: 4 lower


def test_silence_has_no_loudness_and_stays_silent() -> None:
    assert loudness_lufs(np.zeros(RATE_HZ)) == -np.inf
    assert true_peak_db(np.zeros(100)) == -np.inf
    assert len(level(np.zeros(RATE_HZ))) == 0
    assert len(level(np.zeros(0))) == 0


def test_true_peak_sees_between_the_samples() -> None:
    """A quarter-rate sine sampled at 45 degrees: its samples reach 0.707, the wave 1."""
    x = np.sin(2.0 * np.pi * np.arange(4_800) / 4.0 + np.pi / 4.0)
    assert np.max(np.abs(x)) == pytest.approx(0.7071, abs=1e-3)
    assert true_peak_db(x[1000:-1000]) == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("gain", [0.01, 0.3, 3.0])
def test_any_level_comes_out_alike(gain: float) -> None:
    rng = np.random.default_rng(3)
    envelope = np.repeat(rng.uniform(0.1, 1.0, 30), RATE_HZ // 20)
    silence = np.zeros(RATE_HZ // 4)
    x = np.concatenate([silence, gain * envelope * rng.standard_normal(len(envelope)) * 0.3, silence])
    y = level(x).astype(np.float64)
    assert loudness_lufs(y) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert true_peak_db(y) <= CEILING_DB
    assert len(y) == pytest.approx(len(envelope), abs=0.04 * RATE_HZ)
    assert y[0] == y[-1] == 0.0


def test_trim_keeps_the_sound_itself() -> None:
    x = np.concatenate([np.full(5_000, 1e-4), np.ones(100), np.full(5_000, 1e-4)])
    y = trim(x)
    assert y.sum() == pytest.approx(100.0, abs=0.5)
    assert len(y) < 2_000
