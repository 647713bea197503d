"""About which axis the foot pitches, in its sensor's frame: learned from push-offs, its sense from the shank."""

from __future__ import annotations

from collections import deque

import numpy as np

from coach.events import Floats

_NEEDED, _REMEMBERED = 3, 8
"""Push-offs that make the axis known, and that make it up: some six seconds of running."""
_PITCHING_SHARE = 0.5
"""A push-off turns at least 0.58 about the axis (share of squared rates) on 88 legs; less means another mounting."""


class FootAxis:
    """Largest eigenvector of the push-offs' second moments, not centred; toe-up is where the shank's rate agrees.

    Over a whole stride the foot also turns about other axes, which would pull a principal component 8 deg off and the
    sink 2.5 deg low; around toe-off it pitches and hardly does anything else. Whole strides give the sense, because
    over those foot and shank swing together.
    """

    def __init__(self) -> None:
        self._pitching: deque[Floats] = deque(maxlen=_REMEMBERED)
        self._together: deque[Floats] = deque(maxlen=_REMEMBERED)

    def learn(self, push_off_dps: Floats, foot_dps: Floats, shank_dps: Floats) -> None:
        """From one stride: foot rates around toe-off (k, 3), and over the stride with the shank's (n, 3), (n, 1)."""
        self._pitching.append(push_off_dps.T @ push_off_dps)
        self._together.append((foot_dps * shank_dps).sum(axis=0))

    def vector(self) -> Floats | None:
        """Unit vector, toe-up positive; None until three push-offs were seen, or when the newest contradicts them."""
        if len(self._pitching) < _NEEDED:
            return None
        axis = np.asarray(np.linalg.eigh(np.sum(self._pitching, axis=0))[1][:, -1], dtype=np.float64)
        newest = self._pitching[-1]
        if float(axis @ newest @ axis) < _PITCHING_SHARE * float(np.trace(newest)):
            return None
        return axis if float(axis @ np.sum(self._together, axis=0)) > 0.0 else -axis
