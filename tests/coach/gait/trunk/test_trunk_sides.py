"""Which foot: with a gyroscope, with a tap, after a stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.events import Block, Foot, Placement
from coach.gait.trunk import TrunkDetector

if TYPE_CHECKING:
    from tests.coach.gait.trunk.conftest import Half


def _feet(block: Block, placement: Placement = "waist", tap: tuple[Foot, float] | None = None) -> list[Foot]:
    detector = TrunkDetector(placement, block.rate_hz)
    if tap is not None:
        detector.tap(*tap)
    return [contact.foot for contact in detector.feed(block)]


def _alternating(first: Foot, count: int) -> list[Foot]:
    other: Foot = "right" if first == "left" else "left"
    return [first if k % 2 == 0 else other for k in range(count)]


def test_a_gyroscope_at_the_waist_tells_sides_without_a_tap(half: type[Half]) -> None:
    feet = _feet(half(stop_s=1.0).block())

    assert feet[:3] == ["unknown"] * 3
    assert feet[3:] == _alternating("right", 37)


def test_a_wrong_tap_does_not_overrule_the_gyroscope(half: type[Half]) -> None:
    runner = half(stop_s=1.0)

    assert _feet(runner.block(), tap=("right", float(runner.contacts_s[10])))[11:] == _alternating("right", 29)


def test_an_accelerometer_says_nothing_before_the_tap_and_counts_after_it(half: type[Half]) -> None:
    runner = half(gyro=False, stop_s=1.0)
    feet = _feet(runner.block(), tap=("right", float(runner.contacts_s[9]) + 0.1))

    assert feet[:9] == ["unknown"] * 9
    assert feet[9:] == _alternating("right", 31)


def test_a_second_tap_corrects_the_first(half: type[Half]) -> None:
    runner = half(gyro=False, stop_s=1.0)
    detector = TrunkDetector("waist", runner.rate_hz)
    detector.tap("left", float(runner.contacts_s[5]))
    detector.tap("left", float(runner.contacts_s[20]))
    feet = [contact.foot for contact in detector.feed(runner.block())]

    assert feet[5:20] == _alternating("left", 15)
    assert feet[20:] == _alternating("left", 20)


def test_a_tap_while_nobody_runs_is_forgotten(half: type[Half]) -> None:
    assert set(_feet(half(gyro=False).block(), tap=("left", 1.0))) == {"unknown"}


def test_a_gyroscope_at_the_chest_is_not_trusted(half: type[Half]) -> None:
    block = replace(half(stop_s=1.0).block(), placement="chest")

    assert set(_feet(block, "chest")) == {"unknown"}


def test_after_a_stop_the_push_to_the_side_tells_sides_again(half: type[Half]) -> None:
    runner = half(gyro=False, stop_s=2.0)
    once = runner.block()
    again = half(gyro=False, stop_s=2.0, steps=41).block()
    block = replace(
        once,
        accel_g=np.concatenate([once.accel_g, again.accel_g]),
        filled=np.concatenate([once.filled, again.filled]),
        clipped=np.concatenate([once.clipped, again.clipped]),
    )
    feet = _feet(block, tap=("left", float(runner.contacts_s[4])))

    assert len(feet) == 81
    assert feet[40:48] == ["unknown"] * 8
    assert feet[50:] == _alternating("left", 31)
