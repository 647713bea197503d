"""A runner made of half sines, whose contact time, sides and sink are known by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pytest

from coach.events import Block, Floats


@dataclass(frozen=True)
class Half:
    """Steps of `step_s`, each a half-sine push of `contact_s`, beginning left at `start_s`; quiet standing before."""

    rate_hz: float = 104.0
    steps: int = 40
    step_s: float = 0.36
    contact_s: float = 0.25
    start_s: float = 3.0
    stop_s: float = 0.0
    """Standing after the last step."""
    mounting: Floats | None = None
    gyro: bool = True

    @property
    def contacts_s(self) -> Floats:
        return np.asarray(self.start_s + np.arange(self.steps) * self.step_s, dtype=np.float64)

    def block(self) -> Block:
        end_s = self.start_s + self.steps * self.step_s + self.stop_s
        t = np.arange(int(end_s * self.rate_hz)) / self.rate_hz
        running = (t >= self.start_s) & (t < self.start_s + self.steps * self.step_s)
        since = np.where(running, (t - self.start_s) % self.step_s, 0.0)
        left = np.where((t - self.start_s) // self.step_s % 2 == 0, 1.0, -1.0)
        stance = running & (since < self.contact_s)
        push = np.sin(np.pi * since / self.contact_s) * stance
        up = np.where(running, np.pi * self.step_s / (2 * self.contact_s) * push, 1.0)
        ahead = -0.4 * np.sin(2 * np.pi * since / self.contact_s) * stance
        roll = np.where(running & (since > 0.1), -60.0 * left, 0.0)
        accel = np.column_stack([ahead, 0.2 * left * push, up])
        gyro = np.column_stack([roll, np.zeros((len(t), 2))])
        turn = np.eye(3) if self.mounting is None else self.mounting
        none = np.zeros(len(t), dtype=np.bool_)
        return Block("waist", 0.0, self.rate_hz, accel @ turn.T, gyro @ turn.T if self.gyro else None, none, none, True)


First: TypeAlias = Callable[[Block, int], Block]
Cut: TypeAlias = Callable[[Block, Sequence[int]], list[Block]]


def _cut(block: Block, sizes: Sequence[int]) -> list[Block]:
    """The same samples in blocks of these sizes, over and over; only the first is fresh."""
    parts: list[Block] = []
    a = turn = 0
    while a < len(block.accel_g):
        part = slice(a, a + sizes[turn % len(sizes)])
        parts.append(
            replace(
                block,
                t_s=block.t_s + a / block.rate_hz,
                accel_g=block.accel_g[part],
                gyro_dps=None if block.gyro_dps is None else block.gyro_dps[part],
                filled=block.filled[part],
                clipped=block.clipped[part],
                fresh=a == 0,
            )
        )
        a += sizes[turn % len(sizes)]
        turn += 1
    return parts


def _first(block: Block, rows: int) -> Block:
    """Only the first rows."""
    return replace(
        block,
        accel_g=block.accel_g[:rows],
        gyro_dps=None if block.gyro_dps is None else block.gyro_dps[:rows],
        filled=block.filled[:rows],
        clipped=block.clipped[:rows],
    )


@pytest.fixture(scope="session")
def first() -> First:
    return _first


@pytest.fixture(scope="session")
def half() -> type[Half]:
    return Half


@pytest.fixture(scope="session")
def cut() -> Cut:
    return _cut
