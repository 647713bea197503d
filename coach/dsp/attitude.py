"""Which way the sensor points now, relative to where it pointed when the stream began, from the gyroscope alone."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from coach.events import Floats

_CHUNK = 32
_Number = TypeVar("_Number", float, Floats)
_Quaternion = tuple[_Number, _Number, _Number, _Number]
Vector = tuple[_Number, _Number, _Number]
_IDENTITY = (1.0, 0.0, 0.0, 0.0)


class Attitude:
    """Running orientation: quaternion (w, x, y, z) that turns sensor vectors into the frame of the first sample.

    The frame drifts with the gyro's bias (one degree a second per deg/s): compare instants of one stride only.
    Each sample's turn is the mean of its own and the previous rate. The running product is cut into chunks at fixed
    sample numbers; whole chunks are multiplied side by side, the rest one by one, with the same operations in the same
    order: however the samples were cut, the result is bitwise the same.
    """

    def __init__(self, rate_hz: float) -> None:
        self._half_angle = np.pi / 180.0 / rate_hz / 2.0
        self._previous: Floats | None = None
        self._chunk_start: _Quaternion[float] = _IDENTITY
        self._within: _Quaternion[float] = _IDENTITY
        self._position = 0

    def feed(self, gyro_dps: Floats) -> Floats:
        """Orientation at each of (n, 3) samples, as (n, 4) unit quaternions."""
        n = len(gyro_dps)
        out = np.empty((n, 4))
        if n == 0:
            return out
        turns = self._turns(gyro_dps)
        head = min(-self._position % _CHUNK, n)
        chunks = (n - head) // _CHUNK
        self._one_by_one(turns[:head], out[:head])
        body = slice(head, head + chunks * _CHUNK)
        self._side_by_side(turns[body].reshape(chunks, _CHUNK, 4), out[body].reshape(chunks, _CHUNK, 4))
        self._one_by_one(turns[body.stop :], out[body.stop :])
        return out

    def _turns(self, gyro_dps: Floats) -> Floats:
        """Rotation from each previous sample, (n, 4), normalised; the tangent of the half angle as a series."""
        before = gyro_dps[:1] if self._previous is None else self._previous
        self._previous = gyro_dps[-1:].copy()
        half = (np.concatenate([before, gyro_dps[:-1]]) + gyro_dps) * (0.5 * self._half_angle)
        square = half[:, 0] * half[:, 0] + half[:, 1] * half[:, 1] + half[:, 2] * half[:, 2]
        tangent = 1.0 + square * (1.0 / 3.0 + square * (2.0 / 15.0 + square * (17.0 / 315.0)))
        turns = np.empty((len(half), 4))
        turns[:, 0] = 1.0 / np.sqrt(1.0 + square * tangent * tangent)
        turns[:, 1:] = half * (tangent * turns[:, 0])[:, None]
        return turns

    def _one_by_one(self, turns: Floats, out: Floats) -> None:
        rows: list[_Quaternion[float]] = []
        for w, x, y, z in turns.tolist():
            self._within = multiply(self._within, (w, x, y, z))
            rows.append(multiply(self._chunk_start, self._within))
            self._position += 1
            if self._position % _CHUNK == 0:
                self._chunk_start, self._within = _unit(rows[-1]), _IDENTITY
        if rows:
            out[:] = rows

    def _side_by_side(self, turns: Floats, out: Floats) -> None:
        """(chunks, _CHUNK, 4) turns; called at a chunk's edge only."""
        if len(turns) == 0:
            return
        within = np.empty((_CHUNK, 4, len(turns)))
        so_far = _columns(np.tile(_IDENTITY, (len(turns), 1)))
        for k in range(_CHUNK):
            so_far = multiply(so_far, _columns(turns[:, k]))
            within[k] = so_far
        starts: list[_Quaternion[float]] = []
        for w, x, y, z in within[-1].T.tolist():
            starts.append(self._chunk_start)
            self._chunk_start = _unit(multiply(self._chunk_start, (w, x, y, z)))
        self._position += turns.shape[0] * _CHUNK
        product = multiply(_columns(np.asarray(starts)), (within[:, 0], within[:, 1], within[:, 2], within[:, 3]))
        for axis, values in enumerate(product):
            out[:, :, axis] = values.T


def multiply(p: _Quaternion[_Number], q: _Quaternion[_Number]) -> _Quaternion[_Number]:
    """Hamilton product; numbers or arrays, the same operations either way."""
    a, b, c, d = p
    w, x, y, z = q
    return (
        a * w - b * x - c * y - d * z,
        a * x + b * w + c * z - d * y,
        a * y - b * z + c * w + d * x,
        a * z + b * y - c * x + d * w,
    )


def turn(q: _Quaternion[_Number], v: Vector[_Number]) -> Vector[_Number]:
    """The vector turned by a unit quaternion: v + 2w (u × v) + 2 u × (u × v); numbers or arrays alike."""
    w, x, y, z = q
    a, b, c = v
    d, e, f = 2.0 * (y * c - z * b), 2.0 * (z * a - x * c), 2.0 * (x * b - y * a)
    return a + w * d + (y * f - z * e), b + w * e + (z * d - x * f), c + w * f + (x * e - y * d)


def turn_back(q: _Quaternion[float], v: Vector[float]) -> Vector[float]:
    """The vector that `turn` would turn into v."""
    w, x, y, z = q
    return turn((-w, x, y, z), v)


def rotate(attitude: Floats, vectors: Floats) -> Floats:
    """Sensor vectors (n, 3) into the stream's frame, by unit quaternions (n, 4)."""
    out = np.empty_like(vectors)
    turned = turn(_columns(attitude), (vectors[:, 0], vectors[:, 1], vectors[:, 2]))
    for axis, values in enumerate(turned):
        out[:, axis] = values
    return out


def _columns(x: Floats) -> _Quaternion[Floats]:
    return x[:, 0], x[:, 1], x[:, 2], x[:, 3]


def _unit(q: _Quaternion[float]) -> _Quaternion[float]:
    w, x, y, z = q
    scale = 1.0 / (w * w + x * x + y * y + z * z) ** 0.5
    return w * scale, x * scale, y * scale, z * scale
