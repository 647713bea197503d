from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import cumulative_trapezoid

from coach.events import Floats
from coach.simulate.motion.attitude import Attitude
from coach.simulate.motion.sole import Sole

_T = np.linspace(0.0, 1.0, 20001)
_STEP = _T[1] - _T[0]


def _angles() -> tuple[Floats, Floats, Floats]:
    """Pitch far past the vertical, roll and yaw, and their derivatives."""
    w = np.array([[6.0], [9.0], [5.0]])
    size = np.array([[2.2], [0.4], [0.5]])
    return size * np.sin(w * _T), size * w * np.cos(w * _T), -size * w**2 * np.sin(w * _T)


@pytest.mark.parametrize("turn_rps", [None, 0.8])
def test_rate_is_that_of_the_attitude(turn_rps: float | None) -> None:
    attitude = Attitude(*_angles(), None if turn_rps is None else np.full(len(_T), turn_rps))
    turned = 0.0 if turn_rps is None else turn_rps * _T
    for axis in np.eye(3):
        fixed = np.repeat(axis[:, None], len(_T), axis=1)
        world = attitude.to_world(fixed)
        c, s = np.cos(turned), np.sin(turned)
        world = np.stack([world[0] * c - world[1] * s, world[0] * s + world[1] * c, world[2]])
        moving = np.gradient(world, _STEP, axis=1)
        unturned = np.stack([moving[0] * c + moving[1] * s, moving[1] * c - moving[0] * s, moving[2]])
        expected = np.cross(attitude.rate.T, fixed.T).T
        assert np.abs(attitude.to_segment(unturned) - expected)[:, 2:-2].max() < 1e-3


def test_change_is_the_derivative_of_rate() -> None:
    attitude = Attitude(*_angles())
    assert np.abs(np.gradient(attitude.rate, _STEP, axis=1) - attitude.change)[:, 2:-2].max() < 1e-2


def test_a_lever_feels_what_its_path_does() -> None:
    attitude = Attitude(*_angles())
    arm = np.array([0.1, -0.05, 0.2])
    path = attitude.to_world(np.repeat(arm[:, None], len(_T), axis=1))
    pull = np.gradient(np.gradient(path, _STEP, axis=1), _STEP, axis=1)
    assert np.abs(attitude.to_segment(pull) - attitude.lever(arm))[:, 4:-4].max() < 0.05


def test_to_segment_undoes_to_world() -> None:
    attitude = Attitude(*_angles())
    vectors = np.random.default_rng(0).normal(size=(3, len(_T)))
    assert np.allclose(attitude.to_segment(attitude.to_world(vectors)), vectors)


def test_a_sole_rolls_without_slipping() -> None:
    sole = Sole(heel_m=0.09, ball_m=0.14)
    down = 0.9 * np.sin(5.0 * _T)
    rate, change = 4.5 * np.cos(5.0 * _T), -22.5 * np.sin(5.0 * _T)
    lift = sole.lift_m(down)
    forward, upward = sole.acceleration(down, rate, change)
    speed = np.concatenate([[0.0], cumulative_trapezoid(forward, _T)]) + lift[0] * rate[0]
    assert np.allclose(speed, lift * rate, atol=1e-4)
    assert np.abs(np.gradient(np.gradient(lift, _STEP), _STEP) - upward)[4:-4].max() < 0.02


def test_a_tipped_foot_stands_on_heel_or_ball() -> None:
    sole = Sole(heel_m=0.09, ball_m=0.14)
    on_ball, flat, on_heel = sole.lift_m(np.radians(np.array([50.0, 0.0, -20.0])))
    assert flat == 0.0
    assert on_ball == pytest.approx(0.14 * np.sin(np.radians(50.0)), abs=0.03)
    assert 0.0 < on_heel < 0.09 * np.sin(np.radians(20.0))
