"""What is believed of a cue after some trials, and how to choose by it: Thompson's dice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

PRIOR_SD_MS = 10.0
"""What any cue may do before it has been tried."""
LEAST = 4
"""Fewer trials than this of any of them, and they take turns."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one cue, or one wording of it, did in earlier sessions, against no cue at all."""

    count: int
    change_ms: float
    sd_ms: float
    """Of `change_ms`."""


NOTHING = Tried(0, 0.0, 0.0)


def belief(tried: Tried) -> tuple[float, float]:
    """Mean and SD in ms of what a cue does, drawn towards nothing while little is known."""
    if tried.count < 2:
        return 0.0, PRIOR_SD_MS
    weight = PRIOR_SD_MS**2 / (PRIOR_SD_MS**2 + tried.sd_ms**2)
    return weight * tried.change_ms, (weight**0.5) * tried.sd_ms


def known(names: Sequence[str], tried: Mapping[str, Tried]) -> bool:
    """Whether each has been tried often enough to prefer one."""
    return all(tried.get(name, NOTHING).count >= LEAST for name in names)


def drawn(names: Sequence[str], tried: Mapping[str, Tried], dice: np.random.Generator) -> str:
    """Each draws what it may do from what is known of it; the shortest contact wins (Thompson 1933)."""
    draws = {name: dice.normal(*belief(tried.get(name, NOTHING))) for name in names}
    return min(draws, key=draws.__getitem__)
