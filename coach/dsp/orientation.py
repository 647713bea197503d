"""How a sensor sits on foot or shank, learned while moving: no standing still, no assumption about the mounting."""

from __future__ import annotations

import math

import numpy as np

from coach.events import Floats

_MEMORY_S = 20.0
_MOVING_DPS = 100.0
"""A second counts as movement above this root-mean-square rate: a walking foot reaches 150, a fidgeting one 40."""
_QUIET_S = 0.06
_AS_QUIET = 1.5
"""A moment is as quiet as the quietest if its energy is at most this much larger."""
_VOTES_NEEDED, _VOTES_KEPT = 4, 6
_RECENT_SECONDS = 4
_SLIPPED_DEG = 25.0
_FACTOR, _COFACTOR = [0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]
_MATRIX = np.array([[0, 3, 4], [3, 1, 5], [4, 5, 2]])


class PitchAxis:
    """Axis about which the segment pitches, toe-up positive: first principal component of the gyroscope.

    The sign comes from foot-flat: after the quietest 60 ms of a second of walking or running the first quick turn is
    the heel's rise, toe-down. Seconds overlap by half, so that no stance falls between them; one in which moments as
    quiet are followed by opposite turns has no vote, for a sprinter's foot lies hardly longer than it turns round after
    the push. A second-moment matrix with a memory of 20 s follows slow changes. Four seconds whose own axis lies more
    than 25° off, or votes that turn against the sign, mean that the sensor moved: everything is forgotten and learned
    anew.
    """

    def __init__(self, rate_hz: float) -> None:
        self._second = round(rate_hz)
        self._quiet = round(_QUIET_S * rate_hz)
        self._moment = np.zeros((3, 3))
        self._recent: list[Floats] = []
        self._direction: Floats | None = None
        self._votes = 0
        self.vector: Floats | None = None
        """Unit axis in the sensor's frame, toe-up positive; None until four votes agree."""
        self.slips = 0
        """How often the sensor was found to have moved."""

    def learn(self, rows: Floats) -> None:
        """The newest second of low-passed angular rate, (n, 3) deg/s, and the half second before it if there is one."""
        rows = np.ascontiguousarray(rows.T)  # one layout, so that sums come out the same however rows were cut
        second = np.ascontiguousarray(rows[:, -self._second :])
        products = (second[_FACTOR] * second[_COFACTOR]).sum(axis=1)
        energy = float(products[0] + products[1] + products[2])
        if energy < _MOVING_DPS**2 * second.shape[1]:
            return
        moment = products[_MATRIX]
        self._recent = [*self._recent[1 - _RECENT_SECONDS :], moment]
        if self._moved():
            self._forget(np.sum(self._recent[1:-1], axis=0))
        self._moment = self._moment * math.exp(-1.0 / _MEMORY_S) + moment
        direction = self._turned_to(_principal(self._moment))
        if rows.shape[1] > self._second:
            self._vote(rows[:, : self._second], direction)
        self._vote(second, self._direction if self._direction is not None else direction)
        if self._votes >= _VOTES_NEEDED or self.vector is not None:
            self.vector = self._direction

    def _moved(self) -> bool:
        if self.vector is None or len(self._recent) < _RECENT_SECONDS:
            return False
        recent = _principal(np.sum(self._recent, axis=0))
        return bool(abs(recent @ self.vector) < math.cos(math.radians(_SLIPPED_DEG)))

    def _forget(self, moment: Floats) -> None:
        self._moment = moment
        self._direction = self.vector = None
        self._votes = 0
        self.slips += 1

    def _turned_to(self, axis: Floats) -> Floats:
        """The new direction, in the old one's sense."""
        against = self._direction is not None and bool(axis @ self._direction < 0.0)
        self._direction = -axis if against else axis
        return self._direction

    def _vote(self, second: Floats, direction: Floats) -> None:
        summed = (second * second).sum(axis=0).cumsum()
        energy = summed[self._quiet :] - summed[: -self._quiet]
        ends = np.flatnonzero(energy <= _AS_QUIET * energy.min()) + self._quiet + 1
        pitch = second[0] * direction[0] + second[1] * direction[1] + second[2] * direction[2]
        moving = np.flatnonzero(np.abs(pitch) > _MOVING_DPS)
        after = np.searchsorted(moving, ends)
        toe_down = pitch[moving[after[after < len(moving)]]] < 0.0
        if toe_down.any() != toe_down.all() or not len(toe_down):
            return
        self._votes = min(self._votes + (1 if toe_down[0] else -1), _VOTES_KEPT)
        if self._votes < 0:
            self._turn_over()

    def _turn_over(self) -> None:
        """The votes say that the sense was wrong: a first guess, or a sensor put back the other way round."""
        direction = self._direction
        if self.vector is not None:
            self._forget(self._moment)
        self._direction = None if direction is None else -direction
        self._votes = 1


def _principal(moment: Floats) -> Floats:
    """Direction of the largest eigenvector: its share of the matrix's eighth power drowns the others."""
    second = moment @ moment
    fourth = second @ second
    eighth = fourth @ fourth
    column = eighth[:, int(eighth.diagonal().argmax())]
    return np.asarray(column / math.sqrt(float(column @ column)), dtype=np.float64)
