"""Random and damaged payloads, the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np

TRIALS = 100_000
"""For each decoder."""
Golden = Sequence[tuple[str, bytes]]
"""Channel and payload, as they should be."""
_NOISE_BYTES = 100_000
_LONGEST = 245


def attacks(good: Golden, trials: int = TRIALS, seed: int = 17) -> Iterator[tuple[str, bytes]]:
    """Channel and payload: each third is noise, the others are good ones that were struck."""
    rng = np.random.default_rng(seed)
    noise = rng.bytes(_NOISE_BYTES)
    dice: list[int]
    for trial, dice in enumerate(rng.integers(0, 2**31, (trials, 6)).tolist()):
        channel, payload = good[dice[5] % len(good)]
        if trial % 3 == 0:
            start = dice[1] % (_NOISE_BYTES - _LONGEST)
            yield channel, noise[start : start + dice[2] % _LONGEST]
        else:
            yield channel, struck(payload, dice)


def struck(good: bytes, dice: list[int]) -> bytes:
    """A good payload with up to three bytes changed, now and then cut, grown or doubled."""
    raw = bytearray(good)
    for die in dice[: dice[0] % 4]:
        raw[die % len(raw)] = die >> 8 & 255
    fate = dice[3] % 8
    if fate == 0:
        return bytes(raw[: dice[4] % (len(raw) + 1)])
    return bytes(raw) + (bytes(dice[4] % 9) if fate == 1 else good if fate == 2 else b"")


ODD: list[object] = json.loads('[null, true, -1, 0, 1e300, 11805916207174113, "", "s2", "gravity", [], {}, [[]], [1]]')


def disturbed(good: object, rng: np.random.Generator) -> object:
    """A good JSON value in which here and there something else stands, is missing, or stands twice."""
    if rng.random() < 0.02:
        return ODD[rng.integers(len(ODD))]
    if isinstance(good, dict):
        members = cast("dict[str, object]", good).items()
        return {name: disturbed(value, rng) for name, value in members if rng.random() > 0.01}
    if isinstance(good, list):
        kept = [disturbed(value, rng) for value in cast("list[object]", good) if rng.random() > 0.02]
        return kept + kept[:1] if rng.random() < 0.05 else kept
    return good
