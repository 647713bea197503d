"""A leg made of bells and sine squares, whose contacts and ankle angle are known by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Block, Contact, Floats, Placement

STRIDE_S = 0.7


@dataclass(frozen=True)
class Leg:
    """Quiet standing, then strides of 0.7 s; x forward, y left, z up before the sensors are mounted."""

    rate_hz: float = 104.0
    strides: int = 16
    start_s: float = 2.0
    contact_s: Sequence[float] = (0.25,)
    """Contact times in turn."""
    sink_deg: Sequence[float] = (20.0,)
    """Ankle excursions in turn."""
    turned: Sequence[int] = (1, 2)
    """Seeds of the two mountings, foot and shank."""
    bias_dps: float = 1.5
    gyro: bool = True
    slips_at_s: float = field(default=np.inf)
    """From then on the shank's sensor sits turned by a right angle about its own z."""

    @property
    def events_s(self) -> Floats:
        """(strides, 2) initial contact and toe-off."""
        begun = self.start_s + np.arange(self.strides, dtype=np.float64) * STRIDE_S
        return np.column_stack([begun, begun + np.resize(self.contact_s, self.strides)])

    @property
    def sinks_deg(self) -> Floats:
        return np.asarray(np.resize(self.sink_deg, self.strides), dtype=np.float64)

    @property
    def contacts(self) -> list[Contact]:
        """As a perfect foot detector would tell them."""
        return [Contact("foot-left", "left", a, b, b + 0.01, b - a, 0.001) for a, b in self.events_s.tolist()]

    def shank(self) -> Block:
        t, pitch, _ = self._motion()
        axial, forward = np.ones(len(t)), np.zeros(len(t))
        for begun, ended in self.events_s:
            stance = np.clip((t - begun) / (ended - begun), 0.0, 1.0)
            axial += 1.2 * np.sin(np.pi * stance) ** 2 + 3.0 * _bell(t, begun + 0.025, 0.008)
            forward += 1.5 * np.sin(2 * np.pi * stance) * -1.0 + 1.5 * _bell(t, begun + 0.03, 0.012)
        yaw = 60.0 * np.sin(2 * np.pi * t / STRIDE_S) * (t > self.start_s)
        accel = np.column_stack([forward, 0.1 * axial, axial])
        return self._worn("shank-left", self.turned[1], t, accel, np.column_stack([0.0 * yaw, -pitch, yaw]))

    def foot(self) -> Block:
        t, pitch, ankle_rate = self._motion()
        yaw = np.zeros(len(t))
        for begun, _ in self.events_s:
            yaw += 150.0 * (_bell(t, begun + 0.55, 0.03) - _bell(t, begun + 0.62, 0.03))
        gyro = np.column_stack([0.0 * yaw, -(pitch + ankle_rate), yaw])
        return self._worn("foot-left", self.turned[0], t, np.tile([0.0, 0.0, 1.0], (len(t), 1)), gyro)

    def _motion(self) -> tuple[Floats, Floats, Floats]:
        """Times, the shank's pitch rate, the ankle's; deg/s, toe-up and dorsiflexion positive."""
        end_s = self.start_s + self.strides * STRIDE_S
        t = np.arange(int(end_s * self.rate_hz)) / self.rate_hz
        rate, ankle = np.zeros(len(t)), np.zeros(len(t))
        for (begun, ended), sink in zip(self.events_s, self.sinks_deg, strict=True):
            bells = ((-420.0, begun + 0.035, 0.015), (-330.0, ended + 0.07, 0.035), (520.0, begun + 0.54, 0.06))
            rate += sum((height * _bell(t, centre, width) for height, centre, width in bells), np.zeros(len(t)))
            net = sum(height * width * np.sqrt(2 * np.pi) for height, _, width in bells)
            rate -= net / STRIDE_S * ((t >= begun) & (t < begun + STRIDE_S))
            ankle += sink * _hump_rate(t, begun, ended) - 20.0 * _hump_rate(t, ended, begun + STRIDE_S)
        return t, rate, ankle

    def _worn(self, placement: Placement, seed: int, t: Floats, accel: Floats, gyro: Floats) -> Block:
        mounting = Rotation.random(random_state=seed).as_matrix()
        accel, gyro = accel @ mounting.T, gyro @ mounting.T + self.bias_dps
        slipped = t >= (self.slips_at_s if placement.startswith("shank") else np.inf)
        quarter = Rotation.from_rotvec([0.0, 0.0, np.pi / 2]).as_matrix()
        accel[slipped], gyro[slipped] = accel[slipped] @ quarter.T, gyro[slipped] @ quarter.T
        none = np.zeros(len(t), dtype=np.bool_)
        return Block(placement, 0.0, self.rate_hz, accel, gyro if self.gyro else None, none, none, fresh=True)


def _bell(t: Floats, centre: float, width: float) -> Floats:
    return np.asarray(np.exp(-0.5 * ((t - centre) / width) ** 2))


def _hump_rate(t: Floats, begun: float, ended: float) -> Floats:
    """Rate of a sine square that rises from 0 to 1 and falls back between two times."""
    share = np.clip((t - begun) / (ended - begun), 0.0, 1.0)
    return np.asarray(np.pi / (ended - begun) * np.sin(2 * np.pi * share))


Cut: TypeAlias = Callable[[Block, Sequence[int]], list[Block]]


def _cut(block: Block, sizes: Sequence[int]) -> list[Block]:
    """The same samples in blocks of these sizes, over and over; only the first is fresh."""
    parts: list[Block] = []
    first = 0
    while first < len(block.accel_g):
        part = slice(first, first + sizes[len(parts) % len(sizes)])
        gyro = block.gyro_dps
        parts.append(
            replace(
                block,
                t_s=block.t_s + first / block.rate_hz,
                accel_g=block.accel_g[part],
                gyro_dps=None if gyro is None else gyro[part],
                filled=block.filled[part],
                clipped=block.clipped[part],
                fresh=block.fresh and first == 0,
            )
        )
        first = part.stop
    return parts


@pytest.fixture(scope="session")
def leg() -> type[Leg]:
    return Leg


@pytest.fixture(scope="session")
def cut() -> Cut:
    return _cut
