"""A sound as numbers: mono float32 at 48 kHz, trimmed, and brought to one loudness so that no cue startles."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
Clip: TypeAlias = NDArray[np.float32]
"""(n,) samples in -1…1 at RATE_HZ."""
Floats: TypeAlias = NDArray[np.float64]

TARGET_LUFS = -16.0
CLOSE_DB = 0.1
ROUNDS = 10
CEILING_DB = -1.0
"""Highest true peak, dB re full scale."""
SILENCE_SHARE = 0.015
"""Leading and trailing samples below this share of the loudest are silence; speech engines add 24 to 266 ms of it."""
FADE_IN_S, FADE_OUT_S, TAIL_S = 0.005, 0.015, 0.03

# K-weighting of ITU-R BS.1770-5 at 48 kHz: head shelf, then high-pass; second-order sections b0 b1 b2 a0 a1 a2.
K_WEIGHTING = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621),
)
BLOCK_S, HOP_S = 0.4, 0.1


def level(x: Floats) -> Clip:
    """Trim, bring to -16 LUFS, keep true peaks under -1 dBTP, fade both ends. Silence comes back as it is.

    x: (n,) at RATE_HZ, any level.
    """
    x = trim(x - np.mean(x)) if len(x) else x
    if not np.isfinite(loudness_lufs(x)):
        return x.astype(np.float32)
    y = x
    for _ in range(ROUNDS):  # the limiter takes some loudness away, which the next round gives back
        missing_db = TARGET_LUFS - loudness_lufs(y)
        if y is not x and abs(missing_db) < CLOSE_DB:
            break
        y = _limit(y * 10.0 ** (missing_db / 20.0))
    rise, fall = min(int(FADE_IN_S * RATE_HZ), len(y)), min(int(FADE_OUT_S * RATE_HZ), len(y))
    y[:rise] *= np.linspace(0.0, 1.0, rise)
    y[len(y) - fall :] *= np.linspace(1.0, 0.0, fall)
    return y.astype(np.float32)


def trim(x: Floats) -> Floats:
    """Without the silence before and after; an all-silent sound comes back empty."""
    loud = np.flatnonzero(np.abs(x) > SILENCE_SHARE * np.max(np.abs(x), initial=0.0))
    if len(loud) == 0:
        return x[:0]
    first = max(int(loud[0]) - int(FADE_IN_S * RATE_HZ), 0)
    return x[first : int(loud[-1]) + int(TAIL_S * RATE_HZ)].copy()


def loudness_lufs(x: Floats) -> float:
    """Integrated loudness of a mono sound (ITU-R BS.1770-5); -inf for silence.

    Differs from the standard in one point: a sound shorter than one block of 0.4 s is measured as if silence followed.
    """
    from scipy.signal import sosfilt  # half a second to import, and bundled sounds never need it

    block, hop = int(BLOCK_S * RATE_HZ), int(HOP_S * RATE_HZ)
    padded = np.concatenate([x, np.zeros(max(block - len(x), 0))])
    squared = np.square(np.asarray(sosfilt(np.array(K_WEIGHTING), padded), dtype=np.float64))
    total = np.concatenate([[0.0], np.cumsum(squared)])
    starts = np.arange(0, len(padded) - block + 1, hop)
    power = np.maximum(total[starts + block] - total[starts], 0.0) / block
    heard = power[_lufs(power) > -70.0]
    if len(heard) == 0:
        return -np.inf
    kept = heard[_lufs(heard) > _lufs(np.mean(heard, keepdims=True)) - 10.0]
    return float(_lufs(np.mean(kept, keepdims=True))[0])


def true_peak_db(x: Floats) -> float:
    """Highest peak between the samples too, four-fold oversampled, dB re full scale; -inf for silence."""
    peak = float(np.max(_peaks(x), initial=0.0))
    return 20.0 * float(np.log10(peak)) if peak > 0.0 else -np.inf


def _lufs(power: Floats) -> Floats:
    return -0.691 + 10.0 * np.log10(np.maximum(power, 1e-20))


def _peaks(x: Floats) -> Floats:
    """(n,) highest magnitude around each sample, four-fold oversampled."""
    from scipy.signal import resample_poly

    fine = np.abs(np.asarray(resample_poly(x, 4, 1), dtype=np.float64))
    return fine.reshape(-1, 4).max(axis=1, initial=0.0)


def _limit(x: Floats) -> Floats:
    """A look-ahead limiter: gain falls before the peak and recovers after it, both over 2.5 ms."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    ceiling = 10.0 ** ((CEILING_DB - 0.05) / 20.0)  # the margin is for rounding to 16 bit
    held = np.asarray(maximum_filter1d(_peaks(x), 241), dtype=np.float64)
    gain = np.minimum(1.0, ceiling / np.maximum(held, 1e-9))
    return x * np.asarray(uniform_filter1d(gain, 121), dtype=np.float64)
