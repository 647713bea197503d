"""Momentum: what the ground gives is what the trunk does, step by step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.integrate import trapezoid

from coach.simulate.motion.force import GRAVITY
from coach.simulate.scenarios import SCENARIOS

if TYPE_CHECKING:
    from .conftest import Renderer

RATE_HZ = 2000.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("speed_mps", [2.2, 3.5, 5.0])
def test_each_step_s_impulse_is_weight_times_time_plus_change_of_momentum(
    render: Renderer, speed_mps: float, seed: int
) -> None:
    run = render(speed_mps, seed, until_s=3.0, rate_hz=RATE_HZ)
    force = run.force_n["left"] + run.force_n["right"]
    mass_kg = run.person.mass_kg
    for now, then in pairwise(run.truth):
        step = (run.t_s >= now.initial_contact_s) & (run.t_s <= then.initial_contact_s)
        t = run.t_s[step]
        given = trapezoid(force[step], t)
        needed = mass_kg * (GRAVITY * (t[-1] - t[0]) + run.rise_mps[step][-1] - run.rise_mps[step][0])
        assert given == pytest.approx(needed, abs=0.05)
        assert trapezoid(run.rise_mps[step], t) == pytest.approx(
            run.height_m[step][-1] - run.height_m[step][0], abs=1e-5
        )
    assert len(run.truth) > 5


def test_running_lands_where_it_should_and_leaps_as_high_as_its_flight(render: Renderer) -> None:
    run = render(3.4, 2, until_s=3.0, rate_hz=RATE_HZ)
    for step in run.steps:
        if 0.0 < step.touch_s < 2.9:
            k = int(np.searchsorted(run.t_s, step.touch_s))
            assert run.height_m[k] == pytest.approx(0.0, abs=1e-3)
            fell = 0.5 * GRAVITY * (step.touch_s - step.before_leaves_s) * (1.0 + run.person.landing_excess)
            assert run.rise_mps[k] == pytest.approx(-fell, abs=0.02)
    assert run.height_m.min() > -0.12
    assert 0.0 < run.height_m.max() < 0.08


@pytest.mark.parametrize("seed", range(3))
def test_the_ground_never_pulls_and_nobody_falls_over(render: Renderer, seed: int) -> None:
    run = render(SCENARIOS["walk-run"], seed, until_s=205.0, rate_hz=100.0)
    force = run.force_n["left"] + run.force_n["right"]
    weight = run.person.mass_kg * GRAVITY
    assert min(run.force_n["left"].min(), run.force_n["right"].min()) >= -1e-6
    assert force.max() < 4.0 * weight
    assert -0.15 < run.height_m.min() < run.height_m.max() < 0.10
    walking = (run.t_s > 20.0) & (run.t_s < 38.0)
    assert force[walking].mean() == pytest.approx(weight, rel=0.01)
    assert force[walking].min() > 0.6 * weight


def test_who_stands_puts_half_the_weight_on_each_foot(render: Renderer) -> None:
    run = render(SCENARIOS["walk-run"], 0, until_s=9.0, rate_hz=100.0)
    still = run.t_s < 9.0
    half = 0.5 * run.person.mass_kg * GRAVITY
    assert np.allclose(run.force_n["left"][still], half, rtol=1e-6)
    assert np.allclose(run.force_n["right"][still], half, rtol=1e-6)
