"""Words that every record uses: arrays, feet, placements, and how often each must be sampled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Foot = Literal["left", "right", "unknown"]
Placement = Literal["foot-left", "foot-right", "shank-left", "shank-right", "waist", "chest"]
PLACEMENTS: tuple[Placement, ...] = ("foot-left", "foot-right", "shank-left", "shank-right", "waist", "chest")
LOWEST_RATE_HZ: Mapping[Placement, float] = {
    "foot-left": 45.0,
    "foot-right": 45.0,
    "shank-left": 45.0,
    "shank-right": 45.0,
    "waist": 22.0,
    "chest": 22.0,
}
"""Below it no step is believed. Accuracy was measured down to 52 Hz at foot and shank and 25 Hz at the waist; a clock's
error, and sensors that offer 50 Hz instead, are allowed for."""
