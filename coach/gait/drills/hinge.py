"""About which axis a leg turns in a drill, learned while it moves; the sign is of no importance here."""

from __future__ import annotations

import math

import numpy as np

from coach.events import Floats

MOVING_DPS = 35.0
"""A second teaches when its angular rate is at least this much (root mean square): a shank in pogo jumps has 70."""
_MEMORY = 0.85
"""Weight that a second keeps from one moving second to the next."""


class Hinge:
    """First principal component of the angular rate: at foot and shank the axis of ankle and knee."""

    def __init__(self) -> None:
        self._moment = np.zeros((3, 3))
        self.vector: Floats | None = None
        """Unit axis in the sensor's frame; None before the first second of movement."""

    def learn(self, second: Floats) -> None:
        """One second of low-passed angular rate, (n, 3) deg/s."""
        rows = second.T.copy()  # one layout, so that sums come out the same however the rows were cut
        energy = float((rows * rows).sum(axis=1).sum()) / rows.shape[1]
        if math.sqrt(energy) < MOVING_DPS:
            return
        self._moment = self._moment * _MEMORY + rows @ rows.T / rows.shape[1]
        axis = np.asarray(np.linalg.eigh(self._moment)[1][:, -1], dtype=np.float64)
        against = self.vector is not None and float(axis @ self.vector) < 0.0
        self.vector = -axis if against else axis
